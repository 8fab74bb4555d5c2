// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import sc.fiji.diffusion.nn.WeightLayout;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/**
 * A low-rank adapter of a model (LoRA; Hu et al. 2021): for each linear layer of its attention and
 * feed-forward blocks a product {@code B A} that is added to the layer's matrix. Starts with B = 0,
 * as the model itself. Its file has the keys of diffusers, with a scale of 1.
 */
public final class Adapter implements Learned {

    private static final String TEXT_MODEL = "text_model.";

    private static final Set<String> TARGETS =
            Set.of(
                    "to_q.weight",
                    "to_k.weight",
                    "to_v.weight",
                    "to_out.0.weight",
                    "ff.net.0.proj.weight",
                    "ff.net.2.weight",
                    "q_proj.weight",
                    "k_proj.weight",
                    "v_proj.weight",
                    "out_proj.weight");

    /** Opens the weights of the model. */
    @FunctionalInterface
    public interface Base {

        /** All weights that the objective needs; the caller closes them. */
        List<Weights> open() throws IOException;
    }

    private final List<WeightLayout> layouts;
    private final int rank;
    private final long seed;
    private final Base base;
    private final Path file;

    /**
     * @param layouts of the networks that are adapted
     * @param rank of the products, at least 1
     * @param seed of the start
     * @param base the model
     * @param file that is written
     */
    public Adapter(List<WeightLayout> layouts, int rank, long seed, Base base, Path file) {
        if (rank < 1 || rank > 1024) {
            throw new IllegalArgumentException("rank must be between 1 and 1024, was " + rank);
        }
        this.layouts = List.copyOf(layouts);
        this.rank = rank;
        this.seed = seed;
        this.base = base;
        this.file = file;
    }

    @Override
    public Map<String, Tensor> initial() {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (WeightLayout layout : layouts) {
            layout.shapes()
                    .forEach(
                            (name, shape) -> {
                                if (isTarget(name, shape)) add(tensors, name, shape, random);
                            });
        }
        return tensors;
    }

    private static boolean isTarget(String name, int[] shape) {
        return shape.length == 2 && TARGETS.stream().anyMatch(end -> name.endsWith("." + end));
    }

    private void add(Map<String, Tensor> tensors, String name, int[] shape, Random random) {
        String layer = name.substring(0, name.length() - ".weight".length());
        double bound = 1 / Math.sqrt(shape[1]);
        Tensor down = Tensor.zeros(rank, shape[1]).map(z -> (2 * random.nextDouble() - 1) * bound);
        tensors.put(layer + ".lora_A.weight", down);
        tensors.put(layer + ".lora_B.weight", Tensor.zeros(shape[0], rank));
    }

    @Override
    public List<Weights> frozen() throws IOException {
        return base.open();
    }

    @Override
    public void write(Map<String, Tensor> average) throws IOException {
        Map<String, Tensor> named = new LinkedHashMap<>();
        average.forEach((name, tensor) -> named.put(part(name) + name, tensor));
        SafetensorsWriter.write(file, named, DType.F32, Map.of("format", "pt"));
    }

    private static String part(String name) {
        return name.startsWith(TEXT_MODEL) ? "text_encoder." : "unet.";
    }
}
