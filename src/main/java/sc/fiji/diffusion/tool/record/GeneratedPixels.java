// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import java.awt.Color;
import java.util.List;
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

    /**
     * The pixels that the last recorded run generated.
     *
     * @throws IllegalArgumentException if the image has no record, or no model made its pixels
     */
    public static GeneratedPixels of(ImagePlus image) {
        Provenance record = Records.last(image);
        String text = record.settings().get(SELECTIONS);
        if (text != null) return new GeneratedPixels(image, RoiText.decode(text));
        if (record.share() == AiShare.WHOLLY) {
            Roi all = new Roi(0, 0, image.getWidth(), image.getHeight());
            return new GeneratedPixels(image, List.of(all));
        }
        throw new IllegalArgumentException(
                "the record of \""
                        + image.getTitle()
                        + "\" says that "
                        + record.task()
                        + " generated no pixels of it");
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

    /** The outlines, to be drawn over the image. */
    public Overlay overlay() {
        Overlay overlay = new Overlay();
        for (int i = 0; i < selections.size(); i++) {
            Roi outline = (Roi) selections.get(i).clone();
            outline.setName("AI-generated " + (i + 1));
            outline.setStrokeColor(COLOUR);
            overlay.add(outline);
        }
        return overlay;
    }

    /** An 8-bit image of the image's dimensions, 255 where a pixel was generated, else 0. */
    public ImagePlus mask() {
        ImageStack planes = new ImageStack(image.getWidth(), image.getHeight());
        for (int plane = 1; plane <= image.getStackSize(); plane++) {
            ByteProcessor mask = new ByteProcessor(image.getWidth(), image.getHeight());
            mask.setValue(255);
            for (Roi selection : selections) if (isIn(selection, plane)) mask.fill(selection);
            planes.addSlice(image.getStack().getSliceLabel(plane), mask);
        }
        ImagePlus result = new ImagePlus(image.getShortTitle() + "-generated", planes);
        result.setDimensions(image.getNChannels(), image.getNSlices(), image.getNFrames());
        result.setOpenAsHyperStack(image.isHyperStack());
        result.setCalibration(image.getCalibration());
        return result;
    }

    /** Whether a selection holds pixels of a plane, numbered from 1. */
    private boolean isIn(Roi selection, int plane) {
        int[] at = image.convertIndexToPosition(plane);
        if (selection.hasHyperStackPosition()) {
            return fits(selection.getCPosition(), at[0])
                    && fits(selection.getZPosition(), at[1])
                    && fits(selection.getTPosition(), at[2]);
        }
        return fits(selection.getPosition(), plane);
    }

    private static boolean fits(int wanted, int position) {
        return wanted == 0 || wanted == position;
    }
}
