// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * The full state of a training run, in one safetensors file in float32.
 *
 * @param weights the weights
 * @param mean Adam's running mean of the gradients
 * @param square Adam's running mean of the squared gradients
 * @param average the moving average of the weights
 * @param step steps done
 */
public record Checkpoint(
        Map<String, Tensor> weights,
        Map<String, Tensor> mean,
        Map<String, Tensor> square,
        Map<String, Tensor> average,
        long step) {

    /** How many times as large as the weights its file is. */
    public static final int SIZE_IN_MODELS = 4;

    void write(Path file) throws IOException {
        Map<String, Tensor> all = new LinkedHashMap<>();
        weights.forEach((name, t) -> all.put("w." + name, t));
        mean.forEach((name, t) -> all.put("m." + name, t));
        square.forEach((name, t) -> all.put("v." + name, t));
        average.forEach((name, t) -> all.put("e." + name, t));
        SafetensorsWriter.write(file, all, DType.F32, Map.of("step", Long.toString(step)));
    }

    /**
     * Reads a file.
     *
     * @throws WeightsException if it is damaged, or no checkpoint
     */
    public static Checkpoint read(Path file) throws IOException {
        SafetensorsFile saved = SafetensorsFile.open(file);
        return new Checkpoint(
                part(saved, "w."),
                part(saved, "m."),
                part(saved, "v."),
                part(saved, "e."),
                step(file, saved.metadata().get("step")));
    }

    /**
     * Reads a file whose weights must have these names and shapes.
     *
     * @throws WeightsException as {@link #read(Path)}, or if it is of another network
     */
    static Checkpoint read(Path file, Map<String, Tensor> like) throws IOException {
        Checkpoint saved = read(file);
        for (Map<String, Tensor> part : saved.parts()) {
            if (!shapes(part).equals(shapes(like))) {
                throw new WeightsException(
                        file,
                        "expected the tensors of the network that is trained, found those of"
                                + " another; delete the checkpoint to start anew");
            }
        }
        return saved;
    }

    private List<Map<String, Tensor>> parts() {
        return List.of(weights, mean, square, average);
    }

    private static Map<String, String> shapes(Map<String, Tensor> tensors) {
        Map<String, String> shapes = new TreeMap<>();
        tensors.forEach((name, t) -> shapes.put(name, t.toString()));
        return shapes;
    }

    private static long step(Path file, String text) throws WeightsException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            String problem = "expected the number of steps under \"step\", found " + text;
            throw new WeightsException(file, problem + "; this is no checkpoint of training", e);
        }
    }

    private static Map<String, Tensor> part(SafetensorsFile saved, String prefix)
            throws IOException {
        Map<String, Tensor> part = new LinkedHashMap<>();
        for (String name : saved.names()) {
            if (name.startsWith(prefix))
                part.put(name.substring(prefix.length()), saved.read(name));
        }
        return part;
    }
}
