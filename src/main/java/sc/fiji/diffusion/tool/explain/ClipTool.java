// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.plugin.frame.RoiManager;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.RoiPosition;
import sc.fiji.diffusion.model.ClipModel;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Devices;
import sc.fiji.diffusion.tool.Info;
import sc.fiji.diffusion.tool.Models;

/**
 * What CLIP (Radford et al. 2021) makes of images and texts.
 *
 * @param model a CLIP model's folder, or a model that has one
 * @param parts which parts of the image are looked at
 */
public record ClipTool(String model, Parts parts) {

    /** Which parts of an image are looked at, each on its own. */
    public enum Parts {
        /** The shown slice, cropped to the selection if there is one. */
        CURRENT("current"),
        /** Each slice of the stack. */
        SLICES("slices"),
        /** The bounds of each ROI of the ROI Manager, or else of the overlay, in its slice. */
        ROIS("ROIs");

        private final String label;

        Parts(String label) {
            this.label = label;
        }

        /** The names that {@link #named} knows. */
        public static List<String> names() {
            return Arrays.stream(values()).map(p -> p.label).toList();
        }

        /**
         * The parts of a name.
         *
         * @throws IllegalArgumentException if there are none, listing the names
         */
        public static Parts named(String name) {
            return Choice.named("parts", name, values(), p -> p.label);
        }
    }

    /** A part with its name. */
    private record Part(String name, Tensor image) {}

    /** A computation with an opened model. */
    private interface Task<T> {
        T run(ClipModel clip) throws IOException;
    }

    /**
     * The probability of each label for each part: the softmax over the scaled cosines.
     *
     * @param labels at least two texts
     * @throws IllegalArgumentException if there are fewer
     * @throws IOException if the model is unknown or damaged
     */
    public ResultsTable labels(ImagePlus input, List<String> labels, Progress progress)
            throws IOException {
        if (labels.size() < 2) {
            throw new IllegalArgumentException(
                    "labels must be at least two, separated by semicolons, were " + labels);
        }
        return with(
                clip -> {
                    List<Part> images = parts(input);
                    Tensor texts = clip.embedTexts(labels);
                    ResultsTable table = new ResultsTable();
                    for (int i = 0; i < images.size(); i++) {
                        Part part = images.get(i);
                        Tensor logits = clip.logits(clip.embedImage(part.image), texts);
                        float[] shares = ClipModel.softmax(logits).data();
                        table.addRow();
                        table.addLabel(part.name);
                        for (int k = 0; k < shares.length; k++) {
                            table.addValue(labels.get(k), shares[k]);
                        }
                        progress.step(i + 1, images.size(), part::image);
                    }
                    return table;
                });
    }

    /**
     * The cosine of each part with each other part and each text, as a square image whose rows and
     * columns are the parts and then the texts.
     *
     * @param texts any number
     * @throws IOException if the model is unknown or damaged
     */
    public ImagePlus similarity(ImagePlus input, List<String> texts, Progress progress)
            throws IOException {
        return with(
                clip -> {
                    List<Part> images = parts(input);
                    List<Tensor> vectors = new ArrayList<>();
                    List<String> names = new ArrayList<>();
                    for (Part part : images) {
                        vectors.add(clip.embedImage(part.image));
                        names.add(part.name);
                        progress.step(vectors.size(), images.size(), part::image);
                    }
                    if (!texts.isEmpty()) vectors.add(clip.embedTexts(texts));
                    names.addAll(texts);
                    Tensor all = Tensor.concat(vectors);
                    Tensor cosines = ClipModel.cosines(all, all);
                    int n = cosines.dim(0);
                    FloatProcessor pixels = new FloatProcessor(n, n, cosines.data());
                    pixels.setMinAndMax(-1, 1);
                    ImagePlus image = new ImagePlus(input.getShortTitle() + "-similarity", pixels);
                    new Info(clip.name(), clip.hash())
                            .put("parts", parts.label)
                            .put("rows and columns", String.join("; ", names))
                            .put("texts", String.join("; ", texts))
                            .writeTo(image, AiShare.NOT, "CLIP Similarity");
                    return image;
                });
    }

    private <T> T with(Task<T> task) throws IOException {
        Devices.apply();
        try (ClipModel clip = ClipModel.open(Models.shared().findClip(model))) {
            return task.run(clip);
        }
    }

    private List<Part> parts(ImagePlus input) {
        return switch (parts) {
            case CURRENT -> List.of(current(input));
            case SLICES -> slices(input);
            case ROIS -> rois(input);
        };
    }

    private static Part current(ImagePlus input) {
        return crop(input, input.getCurrentSlice(), input.getRoi(), input.getTitle());
    }

    private static List<Part> slices(ImagePlus input) {
        List<Part> parts = new ArrayList<>();
        for (int s = 1; s <= input.getStackSize(); s++) {
            String label = input.getStack().getShortSliceLabel(s);
            parts.add(crop(input, s, null, label == null ? "slice " + s : label));
        }
        return parts;
    }

    private static List<Part> rois(ImagePlus input) {
        RoiManager manager = RoiManager.getRawInstance();
        Roi[] rois = manager == null ? new Roi[0] : manager.getRoisAsArray();
        if (rois.length == 0 && input.getOverlay() != null) rois = input.getOverlay().toArray();
        if (rois.length == 0) {
            throw new IllegalArgumentException(
                    "there is no ROI in the ROI Manager or the overlay of \""
                            + input.getTitle()
                            + "\"; add some, or choose other parts");
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < rois.length; i++) {
            String name = rois[i].getName();
            parts.add(
                    crop(
                            input,
                            plane(input, rois[i]),
                            rois[i],
                            name == null ? "ROI " + (i + 1) : name));
        }
        return parts;
    }

    /** The plane of a ROI, by its number in the stack; what it does not say is as it is shown. */
    private static int plane(ImagePlus input, Roi roi) {
        int[] at = RoiPosition.of(roi, input);
        return input.getStackIndex(
                given(at[0], input.getC()), given(at[1], input.getZ()), given(at[2], input.getT()));
    }

    private static int given(int position, int shown) {
        return position > 0 ? position : shown;
    }

    private static Part crop(ImagePlus input, int slice, Roi roi, String name) {
        Plane plane = Plane.at(input, slice);
        if (roi == null) return new Part(name, plane.tensor());
        ImageProcessor pixels = plane.pixels();
        pixels.setRoi(bounds(roi, input, name));
        return new Part(name, new Plane(pixels.crop(), plane.range()).tensor());
    }

    /** The part of an image that a ROI has its bounds around; a line is one pixel wide at least. */
    private static Rectangle bounds(Roi roi, ImagePlus input, String name) {
        Rectangle box = roi.getBounds();
        box.setSize(Math.max(1, box.width), Math.max(1, box.height));
        Rectangle inside = box.intersection(new Rectangle(input.getWidth(), input.getHeight()));
        if (!inside.isEmpty()) return inside;
        throw new IllegalArgumentException(
                String.format(
                        Locale.ROOT,
                        "the selection of \"%s\" holds no pixel of the image, which is %d x %d"
                                + " pixels; move it into the image",
                        name,
                        input.getWidth(),
                        input.getHeight()));
    }
}
