// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import sc.fiji.diffusion.image.region.Selection;

/** Finds the planes of an image that are to be repainted. */
final class PlaneTasks {

    /** As many as the model sees together: red, green and blue. */
    private static final int MOST_TOGETHER = 3;

    private final ImagePlus image;
    private final int[] shown;
    private final Targets targets;
    private final Holes holes;

    private PlaneTasks(ImagePlus image, Targets targets) {
        this.image = image;
        this.shown = image.convertIndexToPosition(image.getCurrentSlice());
        this.targets = targets;
        this.holes = Holes.of(image, targets);
    }

    /**
     * The planes, in the order of the stack.
     *
     * @throws IllegalArgumentException if no selection or mask lies on any of them
     */
    static List<PlaneTask> of(ImagePlus image, Targets targets) {
        return new PlaneTasks(image, targets).find();
    }

    private List<PlaneTask> find() {
        List<PlaneTask> tasks = new ArrayList<>();
        for (int position : positions()) {
            for (List<Integer> channels : channels()) add(tasks, position, channels);
        }
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException(
                    holes.describe()
                            + " lies on none of the planes that are worked on; show another one or"
                            + " use slices=all, channels=each");
        }
        return tasks;
    }

    private void add(List<PlaneTask> tasks, int position, List<Integer> channels) {
        int slice = position % image.getNSlices() + 1;
        int frame = position / image.getNSlices() + 1;
        List<Selection> selections = holes.at(channels, slice, frame);
        if (selections.isEmpty()) return;
        List<Integer> indices =
                channels.stream().map(c -> image.getStackIndex(c, slice, frame)).toList();
        tasks.add(new PlaneTask(name(channels, slice, frame), position, indices, selections));
    }

    private List<Integer> positions() {
        int all = image.getNSlices() * image.getNFrames();
        if (targets.slices() == SliceChoice.ALL) return IntStream.range(0, all).boxed().toList();
        return List.of((shown[2] - 1) * image.getNSlices() + shown[1] - 1);
    }

    private List<List<Integer>> channels() {
        List<Integer> all = IntStream.rangeClosed(1, image.getNChannels()).boxed().toList();
        return switch (targets.channels()) {
            case ACTIVE -> List.of(List.of(shown[0]));
            case EACH -> all.stream().map(List::of).toList();
            case TOGETHER -> List.of(requireFew(all));
        };
    }

    private static List<Integer> requireFew(List<Integer> channels) {
        if (channels.size() > MOST_TOGETHER) {
            throw new IllegalArgumentException(
                    "at most "
                            + MOST_TOGETHER
                            + " channels can be seen together, the image has "
                            + channels.size()
                            + "; use channels=each");
        }
        return channels;
    }

    private String name(List<Integer> channels, int slice, int frame) {
        StringJoiner name = new StringJoiner(", ");
        if (image.getNChannels() > 1) {
            if (channels.size() == 1) name.add("channel " + channels.get(0));
            else name.add("channels 1-" + channels.size());
        }
        if (image.getNSlices() > 1) name.add("slice " + slice);
        if (image.getNFrames() > 1) name.add("frame " + frame);
        return name.length() == 0 ? "the image" : name.toString();
    }
}
