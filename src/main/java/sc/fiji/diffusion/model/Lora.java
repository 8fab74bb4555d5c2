// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** The file in a folder of its own that PEFT gives an adapter. */
    private static final String WEIGHTS_OF_PEFT = "adapter_model.safetensors";

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)");

    /** Checks the weight. */
    public Lora {
        if (file.isBlank()) throw new IllegalArgumentException("lora: a name is empty");
        if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException(
                    "lora " + file + ": the weight must be a number, was " + weight);
        }
    }

    /**
     * Reads a list such as {@code sharper:0.8, nuclei, "a, b":0.5}, see {@link NameList}. A weight
     * that is left out is 1.
     *
     * @param exists whether there is an adapter of a name or path
     * @throws IllegalArgumentException if a name is empty or given twice
     */
    public static List<Lora> parse(String list, Predicate<String> exists) {
        List<Lora> loras = new ArrayList<>();
        if (list.isBlank()) return loras;
        Predicate<String> isOne = item -> !item.isEmpty() && exists.test(find(item, exists).file());
        for (String item : NameList.split(list, isOne)) {
            Lora lora = find(item, exists);
            if (loras.stream().anyMatch(l -> l.file().equals(lora.file()))) {
                throw new IllegalArgumentException(
                        "lora: " + lora.file() + " is given twice; give it once, with the sum");
            }
            loras.add(lora);
        }
        return loras;
    }

    /** Where a number is a part of the only name that there is, it is no weight. */
    private static Lora find(String item, Predicate<String> exists) {
        Lora lora = parseOne(item);
        boolean whole = !exists.test(lora.file()) && exists.test(item);
        return whole ? new Lora(item, 1) : lora;
    }

    /** What follows the last colon is the weight, if it is a number: paths may have colons too. */
    private static Lora parseOne(String item) {
        Optional<NameList.Quoted> quoted = NameList.quotes(item);
        if (quoted.isPresent()) return new Lora(quoted.get().name(), weight(quoted.get(), item));
        int colon = item.lastIndexOf(':');
        String number = item.substring(colon + 1).strip();
        if (colon < 0 || !NUMBER.matcher(number).matches()) return new Lora(item, 1);
        return new Lora(item.substring(0, colon).strip(), Double.parseDouble(number));
    }

    private static double weight(NameList.Quoted quoted, String item) {
        if (quoted.rest().isEmpty()) return 1;
        String number = quoted.rest().substring(1).strip();
        if (quoted.rest().startsWith(":") && NUMBER.matcher(number).matches()) {
            return Double.parseDouble(number);
        }
        throw new IllegalArgumentException(
                "lora: a name in quotes may be followed by a colon and its weight only, was "
                        + item);
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

    /** Where the adapter of a path may be: it is a file, or a folder that holds one. */
    static Stream<Path> places(Path path) {
        return Stream.of(path, path.resolve(WEIGHTS), path.resolve(WEIGHTS_OF_PEFT));
    }

    /** What gives the adapter of a file its name: the folder, if the file is named as all are. */
    static Path named(Path file) {
        boolean inFolder = file.endsWith(WEIGHTS) || file.endsWith(WEIGHTS_OF_PEFT);
        return inFolder && file.getParent() != null ? file.getParent() : file;
    }

    private String text() {
        String number = BigDecimal.valueOf(weight).stripTrailingZeros().toPlainString();
        String name = ModelSource.name(named(Path.of(file)));
        return NameList.quoted(name) + ":" + number;
    }
}
