// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import ij.plugin.filter.EDM;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import sc.fiji.diffusion.tensor.Tensor;

/** Euclidean distances to the edge of a mask, in pixels. */
final class Distance {

    private Distance() {}

    /**
     * How deep each pixel of a mask lies in it: the distance to the nearest pixel that is 0, so 1
     * at its edge. The image's border is no edge. Without any pixel that is 0 it is infinite.
     *
     * @param mask {@code [1, 1, H, W]} of 0 and 1
     */
    static Tensor inside(Tensor mask) {
        int height = mask.dim(2);
        int width = mask.dim(3);
        ByteProcessor bytes = new ByteProcessor(width, height);
        for (int i = 0; i < mask.size(); i++) bytes.set(i, mask.data()[i] != 0 ? 255 : 0);
        FloatProcessor distances = new EDM().makeFloatEDM(bytes, 0, false);
        return Tensor.of((float[]) distances.getPixels(), 1, 1, height, width)
                .map(d -> d > width + height ? Double.POSITIVE_INFINITY : d);
    }

    /** The distance of each pixel that is 0 to the nearest one that is not; 0 on the mask. */
    static Tensor outside(Tensor mask) {
        return inside(mask.map(value -> value != 0 ? 0 : 1));
    }
}
