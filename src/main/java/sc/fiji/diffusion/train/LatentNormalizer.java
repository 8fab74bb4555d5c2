// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Gives an autoencoder's latents mean 0 and standard deviation 1 in each channel, by changing the
 * 1x1 convolutions next to them. The autoencoder as a whole computes what it did before; its
 * scaling factor becomes 1.
 *
 * @param mean of each latent channel over the data
 * @param deviation standard deviation of each latent channel over the data
 */
public record LatentNormalizer(double[] mean, double[] deviation) {

    /** A log-variance whose noise is far below what half precision can tell apart. */
    private static final float NO_NOISE = -20;

    /** Refuses channels that always hold the same value. */
    public LatentNormalizer {
        for (double d : deviation) {
            if (!(d > 0 && d < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "latent channels must vary, their standard deviations are "
                                + Arrays.toString(deviation)
                                + "; train the autoencoder with a smaller weight of the divergence");
            }
        }
    }

    /** Measures latents {@code [N, L, h, w]}. */
    public static LatentNormalizer measure(Tensor latents) {
        int channels = latents.dim(1);
        double[] mean = new double[channels];
        double[] deviation = new double[channels];
        for (int c = 0; c < channels; c++) {
            float[] values = latents.channels(c, c + 1).data();
            double sum = 0;
            for (float v : values) sum += v;
            mean[c] = sum / values.length;
            double squares = 0;
            for (float v : values) squares += (v - mean[c]) * (v - mean[c]);
            deviation[c] = Math.sqrt(squares / values.length);
        }
        return new LatentNormalizer(mean, deviation);
    }

    /**
     * The weights of the normalised autoencoder.
     *
     * @throws IllegalArgumentException if it has no 1x1 convolutions next to its latents
     */
    public Map<String, Tensor> apply(Map<String, Tensor> autoencoder) {
        Map<String, Tensor> changed = new LinkedHashMap<>(autoencoder);
        Tensor weight = required(autoencoder, "post_quant_conv.weight");
        Tensor bias = required(autoencoder, "post_quant_conv.bias");
        changed.put("quant_conv.weight", scaleMoments(required(autoencoder, "quant_conv.weight")));
        changed.put("quant_conv.bias", shiftMoments(required(autoencoder, "quant_conv.bias")));
        changed.put("post_quant_conv.weight", restoreDeviation(weight));
        changed.put("post_quant_conv.bias", restoreMean(bias, weight));
        return changed;
    }

    /**
     * An autoencoder whose posterior is its mean, for a denoiser that is trained on means. Channels
     * that the divergence has nearly switched off hold more noise than signal, and image-to-image
     * and inpainting, which start from a sample of the posterior, would drown in it.
     */
    public static Map<String, Tensor> withoutNoise(Map<String, Tensor> autoencoder) {
        Map<String, Tensor> changed = new LinkedHashMap<>(autoencoder);
        changed.put(
                "quant_conv.weight", logVariance(required(autoencoder, "quant_conv.weight"), 0));
        Tensor bias = required(autoencoder, "quant_conv.bias");
        changed.put("quant_conv.bias", logVariance(bias, NO_NOISE));
        return changed;
    }

    /** The second half of the rows, which make the log-variance, set to a constant. */
    private static Tensor logVariance(Tensor rows, float value) {
        Tensor result = rows.times(1);
        Arrays.fill(result.data(), result.size() / 2, result.size(), value);
        return result;
    }

    private static Tensor required(Map<String, Tensor> weights, String name) {
        Tensor tensor = weights.get(name);
        if (tensor != null) return tensor;
        throw new IllegalArgumentException("the autoencoder has no " + name + " to normalise");
    }

    /** Rows of the mean divided by the deviation; those of the log-variance as they were. */
    private Tensor scaleMoments(Tensor weight) {
        Tensor result = weight.times(1);
        int inputs = weight.dim(1);
        for (int i = 0; i < mean.length * inputs; i++)
            result.data()[i] /= (float) deviation[i / inputs];
        return result;
    }

    private Tensor shiftMoments(Tensor bias) {
        Tensor result = bias.times(1);
        for (int c = 0; c < mean.length; c++) {
            result.data()[c] = (float) ((bias.data()[c] - mean[c]) / deviation[c]);
            result.data()[mean.length + c] -= (float) (2 * Math.log(deviation[c]));
        }
        return result;
    }

    private Tensor restoreDeviation(Tensor weight) {
        Tensor result = weight.times(1);
        for (int i = 0; i < result.size(); i++)
            result.data()[i] *= (float) deviation[i % mean.length];
        return result;
    }

    private Tensor restoreMean(Tensor bias, Tensor weight) {
        Tensor result = bias.times(1);
        for (int i = 0; i < weight.size(); i++) {
            result.data()[i / mean.length] += (float) (weight.data()[i] * mean[i % mean.length]);
        }
        return result;
    }
}
