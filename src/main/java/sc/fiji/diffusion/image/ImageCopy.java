// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import ij.process.LUT;

/**
 * Copies images with everything that belongs to them, whatever is selected in them. (ImageJ's own
 * duplicate crops to the selection, and the input must not lose its selection for a moment.)
 */
public final class ImageCopy {

    private ImageCopy() {}

    /**
     * A copy of all planes, with lookup tables, display range, calibration, overlay, properties and
     * position.
     */
    public static ImagePlus of(ImagePlus source, String title) {
        return of(source, title, copyPlanes(source));
    }

    /** An image with other planes, as many and of the same type, and all that belongs to it. */
    public static ImagePlus of(ImagePlus source, String title, ImageStack planes) {
        ImagePlus copy = new ImagePlus(title, planes);
        int[] size = source.getDimensions();
        copy.setDimensions(size[2], size[3], size[4]);
        if (source.isComposite()) {
            CompositeImage composite = new CompositeImage(copy, source.getCompositeMode());
            composite.copyLuts(source);
            copy = composite;
        }
        copyBelongings(source, copy);
        if (source.getOverlay() != null) copy.setOverlay(source.getOverlay().duplicate());
        copy.setOpenAsHyperStack(source.isHyperStack());
        int[] shown = source.convertIndexToPosition(source.getCurrentSlice());
        copy.setPosition(shown[0], shown[1], shown[2]);
        if (!source.isComposite()) copyDisplay(source, copy);
        return copy;
    }

    /**
     * Gives a new image of the same values what it should have of the image that it was made from:
     * calibration and properties, and lookup table and display range if both have one plane kind.
     */
    public static void inherit(ImagePlus source, ImagePlus made) {
        copyBelongings(source, made);
        if (made.getBitDepth() != source.getBitDepth()) {
            made.getCalibration().setFunction(Calibration.NONE, null, "Gray Value");
        } else if (!made.isComposite()) {
            copyDisplay(source, made);
        }
    }

    /**
     * Gives a new image, whose values are on another scale than those of the image that it was made
     * from, what still holds: calibration of space and time, properties, and the lookup table if
     * both have one plane kind. The new image keeps its own display range.
     */
    public static void inheritButValues(ImagePlus source, ImagePlus made) {
        copyBelongings(source, made);
        made.getCalibration().setFunction(Calibration.NONE, null, "Gray Value");
        int type = made.getType();
        if (type != source.getType() || type == ImagePlus.COLOR_RGB || made.isComposite()) return;
        double min = made.getDisplayRangeMin();
        double max = made.getDisplayRangeMax();
        copyColours(source, made);
        made.setDisplayRange(min, max);
    }

    private static ImageStack copyPlanes(ImagePlus source) {
        ImageStack planes = source.getStack();
        ImageStack copy = new ImageStack(source.getWidth(), source.getHeight());
        for (int i = 1; i <= planes.size(); i++) {
            copy.addSlice(label(source, i), planes.getProcessor(i).duplicate());
        }
        return copy;
    }

    /** The label of a slice; for a single image ImageJ makes one up from title and info. */
    private static String label(ImagePlus source, int slice) {
        return source.getStackSize() > 1 ? source.getStack().getSliceLabel(slice) : null;
    }

    private static void copyBelongings(ImagePlus source, ImagePlus copy) {
        copy.setCalibration(source.getCalibration());
        if (source.getProperties() != null) {
            source.getProperties().forEach((key, value) -> copy.setProperty((String) key, value));
        }
        copy.setProperties(source.getPropertiesAsArray());
    }

    private static void copyDisplay(ImagePlus source, ImagePlus copy) {
        if (copy.getBitDepth() == 24) return;
        copyColours(source, copy);
        display(copy, source.getDisplayRangeMin(), source.getDisplayRangeMax());
        if (source.getType() == ImagePlus.COLOR_256) copy.setTypeToColor256();
        copyTable(source.getProcessor(), copy);
    }

    /** Where values are numbers of colours, those that are shown count, whatever the range is. */
    private static void copyTable(ImageProcessor source, ImagePlus copy) {
        if (!IndexedColors.in(source) || copy.getBitDepth() != 8) return;
        copy.getProcessor().setColorModel(source.getColorModel());
        copy.getStack().setColorModel(source.getColorModel());
    }

    /**
     * Displays an image from one value to another. (To ImageJ, 0 to 0 would mean the extremes of
     * the image.)
     */
    public static void display(ImagePlus image, double min, double max) {
        image.setDisplayRange(min, min == 0 && max == 0 ? Double.MIN_VALUE : max);
    }

    private static void copyColours(ImagePlus source, ImagePlus copy) {
        copy.setLut((LUT) source.getProcessor().getLut().clone());
    }
}
