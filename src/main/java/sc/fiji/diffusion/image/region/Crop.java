// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import java.awt.Dimension;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The part of an image that a model sees, and the size at which it sees it.
 *
 * @param window the part
 * @param width what the model gets, in pixels; a multiple of its factor
 * @param height likewise
 */
public record Crop(Window window, int width, int height) {

    /**
     * The whole image at its own size, continued to multiples of the factor.
     *
     * @param factor image pixels per latent pixel
     */
    public static Crop whole(int imageWidth, int imageHeight, int factor) {
        Window window = Window.whole(imageWidth, imageHeight, factor);
        return new Crop(window, window.width(), window.height());
    }

    /**
     * The selection with its surroundings, at the size that the model was made for. Only what is
     * larger than that is scaled; what is smaller gets more surroundings.
     *
     * @param contextPx surroundings wanted on each side
     * @param nativeSize pixels a side that the model was made for
     * @param factor image pixels per latent pixel
     */
    public static Crop around(Selection selection, int contextPx, int nativeSize, int factor) {
        int side = Window.ceil(nativeSize, factor);
        Dimension image = selection.image();
        Window window =
                Window.around(selection.bounds(), contextPx, side, image.width, image.height);
        return new Crop(window, side, side);
    }

    /** What the model sees of the image in the window, {@code [N, C, H, W]}. */
    public Tensor see(Tensor region) {
        return Resample.to(region, width, height);
    }

    /** What the model sees of a mask of 0 and 1; a pixel is 1 if any part of it was. */
    public Tensor seeMask(Tensor mask) {
        return Resample.maskTo(mask, width, height);
    }

    /** What the model made, at the size of the window. */
    public Tensor back(Tensor made) {
        return Resample.to(made, window.width(), window.height());
    }

    /**
     * A mask grown to whole latent pixels: where any pixel of a block is 1, the block is, so that
     * nothing of the old content counts as known.
     *
     * @param mask {@code [1, 1, H, W]}, H and W multiples of {@code factor}
     */
    public static Tensor wholeBlocks(Tensor mask, int factor) {
        int maskWidth = mask.dim(3);
        boolean[] holed = new boolean[mask.size() / factor / factor];
        int blocks = maskWidth / factor;
        for (int i = 0; i < mask.size(); i++) {
            if (mask.data()[i] != 0) holed[block(i, maskWidth, factor, blocks)] = true;
        }
        Tensor grown = Tensor.zeros(mask.shape());
        for (int i = 0; i < mask.size(); i++) {
            if (holed[block(i, maskWidth, factor, blocks)]) grown.data()[i] = 1;
        }
        return grown;
    }

    private static int block(int pixel, int width, int factor, int blocks) {
        return pixel / width / factor * blocks + pixel % width / factor;
    }
}
