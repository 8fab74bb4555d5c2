// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sc.fiji.diffusion.weights.Sha256;

/**
 * A LoRA adapter and how strongly it works.
 *
 * @param file a name in the folder {@value #FOLDER} beside the models, or a path
 * @param weight 1 as trained, 0 not at all; negative values work the other way round
 */
public record Lora(String file, double weight) {

    /** The folder inside a models folder that holds adapters. */
    public static final String FOLDER = "lora";

    /** The file in a folder of its own that diffusers gives an adapter. */
    public static final String WEIGHTS = "pytorch_lora_weights.safetensors";

    /** Checks the weight. */
    public Lora {
        if (file.isBlank()) throw new IllegalArgumentException("lora: a name is empty");
        if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException(
                    "lora " + file + ": the weight must be a number, was " + weight);
        }
    }

    /**
     * Reads a list such as {@code sharper:0.8, nuclei}. A weight that is left out is 1.
     *
     * @throws IllegalArgumentException if a name is empty or given twice
     */
    public static List<Lora> parse(String list) {
        List<Lora> loras = new ArrayList<>();
        if (list.isBlank()) return loras;
        for (String item : list.split(",")) {
            Lora lora = parseOne(item.strip());
            if (loras.stream().anyMatch(l -> l.file().equals(lora.file()))) {
                throw new IllegalArgumentException(
                        "lora: " + lora.file() + " is given twice; give it once, with the sum");
            }
            loras.add(lora);
        }
        return loras;
    }

    /** What follows the last colon is the weight, if it is a number: paths may have colons too. */
    private static Lora parseOne(String item) {
        int colon = item.lastIndexOf(':');
        String number = item.substring(colon + 1).strip();
        if (colon < 0 || !number.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)")) return new Lora(item, 1);
        return new Lora(item.substring(0, colon).strip(), Double.parseDouble(number));
    }

    /** The list as {@link #parse} reads it, with file names for paths. */
    public static String text(List<Lora> loras) {
        return loras.stream().map(Lora::text).collect(Collectors.joining(", "));
    }

    /**
     * The SHA-256 of each file, in the order of the list.
     *
     * @param loras with paths
     */
    public static String hashes(List<Lora> loras) throws IOException {
        List<String> hashes = new ArrayList<>();
        for (Lora lora : loras) hashes.add(Sha256.of(Path.of(lora.file())));
        return String.join(", ", hashes);
    }

    private String text() {
        String number = BigDecimal.valueOf(weight).stripTrailingZeros().toPlainString();
        Path path = Path.of(file);
        boolean inFolder = path.endsWith(WEIGHTS) && path.getParent() != null;
        return ModelSource.name(inFolder ? path.getParent() : path) + ":" + number;
    }
}
