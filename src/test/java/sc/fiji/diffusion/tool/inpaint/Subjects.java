// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.OvalRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.gui.Wand;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sc.fiji.diffusion.image.TestImages;

/** Images of every kind and selections of every kind, for the tests of inpainting. */
final class Subjects {

    static final int WIDTH = 61;
    static final int HEIGHT = 47;

    private Subjects() {}

    /** Every image type, by name. */
    static Map<String, ImagePlus> images() {
        Map<String, ImagePlus> images = new LinkedHashMap<>(TestImages.everyType());
        images.put("8-bit colour", indexed());
        images.put("32-bit with NaN", withNaN());
        images.put("signed 16-bit", signed());
        images.put("time series", series());
        images.put("hyperstack", hyperstack());
        images.put("virtual stack", virtual(TestImages.stack(WIDTH, HEIGHT)));
        return images;
    }

    /** Every kind of selection, by name, for the images above. */
    static Map<String, Roi> selections() {
        Map<String, Roi> rois = new LinkedHashMap<>();
        rois.put("rectangle", new Roi(8, 9, 25, 18));
        int[] xs = {30, 45, 52, 40, 33};
        int[] ys = {8, 12, 30, 36, 22};
        rois.put("polygon", new PolygonRoi(xs, ys, xs.length, Roi.POLYGON));
        rois.putAll(TestImages.everySelection());
        rois.put("wand", traced());
        rois.put("touching the border", new OvalRoi(0, 20, 22, 27));
        rois.put("partly outside", new OvalRoi(50, -6, 24, 20));
        rois.put("a few pixels", new Roi(30, 20, 2, 3));
        rois.put("the whole image", new Roi(0, 0, WIDTH, HEIGHT));
        rois.put(
                "two far apart",
                new ShapeRoi(new Roi(1, 1, 4, 4)).or(new ShapeRoi(new Roi(52, 38, 5, 5))));
        return rois;
    }

    private static Roi traced() {
        ByteProcessor shape = new ByteProcessor(WIDTH, HEIGHT);
        shape.setValue(200);
        shape.fill(new OvalRoi(14, 12, 22, 17));
        Wand wand = new Wand(shape);
        wand.autoOutline(25, 20, 100, 255);
        return new PolygonRoi(wand.xpoints, wand.ypoints, wand.npoints, Roi.TRACED_ROI);
    }

    private static ImagePlus indexed() {
        byte[][] colours = new byte[3][256];
        for (int c = 0; c < 3; c++) new Random(5 + c).nextBytes(colours[c]);
        ImagePlus image = TestImages.gray8(WIDTH, HEIGHT);
        image.setLut(new LUT(colours[0], colours[1], colours[2]));
        image.setTypeToColor256();
        return image;
    }

    private static ImagePlus withNaN() {
        ImagePlus image = TestImages.gray32(WIDTH, HEIGHT);
        FloatProcessor plane = (FloatProcessor) image.getProcessor();
        for (int i = 0; i < plane.getPixelCount(); i += 7) plane.setf(i, Float.NaN);
        plane.setf(100, Float.POSITIVE_INFINITY);
        for (int x = 0; x < WIDTH; x++) plane.setf(x, 18, Float.NaN);
        return image;
    }

    private static ImagePlus signed() {
        ShortProcessor plane = new ShortProcessor(WIDTH, HEIGHT);
        ImageProcessor source = TestImages.gray8(WIDTH, HEIGHT).getProcessor();
        for (int i = 0; i < plane.getPixelCount(); i++) plane.set(i, 32768 - 90 + source.get(i));
        ImagePlus image = new ImagePlus("signed", plane);
        image.getCalibration()
                .setFunction(Calibration.STRAIGHT_LINE, new double[] {-32768, 1}, "Gray Value");
        image.setDisplayRange(-60, 80);
        return image;
    }

    private static ImagePlus series() {
        ImagePlus image = TestImages.stack(WIDTH, HEIGHT);
        image.setDimensions(1, 1, 3);
        image.setOpenAsHyperStack(true);
        image.setPosition(1, 1, 2);
        return image;
    }

    /** Two channels, two slices and two frames of 16 bits. */
    static ImagePlus hyperstack() {
        ImageStack stack = new ImageStack(WIDTH, HEIGHT);
        for (int i = 1; i <= 8; i++) {
            ImageProcessor plane = TestImages.gray8(WIDTH, HEIGHT).getProcessor();
            plane = plane.convertToShortProcessor(false);
            plane.multiply(10 + i);
            stack.addSlice("plane " + i, plane);
        }
        ImagePlus image = new ImagePlus("hyperstack", stack);
        image.setDimensions(2, 2, 2);
        CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
        composite.setPosition(1, 1, 1);
        composite.setDisplayRange(100, 2500);
        composite.setPosition(2, 2, 1);
        composite.setDisplayRange(200, 3500);
        composite.setOpenAsHyperStack(true);
        return composite;
    }

    /** The same stack, of which each plane is made when it is asked for. */
    static ImagePlus virtual(ImagePlus source) {
        return virtual(source, new ArrayList<>());
    }

    /** The same, which notes the planes that are read. */
    static ImagePlus virtual(ImagePlus source, List<Integer> read) {
        ImageStack planes = source.getStack();
        VirtualStack stack =
                new VirtualStack(WIDTH, HEIGHT, planes.size()) {
                    @Override
                    public ImageProcessor getProcessor(int slice) {
                        read.add(slice);
                        return planes.getProcessor(slice).duplicate();
                    }

                    @Override
                    public Object getPixels(int slice) {
                        return getProcessor(slice).getPixels();
                    }

                    @Override
                    public String getSliceLabel(int slice) {
                        return planes.getSliceLabel(slice);
                    }
                };
        stack.setBitDepth(source.getBitDepth());
        ImagePlus image = new ImagePlus("virtual", stack);
        image.setDimensions(source.getNChannels(), source.getNSlices(), source.getNFrames());
        image.setSlice(2);
        image.setDisplayRange(0, 200);
        image.setCalibration(source.getCalibration());
        return image;
    }
}
