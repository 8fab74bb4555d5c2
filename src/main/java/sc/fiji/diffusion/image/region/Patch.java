// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import ij.process.ImageProcessor;
import java.awt.Rectangle;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Puts what a model made into a selection. Only selected pixels are written; all others keep their
 * exact value.
 *
 * @param selection which pixels
 * @param featherPx over how many pixels, counted inwards from the selection's edge, the new values
 *     fade in; 0 for a sharp edge
 */
public record Patch(Selection selection, int featherPx) {

    /**
     * Repaints the selected pixels of a plane.
     *
     * @param target the plane, written to
     * @param range the pixel values of 0 and 1
     * @param repainted {@code [1, C, H, W]} in [0, 1], the part of the image that {@code window}
     *     names; channels as those of the plane
     */
    public void paint(ImageProcessor target, ValueRange range, Tensor repainted, Window window) {
        Tensor depth = Distance.inside(selection.mask());
        RandomAccess<? extends RealType<?>> pixel = PixelKind.pixels(target).randomAccess();
        for (int c = 0; c < repainted.dim(1); c++) {
            Tensor channel = Channels.channel(repainted, c);
            pixel.setPosition(c, 2);
            forEachSelected(
                    (x, y) -> {
                        pixel.setPosition(x, 0);
                        pixel.setPosition(y, 1);
                        int at = (y - window.y()) * window.width() + x - window.x();
                        double share = share(depth.data()[y * target.getWidth() + x]);
                        blend(pixel.get(), range.fromUnit(channel.data()[at]), share);
                    });
        }
    }

    /** How much of the new value a pixel takes that lies {@code depth} pixels inside. */
    private double share(double depth) {
        return Math.min(1, depth / (featherPx + 1));
    }

    private static void blend(RealType<?> pixel, double value, double share) {
        double old = pixel.getRealDouble();
        Plane.store(pixel, Double.isFinite(old) ? old + share * (value - old) : value);
    }

    /** Calls back for each selected pixel. */
    void forEachSelected(PixelVisitor visitor) {
        Rectangle bounds = selection.bounds();
        int width = selection.mask().dim(3);
        for (int y = bounds.y; y < bounds.y + bounds.height; y++) {
            for (int x = bounds.x; x < bounds.x + bounds.width; x++) {
                if (selection.mask().data()[y * width + x] != 0) visitor.visit(x, y);
            }
        }
    }

    /** Sees one pixel after the other. */
    @FunctionalInterface
    interface PixelVisitor {
        void visit(int x, int y);
    }
}
