// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.image.region.Patch;

/** A virtual stack with patches: each plane is read when it is asked for, and then painted on. */
final class PaintedStack extends VirtualStack {

    private final ImageStack source;
    private final Map<Integer, List<Patch>> patches = new HashMap<>();

    PaintedStack(ImageStack source) {
        super(source.getWidth(), source.getHeight());
        this.source = source;
        setBitDepth(source.getBitDepth());
        setColorModel(source.getColorModel());
    }

    /** Adds a patch to a plane, counted from 1. */
    void paint(int slice, Patch patch) {
        patches.computeIfAbsent(slice, key -> new ArrayList<>()).add(patch);
    }

    @Override
    public ImageProcessor getProcessor(int slice) {
        ImageProcessor plane = source.getProcessor(slice);
        List<Patch> own = patches.get(slice);
        if (own == null) return plane;
        ImageProcessor painted = plane.duplicate();
        for (Patch patch : own) patch.paint(painted);
        return painted;
    }

    @Override
    public Object getPixels(int slice) {
        return getProcessor(slice).getPixels();
    }

    @Override
    public int getSize() {
        return source.getSize();
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public String getSliceLabel(int slice) {
        return source.getSliceLabel(slice);
    }

    @Override
    public boolean isVirtual() {
        return true;
    }
}
