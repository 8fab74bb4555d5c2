// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.evaluate;

import sc.fiji.diffusion.model.ClipModel;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The feature space of a CLIP model's image tower: its unit vectors.
 *
 * @param clip the model, which stays open
 */
public record ClipFeatures(ClipModel clip) implements FeatureSpace {

    @Override
    public String name() {
        return "CLIP image tower";
    }

    @Override
    public double[] of(Tensor image) {
        float[] values = clip.embedImage(image).data();
        // A unit vector of d values has entries of about 1 / sqrt(d); here they are about 1.
        double scale = Math.sqrt(values.length);
        double[] features = new double[values.length];
        for (int i = 0; i < values.length; i++) features[i] = scale * values[i];
        return features;
    }
}
