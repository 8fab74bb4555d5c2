// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

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
record LatentNormalizer(double[] mean, double[] deviation) {

    /** Measures latents {@code [N, L, h, w]}. */
    static LatentNormalizer measure(Tensor latents) {
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

    /** The weights of the normalised autoencoder. */
    Map<String, Tensor> apply(Map<String, Tensor> autoencoder) {
        Map<String, Tensor> changed = new LinkedHashMap<>(autoencoder);
        changed.computeIfPresent("quant_conv.weight", (name, w) -> scaleMoments(w));
        changed.computeIfPresent("quant_conv.bias", (name, b) -> shiftMoments(b));
        Tensor weight = autoencoder.get("post_quant_conv.weight");
        changed.computeIfPresent("post_quant_conv.bias", (name, b) -> restoreMean(b, weight));
        changed.computeIfPresent("post_quant_conv.weight", (name, w) -> restoreDeviation(w));
        return changed;
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
