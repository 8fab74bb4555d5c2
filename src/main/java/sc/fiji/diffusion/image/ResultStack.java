// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.util.List;

/** Collects results into one image: a plane each, or a composite if each has several channels. */
public final class ResultStack {

    private ImageStack stack;
    private int channels;
    private ValueRange range;

    /**
     * Adds one result.
     *
     * @param label shown above the image
     * @param planes its channels, as many and of the same kind as those of the first result
     */
    public void add(String label, List<ImageProcessor> planes) {
        if (stack == null) {
            stack = new ImageStack(planes.get(0).getWidth(), planes.get(0).getHeight());
            channels = planes.size();
            range = ValueRange.displayed(planes.get(0));
        }
        for (ImageProcessor plane : planes) stack.addSlice(label, plane);
    }

    /** The image of all results, along z, with the display range of the first one. */
    public ImagePlus toImage(String title) {
        ImagePlus image = new ImagePlus(title, stack);
        int results = stack.size() / channels;
        image.setDimensions(channels, results, 1);
        if (channels == 1) {
            if (image.getBitDepth() != 24) image.setDisplayRange(range.min(), range.max());
            return image;
        }
        CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
        for (int c = channels; c >= 1; c--) {
            composite.setPosition(c, 1, 1);
            composite.setDisplayRange(range.min(), range.max());
        }
        return composite;
    }
}
