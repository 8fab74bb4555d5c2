// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.List;
import java.util.Map;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.SameSize;

/** Compares images pixel by pixel. */
public final class Difference {

    private Difference() {}

    /**
     * What a run changed: result minus input in 32 bits, in pixel values; of RGB the largest of the
     * three absolute differences. An edit of a whole stack is compared plane by plane; several
     * versions, or what was made from one plane, with that plane.
     *
     * @param input what the run began with
     * @param settings of the run's record
     * @throws IllegalArgumentException if the images are of two sizes or kinds, if the result's
     *     values are on another scale, or if it is of versions of several planes
     */
    public static ImagePlus of(ImagePlus result, ImagePlus input, Map<String, String> settings) {
        SameSize.require("a difference needs images of one size", result, input);
        requireSameScale(result, settings);
        boolean versions = !settings.getOrDefault("count", "1").equals("1");
        boolean edit = settings.containsKey(GeneratedPixels.SELECTIONS);
        boolean paired = edit && !versions && result.getStackSize() == input.getStackSize();
        InputRecord seen =
                InputRecord.read(new Recorded(result.getTitle(), settings)).orElseThrow();
        if (edit && versions) requireOnePlane(result, seen);
        int single = seen.planes().size() == 1 ? seen.planes().get(0) : seen.shownIn(input);
        ImageStack planes = new ImageStack(result.getWidth(), result.getHeight());
        for (int plane = 1; plane <= result.getStackSize(); plane++) {
            ImageProcessor after = result.getStack().getProcessor(plane);
            ImageProcessor before = input.getStack().getProcessor(paired ? plane : single);
            planes.addSlice(
                    GeneratedPixels.label(result, plane),
                    subtract(Plane.valuesOf(after), Plane.valuesOf(before)));
        }
        ImagePlus difference = new ImagePlus(result.getShortTitle() + "-difference", planes);
        difference.setDimensions(result.getNChannels(), result.getNSlices(), result.getNFrames());
        difference.setOpenAsHyperStack(result.isHyperStack());
        difference.getCalibration().setUnit(result.getCalibration().getUnit());
        difference.getCalibration().pixelWidth = result.getCalibration().pixelWidth;
        difference.getCalibration().pixelHeight = result.getCalibration().pixelHeight;
        difference.resetDisplayRange();
        return difference;
    }

    /** Whether two images have the same planes, value for value. */
    public static boolean none(ImagePlus a, ImagePlus b) {
        int count = a.getStackSize();
        if (count != b.getStackSize() || a.getBitDepth() != b.getBitDepth()) return false;
        for (int plane = 1; plane <= count; plane++) {
            if (!PlaneHash.of(a, List.of(plane)).equals(PlaneHash.of(b, List.of(plane))))
                return false;
        }
        return true;
    }

    private static void requireSameScale(ImagePlus result, Map<String, String> settings) {
        String output = settings.getOrDefault("output", OutputType.SAME.label());
        if (output.equals(OutputType.SAME.label())) return;
        throw new IllegalArgumentException(
                "\""
                        + result.getTitle()
                        + "\" was made with output="
                        + output
                        + ", whose values are on another scale than those of its input; a difference"
                        + " needs output=["
                        + OutputType.SAME.label()
                        + "]");
    }

    private static void requireOnePlane(ImagePlus result, InputRecord seen) {
        if (seen.planes().size() == 1 && result.getNChannels() == 1) return;
        throw new IllegalArgumentException(
                "\""
                        + result.getTitle()
                        + "\" holds versions of an image of several planes; a difference needs"
                        + " count=1, or versions of a single plane");
    }

    private static FloatProcessor subtract(ImageProcessor after, ImageProcessor before) {
        RandomAccessibleInterval<? extends RealType<?>> a = PixelKind.pixels(after);
        RandomAccessibleInterval<? extends RealType<?>> b = PixelKind.pixels(before);
        if (a.dimension(2) != b.dimension(2)) {
            throw new IllegalArgumentException(
                    "a difference needs images of one kind, were "
                            + PixelKind.of(after)
                            + " and "
                            + PixelKind.of(before));
        }
        FloatProcessor difference = new FloatProcessor(after.getWidth(), after.getHeight());
        float[] values = (float[]) difference.getPixels();
        boolean colour = a.dimension(2) > 1;
        Cursor<? extends RealType<?>> cursorA = Views.flatIterable(a).cursor();
        Cursor<? extends RealType<?>> cursorB = Views.flatIterable(b).cursor();
        for (int i = 0; cursorA.hasNext(); i = (i + 1) % values.length) {
            double change = cursorA.next().getRealDouble() - cursorB.next().getRealDouble();
            values[i] = (float) (colour ? Math.max(values[i], Math.abs(change)) : change);
        }
        return difference;
    }
}
