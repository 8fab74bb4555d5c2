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
    public List<Integer> places(int slice) {
        Layout layout = layout();
        int channels = input.getNChannels();
        int at = layout.positions.indexOf((slice - 1) / channels);
        return IntStream.range(0, layout.versions)
                .mapToObj(version -> layout.index(at, (slice - 1) % channels, version) + 1)
                .toList();
    }

    @Override
    public ImagePlus image() {
        Layout layout = layout();
        ImageProcessor[] planes = new ImageProcessor[layout.planes()];
        for (int p = 0; p < layout.positions.size(); p++) {
            for (int c = 0; c < layout.channels; c++) {
                List<ImageProcessor> all = versions(layout.positions.get(p), c + 1);
                for (int v = 0; v < all.size(); v++) planes[layout.index(p, c, v)] = all.get(v);
            }
        }
        return image(planes, layout);
    }

    private Layout layout() {
        return new Layout(
                List.copyOf(finished.keySet()),
                input.getNChannels(),
                sampling.count() + STATISTICS,
                input.getNFrames() > 1 || finished.size() == 1);
    }

    /**
     * Where the planes lie in the result.
     *
     * @param positions those of the input that are finished
     * @param versions of each, with the statistics
     * @param series whether the versions lie along z and the positions along time, not the other
     *     way round
     */
    private record Layout(List<Integer> positions, int channels, int versions, boolean series) {

        int slices() {
            return series ? versions : positions.size();
        }

        int frames() {
            return series ? positions.size() : versions;
        }

        int planes() {
            return channels * slices() * frames();
        }

        /** The index in the stack; all counted from 0. */
        int index(int position, int channel, int version) {
            int z = series ? version : position;
            int t = series ? position : version;
            return (t * slices() + z) * channels + channel;
        }

        /** The version that a plane of the stack is of. */
        int version(int index) {
            int place = index / channels;
            return series ? place % slices() : place / slices();
        }
    }

    private ImagePlus image(ImageProcessor[] planes, Layout layout) {
        ImageStack stack = new ImageStack(input.getWidth(), input.getHeight());
        for (int i = 0; i < planes.length; i++) stack.addSlice(label(layout.version(i)), planes[i]);
        ImagePlus image = new ImagePlus(Canvas.title(input), stack);
        image.setDimensions(layout.channels, layout.slices(), layout.frames());
        image.setOpenAsHyperStack(layout.frames() > 1 || layout.channels > 1);
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
