// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import java.awt.Rectangle;

/**
 * Shows a version within its image, drawn over it as ImageJ draws all ROIs of its manager: the
 * image's pixels stay what they are, and nothing of it is saved.
 */
final class InImage {

    private ImageCanvas canvas;
    private Overlay before;
    private Overlay shown;

    /** Draws a version over an image that it fits. */
    void show(ImagePlus image, Version version) {
        clear();
        if (image.getCanvas() == null) return;
        canvas = image.getCanvas();
        before = canvas.getShowAllList();
        shown = before == null ? new Overlay() : before.duplicate();
        shown.drawLabels(false);
        shown.add(picture(image, version));
        canvas.setShowAllList(shown);
        canvas.repaint();
    }

    private static ImageRoi picture(ImagePlus image, Version version) {
        boolean repair = version.repair() != null;
        Rectangle all = new Rectangle(image.getWidth(), image.getHeight());
        Rectangle part = repair ? version.repair().bounds().intersection(all) : all;
        ImageRoi picture =
                new ImageRoi(
                        part.x,
                        part.y,
                        repair
                                ? Rendering.of(image, version.repair(), part)
                                : Rendering.of(version.result(), null, part));
        if (image.getStackSize() > 1) picture.setPosition(image.getC(), image.getZ(), image.getT());
        return picture;
    }

    /** Whether a version is drawn over its image, or would be if it were not hidden. */
    boolean isShown() {
        return canvas != null;
    }

    /** Shows the image as it is, for a while. */
    void hide() {
        if (canvas == null) return;
        canvas.setShowAllList(before);
        canvas.repaint();
    }

    /** Shows the version again. */
    void unhide() {
        if (canvas == null) return;
        canvas.setShowAllList(shown);
        canvas.repaint();
    }

    /** Shows the image as it is. */
    void clear() {
        if (canvas != null && canvas.getShowAllList() == shown) {
            canvas.setShowAllList(before);
            canvas.repaint();
        }
        canvas = null;
        before = null;
        shown = null;
    }
}
