// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import java.util.List;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.tensor.Tensor;

/** The steps that many samplers are made of, on the variance-exploding scale. */
final class Steps {

    private Steps() {}

    /**
     * Euler's method for {@code dx/dsigma = (x - denoised) / sigma}: Karras et al. (2022), equation
     * 1 with sigma as the time. It is the step of DDIM with eta 0.
     *
     * @param from the sigma of x, above 0
     * @param to the sigma of the result
     */
    static Tensor euler(Tensor x, Tensor denoised, double from, double to) {
        return x.combine(to / from, denoised, 1 - to / from);
    }

    /**
     * The standard deviation of the fresh noise in a step: Song et al., "Denoising Diffusion
     * Implicit Models" (2021), equation 16. With eta 1 it is that of DDPM's posterior.
     */
    static double up(double from, double to, double eta) {
        double ratio = to / from;
        return eta * to * Math.sqrt(Math.max(0, 1 - ratio * ratio));
    }

    /**
     * The sigma to denoise to, so that fresh noise of standard deviation up leads to {@code to}.
     */
    static double down(double to, double up) {
        return Math.sqrt(Math.max(0, to * to - up * up));
    }

    /** Fresh noise of one standard deviation added; always draws. */
    static Tensor addNoise(Tensor x, Noise noise, double sigma) {
        return x.combine(1, noise.gaussian(x.shape()), sigma);
    }

    /** Puts a tensor before the others, and forgets the last one if there are too many. */
    static void remember(List<Tensor> tensors, Tensor latest, int most) {
        tensors.add(0, latest);
        if (tensors.size() > most) tensors.remove(most);
    }

    /** The sum of the first tensors of a list, as many as there are weights. */
    static Tensor weightedSum(List<Tensor> tensors, double... weights) {
        double[] sum = new double[tensors.get(0).size()];
        for (int k = 0; k < weights.length; k++) {
            float[] data = tensors.get(k).data();
            for (int i = 0; i < sum.length; i++) sum[i] += weights[k] * data[i];
        }
        Tensor result = Tensor.zeros(tensors.get(0).shape());
        for (int i = 0; i < sum.length; i++) result.data()[i] = (float) sum[i];
        return result;
    }
}
