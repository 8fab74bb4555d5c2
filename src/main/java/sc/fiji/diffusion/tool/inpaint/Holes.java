// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImagePlus;
import java.util.List;
import sc.fiji.diffusion.image.region.Selection;

/** What is selected on the planes of an image, wherever that is said. */
interface Holes {

    /**
     * What is selected on a plane, or on channels that are seen together.
     *
     * @param channels from 1
     * @param slice from 1
     * @param frame from 1
     */
    List<Selection> at(List<Integer> channels, int slice, int frame);

    /** What this is, for messages. */
    String describe();

    /**
     * The source that the targets name.
     *
     * @throws IllegalArgumentException if there is nothing, or it does not fit the image
     */
    static Holes of(ImagePlus image, Targets targets) {
        if (!targets.mask().isBlank()) return MaskHoles.named(targets.mask(), image);
        return switch (targets.selections()) {
            case ACTIVE -> everywhere(Selection.of(image));
            case ROI_MANAGER -> RoiHoles.ofManager(image);
            case OVERLAY -> RoiHoles.ofOverlay(image);
        };
    }

    private static Holes everywhere(Selection selection) {
        return new Holes() {
            @Override
            public List<Selection> at(List<Integer> channels, int slice, int frame) {
                return List.of(selection);
            }

            @Override
            public String describe() {
                return "the selection";
            }
        };
    }
}
