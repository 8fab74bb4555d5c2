// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.process.ByteProcessor;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.image.RoiPosition;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.provenance.Provenance;

/**
 * Which pixels of an image a model made, as its record tells.
 *
 * @param image the image
 * @param selections around the generated pixels; one without a position is meant in every plane
 */
public record GeneratedPixels(ImagePlus image, List<Roi> selections) {

    /** The entry of a record that holds the selections as {@link RoiText}. */
    public static final String SELECTIONS = "generated pixels";

    private static final Color COLOUR = Color.MAGENTA;

    /** How the pixels are shown. */
    public enum View {
        /** As the image's selection. */
        SELECTION("selection"),
        /** As outlines over the image. */
        OVERLAY("overlay"),
        /** As an image of 255 and 0. */
        MASK("mask"),
        /** As the change of their values, see {@link Difference}. */
        DIFFERENCE("difference");

        private final String label;

        View(String label) {
            this.label = label;
        }

        /** The names that {@link #named} knows. */
        public static List<String> names() {
            return Arrays.stream(values()).map(View::label).toList();
        }

        /**
         * The view of a name.
         *
         * @throws IllegalArgumentException if there is none, listing the names
         */
        public static View named(String name) {
            return Choice.named("show", name, values(), View::label);
        }

        /** The name that users see. */
        public String label() {
            return label;
        }
    }

    /**
     * The pixels that the recorded runs generated: the last one, and those before it whose results
     * it edited.
     *
     * @throws IllegalArgumentException if the image has no record, or no model made its pixels
     */
    public static GeneratedPixels of(ImagePlus image) {
        String task = Records.last(image).task();
        List<Roi> selections = new ArrayList<>();
        Rectangle then = new Rectangle(image.getWidth(), image.getHeight());
        for (Provenance record : Records.read(image)) {
            Recorded run = Recorded.of(image, record);
            if (!run.settings()
                    .containsKey(SELECTIONS)) { // not an edit: what is older tells of another image
                if (record.share() == AiShare.WHOLLY) selections.add(new Roi(then));
                break;
            }
            if (record.share() != AiShare.NOT) { // a model had part in it
                selections.addAll(moved(run.selections(SELECTIONS), then));
            }
            then = before(run, then);
        }
        if (!selections.isEmpty()) return new GeneratedPixels(image, selections);
        throw new IllegalArgumentException(
                "the record of \""
                        + image.getTitle()
                        + "\" says that "
                        + task
                        + " generated no pixels of it");
    }

    private static List<Roi> moved(List<Roi> selections, Rectangle then) {
        for (Roi roi : selections) roi.translate(then.x, then.y);
        return selections;
    }

    /** Where the image's pixels lay before a run, which may have extended its canvas. */
    private static Rectangle before(Recorded run, Rectangle after) {
        int left = run.integer("left", 0, 0, after.width);
        int top = run.integer("top", 0, 0, after.height);
        int width = after.width - left;
        int height = after.height - top;
        return new Rectangle(
                after.x + left,
                after.y + top,
                width - run.integer("right", 0, 0, width),
                height - run.integer("bottom", 0, 0, height));
    }

    /**
     * A selection that stands for one plane of an image.
     *
     * @param plane number in the stack, from 1
     */
    public static Roi at(Roi selection, ImagePlus image, int plane) {
        Roi placed = (Roi) selection.clone();
        int[] position = image.convertIndexToPosition(plane);
        if (image.getStackSize() == 1) placed.setPosition(0);
        else if (image.isHyperStack()) placed.setPosition(position[0], position[1], position[2]);
        else placed.setPosition(plane);
        return placed;
    }

    /**
     * The pixels of the shown plane as one selection.
     *
     * @throws IllegalArgumentException if the plane has none
     */
    public Roi selection() {
        List<Roi> here =
                selections.stream().filter(roi -> isIn(roi, image.getCurrentSlice())).toList();
        if (here.isEmpty()) {
            throw new IllegalArgumentException(
                    "no pixels of plane "
                            + image.getCurrentSlice()
                            + " were generated; the overlay shows where some were");
        }
        if (here.size() == 1) return (Roi) here.get(0).clone();
        ShapeRoi all = new ShapeRoi(here.get(0));
        for (Roi roi : here.subList(1, here.size())) all.or(new ShapeRoi(roi));
        return all;
    }

    /** Adds the outlines to the image's overlay. */
    public void addTo(ImagePlus target) {
        Overlay overlay = target.getOverlay() == null ? new Overlay() : target.getOverlay();
        for (int i = 0; i < selections.size(); i++) {
            Roi outline = (Roi) selections.get(i).clone();
            outline.setName("AI-generated " + (i + 1));
            outline.setStrokeColor(COLOUR);
            overlay.add(outline);
        }
        target.setOverlay(overlay);
    }

    /** An 8-bit image of the image's dimensions, 255 where a pixel was generated, else 0. */
    public ImagePlus mask() {
        ImageStack planes = new ImageStack(image.getWidth(), image.getHeight());
        for (int plane = 1; plane <= image.getStackSize(); plane++) {
            ByteProcessor mask = new ByteProcessor(image.getWidth(), image.getHeight());
            mask.setValue(255);
            for (Roi selection : selections) if (isIn(selection, plane)) mask.fill(selection);
            planes.addSlice(label(image, plane), mask);
        }
        ImagePlus result = new ImagePlus(image.getShortTitle() + "-generated", planes);
        result.setDimensions(image.getNChannels(), image.getNSlices(), image.getNFrames());
        result.setOpenAsHyperStack(image.isHyperStack());
        result.setCalibration(image.getCalibration());
        return result;
    }

    /** The label of a plane; for a single one ImageJ makes one up from title and info. */
    static String label(ImagePlus image, int plane) {
        return image.getStackSize() > 1 ? image.getStack().getSliceLabel(plane) : null;
    }

    /** Whether a selection holds pixels of a plane, numbered from 1. */
    private boolean isIn(Roi selection, int plane) {
        int[] at = image.convertIndexToPosition(plane);
        int[] wanted = RoiPosition.of(selection, image);
        return fits(wanted[0], at[0]) && fits(wanted[1], at[1]) && fits(wanted[2], at[2]);
    }

    private static boolean fits(int wanted, int position) {
        return wanted == 0 || wanted == position;
    }
}
