// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.process.LUT;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Shows a version within its image, drawn over it as ImageJ draws all ROIs of its manager: the
 * image's pixels stay what they are, and nothing of it is saved.
 */
final class InImage {

    private ImagePlus image;
    private Version version;
    private ImageCanvas canvas;
    private Overlay before;
    private Overlay shown;
    private List<Object> look = List.of();
    private boolean hidden;

    /** Draws a version over an image that it fits. */
    void show(ImagePlus image, Version version) {
        clear();
        if (image.getCanvas() == null) return;
        this.image = image;
        this.version = version;
        canvas = image.getCanvas();
        draw();
    }

    /**
     * Draws it anew if the image shows another plane, has other colours or another display range,
     * or if something else is drawn over it meanwhile.
     *
     * @param changed images whose pixels may have changed
     */
    void follow(Set<ImagePlus> changed) {
        if (canvas == null) return;
        if (image.getCanvas() != canvas || !version.fits(image)) clear();
        else if (changed.contains(image) || isReplaced() || !look(image).equals(look)) draw();
    }

    private boolean isReplaced() {
        return !hidden && canvas.getShowAllList() != shown;
    }

    private void draw() {
        if (canvas.getShowAllList() != shown || shown == null) before = canvas.getShowAllList();
        look = look(image);
        shown = before == null ? new Overlay() : before.duplicate();
        shown.drawLabels(false);
        shown.add(picture(image, version));
        if (!hidden) put(shown);
    }

    private void put(Overlay overlay) {
        canvas.setShowAllList(overlay);
        canvas.repaint();
    }

    /** All that decides, besides the pixels, how an image is drawn. */
    private static List<Object> look(ImagePlus image) {
        List<Object> look = new ArrayList<>();
        look.add(image.getCurrentSlice());
        look.add(image.isComposite() ? image.getDisplayMode() : 0);
        look.add(List.of(image.getDisplayRangeMin(), image.getDisplayRangeMax()));
        for (LUT lut : image.getLuts()) {
            look.add(List.of(Arrays.hashCode(lut.getBytes()), lut.min, lut.max));
        }
        return look;
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
        if (canvas == null || hidden) return;
        hidden = true;
        if (canvas.getShowAllList() == shown) put(before);
    }

    /** Shows the version again. */
    void unhide() {
        if (canvas == null || !hidden) return;
        hidden = false;
        draw();
    }

    /** Shows the image as it is. */
    void clear() {
        if (canvas != null && canvas.getShowAllList() == shown) put(before);
        image = null;
        version = null;
        canvas = null;
        before = null;
        shown = null;
        hidden = false;
    }
}
