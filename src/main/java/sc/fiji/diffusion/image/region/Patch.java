// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.IndexedColors;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * What a model made for a selection of one plane. Only selected pixels are written; all others keep
 * their exact value.
 *
 * @param selection which pixels
 * @param featherPx over how many pixels, counted inwards from the selection's edge, the new values
 *     fade in where the selection is deep enough; 0 for a sharp edge
 * @param content {@code [1, C, H, W]} in [0, 1], the bounds of the selection; channels as those of
 *     the plane
 * @param range the pixel values of 0 and 1
 */
public record Patch(Selection selection, int featherPx, Tensor content, ValueRange range) {

    /**
     * A patch from what a model made of a window.
     *
     * @param made {@code [1, C, H, W]}, of the window's size
     */
    public static Patch of(
            Selection selection, int featherPx, Tensor made, Window window, ValueRange range) {
        Rectangle bounds = selection.bounds();
        Window part =
                new Window(
                        bounds.x - window.x(), bounds.y - window.y(), bounds.width, bounds.height);
        return new Patch(selection, featherPx, part.cut(made), range);
    }

    /**
     * The standard deviation between patches of the same selection, averaged over its pixels and
     * channels, in pixel values.
     */
    public static double meanDeviation(List<Patch> versions) {
        Patch first = versions.get(0);
        double unit = first.range.max() - first.range.min();
        double[] values = new double[versions.size()];
        double[] sum = new double[1];
        Rectangle bounds = first.selection.bounds();
        int plane = bounds.width * bounds.height;
        first.selection.forEach(
                (x, y) -> {
                    int at = (y - bounds.y) * bounds.width + x - bounds.x;
                    for (int i = at; i < first.content.size(); i += plane) {
                        for (int k = 0; k < values.length; k++) {
                            values[k] = versions.get(k).content.data()[i];
                        }
                        sum[0] += unit * Spread.deviation(values);
                    }
                });
        return sum[0] / first.selection.size() / first.content.dim(1);
    }

    /** Repaints the selected pixels of a plane, which is written to. */
    public void paint(ImageProcessor target) {
        if (IndexedColors.in(target)) {
            Rectangle bounds = selection.bounds();
            IndexedColors.edit(target, bounds, colours -> paint(colours, bounds.x, bounds.y));
        } else {
            paint(target, 0, 0);
        }
    }

    /** Paints on a part of the image that begins at a place. */
    private void paint(ImageProcessor target, int left, int top) {
        Rectangle bounds = selection.bounds();
        RandomAccess<? extends RealType<?>> pixel = PixelKind.pixels(target).randomAccess();
        List<float[]> channels = new ArrayList<>();
        for (int c = 0; c < content.dim(1); c++) channels.add(Channels.channel(content, c).data());
        for (Selection part : selection.parts()) {
            Ramp ramp = Ramp.of(part, featherPx);
            part.forEach(
                    (x, y) -> {
                        int at = (y - bounds.y) * bounds.width + x - bounds.x;
                        pixel.setPosition(x - left, 0);
                        pixel.setPosition(y - top, 1);
                        for (int c = 0; c < channels.size(); c++) {
                            pixel.setPosition(c, 2);
                            double value = range.fromUnit(channels.get(c)[at]);
                            blend(pixel.get(), value, ramp.share(x, y));
                        }
                    });
        }
    }

    private static void blend(RealType<?> pixel, double value, double share) {
        double old = pixel.getRealDouble();
        boolean mixed = share < 1 && Double.isFinite(old);
        Plane.store(pixel, mixed ? old + share * (value - old) : value);
    }
}
