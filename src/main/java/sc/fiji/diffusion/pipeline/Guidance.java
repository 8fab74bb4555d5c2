// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import sc.fiji.diffusion.tensor.Tensor;

/**
 * Classifier-free guidance: the prediction for the negative prompt plus {@code scale} times the way
 * from there to the prediction for the prompt (Ho and Salimans 2022, equation 6, in diffusers'
 * count of the scale).
 *
 * <p>A large scale makes predictions larger than the network ever saw, and images too bright and
 * too saturated. Rescaling brings their standard deviation back to that of the prediction for the
 * prompt: Lin et al., "Common Diffusion Noise Schedules and Sample Steps are Flawed" (2023),
 * equations 15 and 16.
 *
 * @param scale 1 to 100; 1 switches guidance off
 * @param rescale share of the rescaled prediction in the result, 0 to 1; the paper uses 0.7
 */
public record Guidance(double scale, double rescale) {

    /** Checks both values. */
    public Guidance {
        if (!(scale >= 1 && scale <= 100)) {
            throw new IllegalArgumentException(
                    "guidance must be between 1 and 100, was "
                            + scale
                            + "; 1 switches guidance off");
        }
        if (!(rescale >= 0 && rescale <= 1)) {
            throw new IllegalArgumentException(
                    "rescale must be between 0 (off) and 1 (full), was " + rescale);
        }
    }

    /** Guidance without rescaling. */
    public static Guidance of(double scale) {
        return new Guidance(scale, 0);
    }

    /** Whether the network is asked twice, with and without the prompt. */
    public boolean on() {
        return scale > 1;
    }

    /**
     * The guided prediction.
     *
     * @param negative predictions for the negative prompt, {@code [N, C, H, W]}
     * @param prompt predictions for the prompt, same shape
     */
    Tensor apply(Tensor negative, Tensor prompt) {
        Tensor guided = negative.combine(1 - scale, prompt, scale);
        if (rescale == 0) return guided;
        float[] values = guided.data();
        int length = values.length / guided.dim(0);
        for (int from = 0; from < values.length; from += length) {
            double ratio = deviation(prompt.data(), from, length) / deviation(values, from, length);
            double factor = rescale * ratio + 1 - rescale;
            for (int i = from; i < from + length; i++) values[i] = (float) (values[i] * factor);
        }
        return guided;
    }

    /** The standard deviation of one image's values. */
    private static double deviation(float[] values, int from, int length) {
        double mean = 0;
        for (int i = from; i < from + length; i++) mean += values[i] / (double) length;
        double variance = 0;
        for (int i = from; i < from + length; i++) {
            variance += (values[i] - mean) * (values[i] - mean) / length;
        }
        return Math.sqrt(variance);
    }
}
