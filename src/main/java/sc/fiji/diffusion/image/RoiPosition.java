// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.ImagePlus;
import ij.gui.Roi;

/** Where in an image a ROI lies. */
public final class RoiPosition {

    private RoiPosition() {}

    /**
     * Channel, slice and frame of a ROI, from 1; 0 stands for all. A ROI may say them, or the
     * number of one plane; a number that the image does not have counts as none. The only plane of
     * an image has every ROI, as ImageJ shows it.
     */
    public static int[] of(Roi roi, ImagePlus image) {
        if (image.getStackSize() == 1) return new int[3];
        if (roi.hasHyperStackPosition()) {
            return new int[] {roi.getCPosition(), roi.getZPosition(), roi.getTPosition()};
        }
        int index = roi.getPosition();
        boolean one = index > 0 && index <= image.getStackSize();
        return one ? image.convertIndexToPosition(index) : new int[3];
    }
}
