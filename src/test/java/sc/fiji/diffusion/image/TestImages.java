// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Images of bright blobs on a dark, slightly noisy ground, in every type that ImageJ has. */
public final class TestImages {

    private TestImages() {}

    /** One image of every type, by name, all 61 x 47 pixels. */
    public static Map<String, ImagePlus> everyType() {
        Map<String, ImagePlus> images = new LinkedHashMap<>();
        images.put("8-bit", gray8(61, 47));
        images.put("8-bit inverting", inverting(61, 47));
        images.put("16-bit", gray16(61, 47));
        images.put("32-bit", gray32(61, 47));
        images.put("RGB", rgb(61, 47));
        images.put("stack", stack(61, 47));
        images.put("composite", composite(61, 47));
        return images;
    }

    /** Three selections with an area, one of them composite with a hole, for 61 x 47 pixels. */
    public static Map<String, Roi> everySelection() {
        Map<String, Roi> rois = new LinkedHashMap<>();
        rois.put("oval", new OvalRoi(12, 10, 20, 15));
        int[] xs = {30, 45, 52, 40, 33};
        int[] ys = {8, 12, 30, 36, 22};
        rois.put("freehand", new PolygonRoi(xs, ys, xs.length, Roi.FREEROI));
        ShapeRoi ring = new ShapeRoi(new OvalRoi(10, 8, 24, 24));
        ring.not(new ShapeRoi(new OvalRoi(18, 16, 8, 8)));
        rois.put("composite", ring.or(new ShapeRoi(new Roi(48, 30, 20, 30))));
        return rois;
    }

    /** 8-bit, displayed from 10 to 240. */
    public static ImagePlus gray8(int width, int height) {
        ByteProcessor plane = new ByteProcessor(width, height);
        fill(plane, 1);
        return finish("gray8", plane, 10, 240);
    }

    /** 8-bit with a lookup table that shows 0 as white. */
    public static ImagePlus inverting(int width, int height) {
        ImagePlus image = gray8(width, height);
        image.getProcessor().invertLut();
        return image;
    }

    /** 16-bit, displayed from 500 to 12000. */
    public static ImagePlus gray16(int width, int height) {
        ShortProcessor plane = new ShortProcessor(width, height);
        fill(plane, 50);
        return finish("gray16", plane, 500, 12000);
    }

    /** 32-bit, displayed from -0.3 to 1.7. */
    public static ImagePlus gray32(int width, int height) {
        FloatProcessor plane = new FloatProcessor(width, height);
        for (int i = 0; i < plane.getPixelCount(); i++) {
            plane.setf(i, (float) (blobs(i % width, i / width, i) / 128 - 0.31));
        }
        return finish("gray32", plane, -0.3, 1.7);
    }

    /** RGB. */
    public static ImagePlus rgb(int width, int height) {
        ColorProcessor plane = new ColorProcessor(width, height);
        for (int i = 0; i < plane.getPixelCount(); i++) {
            int red = (int) blobs(i % width, i / width, i);
            int green = (int) blobs(i % width + 5, i / width, i + 1);
            plane.set(i, 0xff000000 | red << 16 | green << 8 | (red + green) / 2);
        }
        return new ImagePlus("rgb", plane);
    }

    /** Three 8-bit slices with labels, the second one shown. */
    public static ImagePlus stack(int width, int height) {
        ImageStack stack = new ImageStack(width, height);
        for (int z = 1; z <= 3; z++) {
            ByteProcessor plane = new ByteProcessor(width, height);
            fill(plane, z / 3.0);
            stack.addSlice("slice " + z, plane);
        }
        ImagePlus image = new ImagePlus("stack", stack);
        image.setSlice(2);
        image.setDisplayRange(0, 200);
        image.getCalibration().pixelWidth = 0.25;
        image.getCalibration().setUnit("micron");
        return image;
    }

    /** Two 16-bit channels, the second one shown. */
    public static ImagePlus composite(int width, int height) {
        ImageStack stack = new ImageStack(width, height);
        for (int c = 1; c <= 2; c++) {
            ShortProcessor plane = new ShortProcessor(width, height);
            fill(plane, 10 * c);
            stack.addSlice("channel " + c, plane);
        }
        ImagePlus image = new ImagePlus("composite", stack);
        image.setDimensions(2, 1, 1);
        CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
        composite.setC(2);
        composite.setDisplayRange(50, 4000);
        return composite;
    }

    private static ImagePlus finish(String title, ImageProcessor plane, double min, double max) {
        ImagePlus image = new ImagePlus(title, plane);
        image.setDisplayRange(min, max);
        image.getCalibration().pixelWidth = 0.5;
        image.getCalibration().pixelHeight = 0.5;
        image.getCalibration().setUnit("micron");
        image.setProperty("Info", "microscope: none\n");
        image.setProp("Stain", "DAPI");
        image.setOverlay(new Overlay(new Roi(1, 2, 3, 4)));
        return image;
    }

    private static void fill(ImageProcessor plane, double factor) {
        int width = plane.getWidth();
        for (int i = 0; i < plane.getPixelCount(); i++) {
            plane.set(i, (int) (factor * blobs(i % width, i / width, i)));
        }
    }

    private static double blobs(int x, int y, int seed) {
        double blob = Math.sin(x * 0.35) * Math.cos(y * 0.27);
        return 60 + 120 * Math.max(0, blob) + new Random(seed).nextInt(20);
    }
}
