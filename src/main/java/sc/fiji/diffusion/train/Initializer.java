// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import sc.fiji.diffusion.nn.WeightLayout;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Weights to start training from: uniform in {@code +-1 / sqrt(fan in)} (LeCun 1998; torch's
 * default for these layers), norms 1, biases 0, embeddings of standard deviation 0.02. Layers that
 * end a residual branch start at 0, so that the network starts as its skip connections (Goyal et
 * al. 2017, sec. 5.1).
 */
public final class Initializer {

    private Initializer() {}

    /** Weights for each tensor of the layout, the same for the same seed. */
    public static Map<String, Tensor> initialize(WeightLayout layout, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        layout.shapes().forEach((name, shape) -> weights.put(name, tensor(name, shape, random)));
        return weights;
    }

    private static Tensor tensor(String name, int[] shape, Random random) {
        if (shape.length == 1) return Tensor.full(isNormWeight(name) ? 1 : 0, shape);
        if (endsBranch(name)) return Tensor.zeros(shape);
        Tensor tensor = Tensor.zeros(shape);
        if (name.contains("embedding.weight"))
            return tensor.map(zero -> 0.02 * random.nextGaussian());
        double bound = 1 / Math.sqrt((double) tensor.size() / shape[0]);
        return tensor.map(zero -> (2 * random.nextDouble() - 1) * bound);
    }

    private static boolean isNormWeight(String name) {
        return name.endsWith(".weight");
    }

    private static boolean endsBranch(String name) {
        return name.endsWith("conv2.weight")
                || name.endsWith("proj_out.weight")
                || name.equals("conv_out.weight");
    }
}
