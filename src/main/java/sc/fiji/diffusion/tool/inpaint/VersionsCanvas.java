// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.image.region.Patch;
import sc.fiji.diffusion.image.region.Selection;
import sc.fiji.diffusion.image.region.Spread;
import sc.fiji.diffusion.tool.Sampling;

/**
 * A new stack of all versions of the painted planes, then their mean and their standard deviation.
 * The versions of one plane lie along z. Those of a z-stack's slices lie along time, and those of a
 * time series' frames along z.
 */
final class VersionsCanvas implements Canvas {

    private static final int STATISTICS = 2;

    private final ImagePlus input;
    private final Sampling sampling;

    /** Copies of the planes as they were at the start, by their index in the stack. */
    private final Map<Integer, ImageProcessor> originals = new HashMap<>();

    private final Map<Integer, List<Painted>> finished = new TreeMap<>();

    VersionsCanvas(ImagePlus input, Sampling sampling, List<PlaneTask> tasks) {
        this.input = input;
        this.sampling = sampling;
        List<Integer> positions = tasks.stream().map(PlaneTask::position).distinct().toList();
        if (positions.size() > 1 && input.getNSlices() > 1 && input.getNFrames() > 1) {
            throw new IllegalArgumentException(
                    "the versions of a hyperstack that has both slices and frames would need one"
                            + " dimension more; use count=1, or slices=current");
        }
        for (int position : positions) {
            for (int channel = 1; channel <= input.getNChannels(); channel++) {
                int slice = slice(position, channel);
                originals.put(slice, input.getStack().getProcessor(slice).duplicate());
            }
        }
    }

    private int slice(int position, int channel) {
        int slices = input.getNSlices();
        return input.getStackIndex(channel, position % slices + 1, position / slices + 1);
    }

    @Override
    public ImageProcessor plane(int slice) {
        return originals.get(slice);
    }

    @Override
    public void add(List<Painted> painted) {
        int position = painted.get(0).position();
        finished.computeIfAbsent(position, key -> new ArrayList<>()).addAll(painted);
    }

    @Override
    public ImagePlus image() {
        List<Integer> positions = List.copyOf(finished.keySet());
        int versions = sampling.count() + STATISTICS;
        int channels = input.getNChannels();
        boolean series = input.getNFrames() > 1 || positions.size() == 1;
        int slices = series ? versions : positions.size();
        int frames = series ? positions.size() : versions;
        ImageProcessor[] planes = new ImageProcessor[channels * slices * frames];
        for (int p = 0; p < positions.size(); p++) {
            for (int c = 0; c < channels; c++) {
                List<ImageProcessor> all = versions(positions.get(p), c + 1);
                for (int v = 0; v < versions; v++) {
                    int z = series ? v : p;
                    int t = series ? p : v;
                    planes[(t * slices + z) * channels + c] = all.get(v);
                }
            }
        }
        return image(planes, new int[] {channels, slices, frames}, series);
    }

    private ImagePlus image(ImageProcessor[] planes, int[] size, boolean series) {
        ImageStack stack = new ImageStack(input.getWidth(), input.getHeight());
        for (int i = 0; i < planes.length; i++) {
            int position = i / size[0];
            int version = series ? position % size[1] : position / size[1];
            stack.addSlice(label(version), planes[i]);
        }
        ImagePlus image = new ImagePlus(Canvas.title(input), stack);
        image.setDimensions(size[0], size[1], size[2]);
        image.setOpenAsHyperStack(size[2] > 1 || size[0] > 1);
        if (input.isComposite()) {
            CompositeImage composite =
                    new CompositeImage(image, ((CompositeImage) input).getMode());
            composite.copyLuts(input);
            image = composite;
        }
        ImageCopy.inherit(input, image);
        return image;
    }

    private String label(int version) {
        if (version < sampling.count()) return "seed " + (sampling.seed() + version);
        return version == sampling.count() ? "mean" : "standard deviation";
    }

    /** The versions of a plane, their mean and their deviation. */
    private List<ImageProcessor> versions(int position, int channel) {
        int slice = slice(position, channel);
        List<ImageProcessor> versions =
                IntStream.range(0, sampling.count())
                        .mapToObj(k -> plane(slice).duplicate())
                        .toList();
        List<Selection> selections = new ArrayList<>();
        for (Painted painted : finished.get(position)) {
            if (painted.slice() != slice) continue;
            Patch patch = painted.patch();
            patch.paint(versions.get(painted.version()));
            if (painted.version() == 0) selections.add(patch.selection());
        }
        List<ImageProcessor> all = new ArrayList<>(versions);
        Spread spread = new Spread(selections, versions);
        all.add(spread.mean());
        all.add(spread.deviation());
        return all;
    }
}
