// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImagePlus;
import ij.Undo;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.List;

/**
 * The image itself, written to when all is done and not before. {@code Edit > Undo} brings the
 * pixels of the shown plane back if no other was painted on, as after ImageJ's own filters.
 */
final class InPlaceCanvas implements Canvas {

    private final ImagePlus image;
    private final List<Painted> all = new ArrayList<>();

    InPlaceCanvas(ImagePlus image) {
        this.image = image;
    }

    @Override
    public ImageProcessor plane(int slice) {
        return image.getStack().getProcessor(slice);
    }

    @Override
    public void add(List<Painted> finished) {
        all.addAll(finished);
    }

    @Override
    public ImagePlus image() {
        int shown = image.getCurrentSlice();
        Undo.reset();
        if (all.stream().allMatch(painted -> painted.slice() == shown)) paintShownPlane();
        else for (Painted painted : all) painted.patch().paint(plane(painted.slice()));
        image.changes = true;
        image.updateAndDraw();
        return image;
    }

    private void paintShownPlane() {
        ImageProcessor plane = image.getProcessor();
        plane.snapshot();
        for (Painted painted : all) painted.patch().paint(plane);
        Undo.setup(Undo.FILTER, image);
    }
}
