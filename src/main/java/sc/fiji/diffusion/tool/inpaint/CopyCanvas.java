// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.util.List;
import sc.fiji.diffusion.image.ImageCopy;

/** A copy of the image, painted on as planes are finished. */
final class CopyCanvas implements Canvas {

    private final ImagePlus copy;

    CopyCanvas(ImagePlus input) {
        copy = ImageCopy.of(input, Canvas.title(input));
    }

    @Override
    public ImageProcessor plane(int slice) {
        return copy.getStack().getProcessor(slice);
    }

    @Override
    public void add(List<Painted> finished) {
        for (Painted painted : finished) painted.patch().paint(plane(painted.slice()));
    }

    @Override
    public ImagePlus image() {
        return copy;
    }
}
