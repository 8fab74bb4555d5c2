// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.util.List;
import sc.fiji.diffusion.image.ImageCopy;

/** A virtual stack again: planes stay where they are, and are painted on when they are shown. */
final class VirtualCanvas implements Canvas {

    private final ImagePlus input;
    private final PaintedStack stack;

    VirtualCanvas(ImagePlus input) {
        this.input = input;
        this.stack = new PaintedStack(input.getStack());
    }

    @Override
    public ImageProcessor plane(int slice) {
        return input.getStack().getProcessor(slice);
    }

    @Override
    public void add(List<Painted> finished) {
        for (Painted painted : finished) stack.paint(painted.slice(), painted.patch());
    }

    @Override
    public ImagePlus image() {
        return ImageCopy.of(input, Canvas.title(input), stack);
    }
}
