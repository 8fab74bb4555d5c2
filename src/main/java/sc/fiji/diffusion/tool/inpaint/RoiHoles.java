// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.plugin.frame.RoiManager;
import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.image.RoiPosition;
import sc.fiji.diffusion.image.region.Selection;

/**
 * Selections that each have a position in the image: channel, slice and frame, or one number of the
 * stack. A selection without one is on every plane.
 */
final class RoiHoles implements Holes {

    private final String where;
    private final List<Placed> all = new ArrayList<>();

    private RoiHoles(ImagePlus image, String where, List<Roi> rois) {
        this.where = where;
        for (Roi roi : rois) {
            Selection selection = Selection.of(roi, image.getWidth(), image.getHeight());
            all.add(new Placed(selection, RoiPosition.of(roi, image)));
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException(
                    where + " holds no selection with an area; add one around what to repaint");
        }
    }

    /** The selections of the ROI Manager, which ImageJ cannot make without a display. */
    static RoiHoles ofManager(ImagePlus image) {
        if (GraphicsEnvironment.isHeadless()) {
            throw new IllegalArgumentException(
                    "ImageJ has no ROI Manager without a display; use selections=overlay, or a"
                            + " mask");
        }
        RoiManager manager = RoiManager.getInstance2();
        Roi[] rois = manager == null ? new Roi[0] : manager.getRoisAsArray();
        return new RoiHoles(image, "the ROI Manager", Arrays.asList(rois));
    }

    /** The selections of the overlay; texts, images, lines and points in it do not count. */
    static RoiHoles ofOverlay(ImagePlus image) {
        Roi[] rois = image.getOverlay() == null ? new Roi[0] : image.getOverlay().toArray();
        List<Roi> areas = Arrays.stream(rois).filter(RoiHoles::isHole).toList();
        return new RoiHoles(image, "the overlay of \"" + image.getTitle() + "\"", areas);
    }

    private static boolean isHole(Roi roi) {
        return roi.isArea() && !(roi instanceof TextRoi) && !(roi instanceof ImageRoi);
    }

    @Override
    public List<Selection> at(List<Integer> channels, int slice, int frame) {
        return all.stream()
                .filter(
                        hole ->
                                (hole.at[0] == 0 || channels.contains(hole.at[0]))
                                        && (hole.at[1] == 0 || hole.at[1] == slice)
                                        && (hole.at[2] == 0 || hole.at[2] == frame))
                .map(Placed::selection)
                .toList();
    }

    @Override
    public String describe() {
        return "what " + where + " holds";
    }

    private record Placed(Selection selection, int[] at) {}
}
