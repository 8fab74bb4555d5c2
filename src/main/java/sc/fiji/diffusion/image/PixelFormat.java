// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.process.ImageProcessor;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * How a tensor becomes planes of an image.
 *
 * @param kind the pixels
 * @param range the values of 0 and 1
 * @param channelwise whether each channel of the tensor becomes a plane of its own; otherwise
 *     channels are replicated or averaged to those of the kind
 */
public record PixelFormat(PixelKind kind, ValueRange range, boolean channelwise) {

    /** The planes of an image {@code [1, C, H, W]} in [0, 1]. */
    public List<ImageProcessor> planes(Tensor image) {
        if (!channelwise) return List.of(Plane.render(image, kind, range));
        return IntStream.range(0, image.dim(1))
                .mapToObj(c -> Plane.render(Channels.channel(image, c), kind, range))
                .toList();
    }
}
