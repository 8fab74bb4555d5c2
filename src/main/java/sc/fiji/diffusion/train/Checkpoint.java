// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/**
 * The full state of a training run, in one safetensors file in float32.
 *
 * @param weights the weights
 * @param mean Adam's running mean of the gradients
 * @param square Adam's running mean of the squared gradients
 * @param average the moving average of the weights
 * @param step steps done
 */
record Checkpoint(
        Map<String, Tensor> weights,
        Map<String, Tensor> mean,
        Map<String, Tensor> square,
        Map<String, Tensor> average,
        long step) {

    void write(Path file) throws IOException {
        Map<String, Tensor> all = new LinkedHashMap<>();
        weights.forEach((name, t) -> all.put("w." + name, t));
        mean.forEach((name, t) -> all.put("m." + name, t));
        square.forEach((name, t) -> all.put("v." + name, t));
        average.forEach((name, t) -> all.put("e." + name, t));
        SafetensorsWriter.write(file, all, DType.F32, Map.of("step", Long.toString(step)));
    }

    static Checkpoint read(Path file) throws IOException {
        SafetensorsFile saved = SafetensorsFile.open(file);
        long step = Long.parseLong(saved.metadata().get("step"));
        return new Checkpoint(
                part(saved, "w."), part(saved, "m."), part(saved, "v."), part(saved, "e."), step);
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
