// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import sc.fiji.diffusion.tool.edit.Repair;

/** Pictures of a part of the plane that an image shows, as ImageJ draws it. */
final class Rendering {

    private Rendering() {}

    /**
     * A picture with the image's lookup tables and display ranges, all channels of a composite
     * together.
     *
     * @param repair what is shown in place of the image's own pixels; null for nothing
     * @param part within the image
     */
    static BufferedImage of(ImagePlus image, Repair repair, Rectangle part) {
        int channels = image.isComposite() ? image.getNChannels() : 1;
        ImageStack planes = new ImageStack(part.width, part.height);
        for (int c = 1; c <= channels; c++) {
            int slice =
                    image.isComposite()
                            ? image.getStackIndex(c, image.getZ(), image.getT())
                            : image.getCurrentSlice();
            planes.addSlice(cut(image, slice, repair, part));
        }
        ImagePlus small = new ImagePlus("", planes);
        if (image.isComposite()) {
            CompositeImage composite = new CompositeImage(small, image.getCompositeMode());
            composite.copyLuts(image);
            composite.setC(Math.min(image.getC(), channels));
            return composite.getBufferedImage();
        }
        if (image.getBitDepth() != 24) {
            small.setLut(image.getProcessor().getLut());
            small.setDisplayRange(image.getDisplayRangeMin(), image.getDisplayRangeMax());
        }
        return small.getBufferedImage();
    }

    /**
     * A picture without more pixels than are needed to recognise what it shows.
     *
     * @param side the longer one in pixels, if it would be longer
     */
    static BufferedImage small(ImagePlus image, Rectangle part, int side) {
        BufferedImage picture = of(image, null, part);
        double scale = (double) side / Math.max(part.width, part.height);
        if (scale >= 1) return picture;
        int width = Math.max(1, (int) Math.round(scale * part.width));
        int height = Math.max(1, (int) Math.round(scale * part.height));
        return new ColorProcessor(picture).resize(width, height, true).getBufferedImage();
    }

    private static ImageProcessor cut(ImagePlus image, int slice, Repair repair, Rectangle part) {
        ImageProcessor plane = image.getStack().getProcessor(slice);
        plane.setRoi(part);
        ImageProcessor cut = plane.crop();
        plane.resetRoi();
        if (repair != null) repair.showIn(slice, cut, part.x, part.y);
        return cut;
    }
}
