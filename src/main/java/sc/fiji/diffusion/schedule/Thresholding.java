// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

import java.util.Arrays;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * How a denoised sample is kept within the range of the data, for a model that asks for it. Latents
 * have no such range; models of pixels do.
 */
public sealed interface Thresholding {

    /** The denoised sample as it goes on. */
    Tensor apply(Tensor denoised);

    /** Leaves the sample alone. */
    record None() implements Thresholding {
        @Override
        public Tensor apply(Tensor denoised) {
            return denoised;
        }
    }

    /**
     * Cuts values off: Saharia et al., "Photorealistic Text-to-Image Diffusion Models with Deep
     * Language Understanding" (2022), section 2.3, static thresholding.
     *
     * @param range the largest magnitude of a value, above 0
     */
    record Static(double range) implements Thresholding {

        /** Checks the range. */
        public Static {
            if (!(range > 0)) throw outOfRange("clip_sample_range", "above 0", range);
        }

        @Override
        public Tensor apply(Tensor denoised) {
            return denoised.map(value -> Math.max(-range, Math.min(range, value)));
        }
    }

    /**
     * Cuts each image off at a quantile of its magnitudes and scales it back to [-1, 1]: dynamic
     * thresholding of the same section.
     *
     * @param quantile of the magnitudes, 0 to 1
     * @param max the largest value at which to cut off, at least 1
     */
    record Dynamic(double quantile, double max) implements Thresholding {

        /** Checks the ranges. */
        public Dynamic {
            if (!(quantile >= 0 && quantile <= 1)) {
                throw outOfRange("dynamic_thresholding_ratio", "between 0 and 1", quantile);
            }
            if (!(max >= 1)) throw outOfRange("sample_max_value", "at least 1", max);
        }

        @Override
        public Tensor apply(Tensor denoised) {
            int images = denoised.dim(0);
            float[] values = denoised.data().clone();
            int length = values.length / images;
            for (int n = 0; n < images; n++) {
                double cut = cut(Arrays.copyOfRange(values, n * length, (n + 1) * length));
                for (int i = n * length; i < (n + 1) * length; i++) {
                    values[i] = (float) (Math.max(-cut, Math.min(cut, values[i])) / cut);
                }
            }
            return Tensor.of(values, denoised.shape());
        }

        /** The quantile, interpolated between the two magnitudes beside it, within [1, max]. */
        private double cut(float[] image) {
            for (int i = 0; i < image.length; i++) image[i] = Math.abs(image[i]);
            Arrays.sort(image);
            double position = quantile * (image.length - 1);
            int below = (int) position;
            float low = image[below];
            float high = image[Math.min(below + 1, image.length - 1)];
            return Math.max(1, Math.min(max, low + (position - below) * (high - low)));
        }
    }

    private static IllegalArgumentException outOfRange(String key, String right, double value) {
        return new IllegalArgumentException("\"" + key + "\" must be " + right + ", was " + value);
    }
}
