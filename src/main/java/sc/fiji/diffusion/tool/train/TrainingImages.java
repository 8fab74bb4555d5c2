// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import sc.fiji.diffusion.image.IndexedColors;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.image.region.Resample;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.data.ImageSet;

/**
 * Planes of images with their names and captions, before they become what a model sees.
 *
 * @param planes 8-bit, 16-bit, 32-bit or RGB
 * @param names what to call them
 * @param captions what each shows, empty where nothing is known
 */
record TrainingImages(List<ImageProcessor> planes, List<String> names, List<String> captions) {

    /**
     * All slices and frames of an image; of several channels, the active one.
     *
     * @throws IllegalArgumentException if it has no more than one
     */
    static TrainingImages of(ImagePlus image) {
        List<ImageProcessor> planes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int t = 1; t <= image.getNFrames(); t++) {
            for (int z = 1; z <= image.getNSlices(); z++) {
                int index = image.getStackIndex(image.getC(), z, t);
                ImageProcessor plane = image.getStack().getProcessor(index);
                planes.add(shown(image, plane));
                names.add(image.getShortTitle() + " slice " + index);
            }
        }
        return new TrainingImages(planes, names, Collections.nCopies(planes.size(), ""));
    }

    /** A plane with the display range of its image; RGB has none, and would be changed by one. */
    private static ImageProcessor shown(ImagePlus image, ImageProcessor plane) {
        if (plane instanceof ColorProcessor) return plane;
        ValueRange range = ValueRange.displayed(image, image.getC());
        plane.setMinAndMax(range.min(), range.max());
        return inColourIfIndexed(image, plane);
    }

    /** A plane, or its colours if its values are mere indices of them. */
    static ImageProcessor inColourIfIndexed(ImagePlus image, ImageProcessor plane) {
        boolean rgb = plane instanceof ColorProcessor;
        return !rgb && IndexedColors.in(plane) ? plane.convertToRGB() : plane;
    }

    /** The same with one caption for the images that have none. */
    TrainingImages withCaption(String caption) {
        List<String> filled = captions.stream().map(c -> c.isBlank() ? caption : c).toList();
        return new TrainingImages(planes, names, filled);
    }

    /**
     * What a model sees, at full size.
     *
     * @throws IllegalArgumentException if the images do not fit together, naming the one that does
     *     not
     */
    ImageSet toSet(ValueScale scale) {
        List<ValueRange> ranges = scale.ranges(planes);
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < planes.size(); i++) tensors.add(tensor(planes.get(i), ranges.get(i)));
        return new ImageSet(tensors, names, captions);
    }

    /** Values in [-1, 1]; NaN and infinite ones stay, to be complained about. */
    private static Tensor tensor(ImageProcessor plane, ValueRange range) {
        RandomAccessibleInterval<? extends RealType<?>> values = PixelKind.pixels(plane);
        float[] data = new float[(int) values.size()];
        Cursor<? extends RealType<?>> cursor = Views.flatIterable(values).cursor();
        for (int i = 0; i < data.length; i++) {
            double value = cursor.next().getRealDouble();
            data[i] = (float) (Double.isFinite(value) ? 2 * range.toUnit(value) - 1 : value);
        }
        int channels = PixelKind.of(plane).channels();
        return Tensor.of(data, 1, channels, plane.getHeight(), plane.getWidth());
    }

    /** Images scaled such that the shorter side has a number of pixels. */
    static ImageSet scaled(ImageSet images, int side) {
        List<Tensor> scaled = new ArrayList<>();
        for (Tensor image : images.images()) {
            double factor = (double) side / Math.min(image.dim(2), image.dim(3));
            int width = Math.max(side, (int) Math.round(factor * image.dim(3)));
            int height = Math.max(side, (int) Math.round(factor * image.dim(2)));
            scaled.add(Resample.to(image, width, height));
        }
        return new ImageSet(scaled, images.names(), images.captions());
    }
}
