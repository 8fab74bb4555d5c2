// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

import sc.fiji.diffusion.tensor.Tensor;

/**
 * What the output of a network means, for a sample {@code x = x0 + sigma * eps} that the network
 * sees as {@code alpha * x}.
 */
public enum Prediction {

    /** The noise eps: Ho et al. (2020), equation 14. */
    EPSILON("epsilon") {
        @Override
        public Tensor denoised(Tensor output, Tensor x, NoiseLevel level) {
            return x.combine(1, output, -level.sigma());
        }

        @Override
        public Tensor output(Tensor denoised, Tensor x, NoiseLevel level) {
            double sigma = level.sigma();
            return x.zip(denoised, (a, b) -> (a - b) / sigma);
        }
    },

    /**
     * The velocity {@code v = alpha * (eps - sigma * x0)}: Salimans and Ho, "Progressive
     * Distillation" (2022), appendix D.
     */
    V("v_prediction") {
        @Override
        public Tensor denoised(Tensor output, Tensor x, NoiseLevel level) {
            double alpha = level.alpha();
            return x.combine(alpha * alpha, output, -alpha * level.sigma());
        }

        @Override
        public Tensor output(Tensor denoised, Tensor x, NoiseLevel level) {
            double alpha = level.alpha();
            double sigma = level.sigma();
            return x.zip(denoised, (a, b) -> (alpha * alpha * a - b) / (alpha * sigma));
        }
    },

    /** The clean sample x0. */
    SAMPLE("sample") {
        @Override
        public Tensor denoised(Tensor output, Tensor x, NoiseLevel level) {
            return output;
        }

        @Override
        public Tensor output(Tensor denoised, Tensor x, NoiseLevel level) {
            return denoised;
        }
    };

    private final String key;

    Prediction(String key) {
        this.key = key;
    }

    /**
     * The meaning of a key of {@code scheduler_config.json}.
     *
     * @throws IllegalArgumentException if there is no such key
     */
    public static Prediction byKey(String key) {
        for (Prediction prediction : values()) {
            if (prediction.key.equals(key)) return prediction;
        }
        throw new IllegalArgumentException("no prediction type \"" + key + "\"");
    }

    /** The name in a scheduler_config.json. */
    public String key() {
        return key;
    }

    /**
     * The clean sample that a network's output means.
     *
     * @param output the network's output for {@code alpha * x}
     * @param x the noisy sample {@code x0 + sigma * eps}, same shape
     * @param level its noise level
     */
    public abstract Tensor denoised(Tensor output, Tensor x, NoiseLevel level);

    /**
     * The network's output that means a clean sample: the inverse of {@link #denoised}.
     *
     * @param level the noise level of x, with a sigma above 0
     */
    public abstract Tensor output(Tensor denoised, Tensor x, NoiseLevel level);
}
