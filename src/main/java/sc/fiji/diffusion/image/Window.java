// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import java.awt.Rectangle;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The part of an image that a model sees. It may reach beyond the image, which then goes on as its
 * own mirror image.
 *
 * @param x left edge in pixels of the image; may be negative
 * @param y upper edge
 * @param width in pixels
 * @param height in pixels
 */
public record Window(int x, int y, int width, int height) {

    /** The whole image, continued to the right and below up to multiples of {@code factor}. */
    public static Window whole(int imageWidth, int imageHeight, int factor) {
        return new Window(0, 0, ceil(imageWidth, factor), ceil(imageHeight, factor));
    }

    /**
     * A square around a part of an image, moved into the image where that is possible.
     *
     * @param part what has to be inside
     * @param context pixels of surroundings wanted on each side; more than the image's longer side
     *     and {@code atLeast} would only repeat the image, and are left out
     * @param atLeast the smallest side
     */
    public static Window around(
            Rectangle part, int context, int atLeast, int imageWidth, int imageHeight) {
        int most = Math.max(Math.max(imageWidth, imageHeight), atLeast);
        int around = Math.min(context, most);
        int side = Math.max(Math.max(part.width, part.height) + 2 * around, atLeast);
        return new Window(
                place(part.x, part.width, side, imageWidth),
                place(part.y, part.height, side, imageHeight),
                side,
                side);
    }

    /** The smallest multiple of {@code factor} that is not below {@code size}. */
    public static int ceil(int size, int factor) {
        return (size + factor - 1) / factor * factor;
    }

    /** The part of the image that is seen. */
    public Rectangle inside(int imageWidth, int imageHeight) {
        return new Rectangle(x, y, width, height)
                .intersection(new Rectangle(imageWidth, imageHeight));
    }

    /** The same window on an image that is a part of this one. */
    public Window on(Rectangle part) {
        return new Window(x - part.x, y - part.y, width, height);
    }

    /**
     * The image in this window.
     *
     * @param image {@code [N, C, H, W]}
     * @return {@code [N, C, height, width]}
     */
    public Tensor cut(Tensor image) {
        int imageHeight = image.dim(2);
        int imageWidth = image.dim(3);
        int planes = image.dim(0) * image.dim(1);
        float[] cut = new float[planes * height * width];
        int target = 0;
        for (int plane = 0; plane < planes; plane++) {
            for (int v = 0; v < height; v++) {
                int row = (plane * imageHeight + mirror(y + v, imageHeight)) * imageWidth;
                for (int u = 0; u < width; u++) {
                    cut[target++] = image.data()[row + mirror(x + u, imageWidth)];
                }
            }
        }
        return Tensor.of(cut, image.dim(0), image.dim(1), height, width);
    }

    private static int place(int start, int length, int side, int limit) {
        int centred = start - (side - length) / 2;
        if (side > limit) return Math.floorDiv(limit - side, 2);
        return Math.max(0, Math.min(limit - side, centred));
    }

    /** The place of an image that is seen at a position on or beyond it, from 0 to size - 1. */
    public static int mirror(int position, int size) {
        int phase = Math.floorMod(position, 2 * size);
        return phase < size ? phase : 2 * size - 1 - phase;
    }
}
