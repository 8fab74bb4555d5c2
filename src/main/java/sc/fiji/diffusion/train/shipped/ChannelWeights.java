// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.util.Map;
import java.util.Random;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.StepRandom;

/**
 * How much each latent channel counts in the loss of a denoiser: as much as a small change of it
 * changes the decoded image. Latents of equal deviation are not of equal worth; one channel may
 * hold the shapes and another fine grain.
 */
final class ChannelWeights {

    private static final double CHANGE = 0.3;
    private static final double LEAST = 0.3;
    private static final double MOST = 3;

    private ChannelWeights() {}

    /**
     * Weights with mean 1, before the largest and least are brought nearer to the others.
     *
     * @param vae weights of the autoencoder
     * @param latents of some images, {@code [N, L, h, w]}, as the decoder takes them
     */
    static float[] of(VaeConfig config, Map<String, Tensor> vae, Tensor latents) {
        double[] changes = new double[latents.dim(1)];
        try (Network decoder = Network.load(config.decoder());
                Weights weights = Weights.of(vae)) {
            Tensor image = decoder.run(weights, latents).get(0);
            for (int c = 0; c < changes.length; c++) {
                Tensor changed = decoder.run(weights, changed(latents, c)).get(0);
                changes[c] = rootMeanSquare(changed.minus(image));
            }
        }
        double mean = 0;
        for (double change : changes) mean += change / changes.length;
        float[] result = new float[changes.length];
        for (int c = 0; c < result.length; c++) {
            result[c] = (float) Math.max(LEAST, Math.min(MOST, changes[c] / mean));
        }
        return result;
    }

    private static Tensor changed(Tensor latents, int channel) {
        Random random = StepRandom.of(0, channel);
        Tensor result = latents.times(1);
        int plane = latents.dim(2) * latents.dim(3);
        for (int n = 0; n < latents.dim(0); n++) {
            int start = (n * latents.dim(1) + channel) * plane;
            for (int p = start; p < start + plane; p++)
                result.data()[p] += (float) (CHANGE * random.nextGaussian());
        }
        return result;
    }

    private static double rootMeanSquare(Tensor difference) {
        double sum = 0;
        for (float d : difference.data()) sum += d * d;
        return Math.sqrt(sum / difference.size());
    }
}
