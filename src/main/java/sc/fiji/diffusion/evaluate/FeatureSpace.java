// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.evaluate;

import sc.fiji.diffusion.tensor.Tensor;

/** A way to describe an image by numbers, in which similar images are near each other. */
public interface FeatureSpace {

    /** What the table of results calls it. */
    String name();

    /**
     * The features of an image.
     *
     * @param image {@code [1, C, H, W]} in [0, 1]
     * @return as many values for every image of one size
     */
    double[] of(Tensor image);
}
