// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import ij.ImagePlus;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import sc.fiji.diffusion.provenance.Provenance;
import sc.fiji.diffusion.tool.edit.Repair;
import sc.fiji.diffusion.tool.record.Records;

/**
 * What a run has made.
 *
 * @param run the run
 * @param result an image of its own; null if it belongs into the image that the run began with
 * @param repair what belongs into that image; null otherwise
 * @param records what was done, the last thing first
 * @param thumbnail of the result, or of the surroundings of the repair
 */
record Version(
        Run run,
        ImagePlus result,
        Repair repair,
        List<Provenance> records,
        BufferedImage thumbnail) {

    /** How much of the surroundings a thumbnail shows, in widths of the repair. */
    private static final double MARGIN = 0.6;

    /** The longer side of a thumbnail at most. */
    private static final int THUMBNAIL_PX = 384;

    /** The version of a result, of which a repair keeps only what is new. */
    static Version of(Run run, ImagePlus result) {
        List<Provenance> records = Records.read(result);
        Rectangle all = new Rectangle(result.getWidth(), result.getHeight());
        if (!run.task().isRepair()) {
            BufferedImage picture = Rendering.small(result, all, THUMBNAIL_PX);
            return new Version(run, result, null, records, picture);
        }
        Repair repair = Repair.of(result);
        Rectangle shown = repair.bounds();
        int margin = (int) Math.ceil(MARGIN * Math.max(shown.width, shown.height));
        shown.grow(margin, margin);
        BufferedImage picture = Rendering.small(result, shown.intersection(all), THUMBNAIL_PX);
        return new Version(run, null, repair, records, picture);
    }

    /** The seed, as text. */
    String seed() {
        return run.keys().get("seed");
    }

    /** Whether it can be looked at within an image: it has its size and type. */
    boolean fits(ImagePlus image) {
        return repair != null
                ? image == run.image() && repair.fits(image)
                : image == run.image()
                        && result.getWidth() == image.getWidth()
                        && result.getHeight() == image.getHeight();
    }
}
