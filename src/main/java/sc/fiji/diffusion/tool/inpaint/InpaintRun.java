// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import sc.fiji.diffusion.image.IndexedColors;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.tool.Info;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.RunClock;
import sc.fiji.diffusion.tool.record.InputRecord;
import sc.fiji.diffusion.tool.record.RoiText;

/**
 * The repainting of one image, plane by plane. If it is stopped, what is finished is not lost.
 *
 * <pre>{@code
 * InpaintRun run = tool.begin(image);
 * run.skip(task -> doneBefore.contains(task.name()));
 * run.onFinished(task -> IJ.log(task.name()));
 * run.run(progress);
 * ImagePlus result = run.image();
 * }</pre>
 */
public final class InpaintRun {

    /** The task in records, as the command is called. */
    public static final String TASK = "Inpaint Selection";

    private final InpaintTool tool;
    private final ImagePlus input;
    private final List<PlaneTask> tasks;
    private final InputRecord seen;
    private final List<ValueRange> ranges;
    private final Canvas canvas;
    private final List<PlaneTask> finished = new ArrayList<>();
    private final List<Certainty> certainties = new ArrayList<>();
    private Predicate<PlaneTask> skipped = task -> false;
    private Consumer<PlaneTask> listener = task -> {};
    private Info info;

    InpaintRun(InpaintTool tool, ImagePlus input, List<PlaneTask> tasks) {
        this.tool = tool;
        this.input = input;
        this.tasks = List.copyOf(tasks);
        this.seen = InputRecord.of(input, TaskRois.planes(tasks));
        this.ranges = ranges(input);
        this.canvas = Canvas.of(input, tool.targets(), tool.sampling(), tasks);
    }

    /** The display range of each channel, which the user may change during the run. */
    private static List<ValueRange> ranges(ImagePlus input) {
        return IntStream.rangeClosed(1, input.getNChannels())
                .mapToObj(channel -> ValueRange.displayed(input, channel))
                .toList();
    }

    /** What this is a run of. */
    public InpaintTool tool() {
        return tool;
    }

    /** All planes, in order. */
    public List<PlaneTask> tasks() {
        return tasks;
    }

    /** Leaves planes as they are in the input, because an earlier run has done them. */
    public void skip(Predicate<PlaneTask> done) {
        skipped = done;
    }

    /** Hears of each plane that is finished, on the thread that computes. */
    public void onFinished(Consumer<PlaneTask> hears) {
        listener = hears;
    }

    /**
     * Repaints the planes that are not skipped.
     *
     * @throws IOException if the model is unknown or damaged
     * @throws java.util.concurrent.CancellationException if the progress stops the run; the planes
     *     that are finished stay
     */
    public void run(Progress progress) throws IOException {
        input.setIgnoreFlush(true); // its user may close it meanwhile
        try {
            Models.shared()
                    .with(
                            tool.sampling().model(),
                            model -> {
                                run(model, progress);
                                return null;
                            });
        } finally {
            input.setIgnoreFlush(false);
        }
    }

    private void run(DiffusionModel model, Progress progress) throws IOException {
        List<PlanePainter> painters = new ArrayList<>();
        List<PlaneTask> left = tasks.stream().filter(skipped.negate()).toList();
        for (PlaneTask task : left) painters.add(new PlanePainter(tool, model, task));
        int crops = painters.stream().mapToInt(PlanePainter::crops).sum();
        int versions = tool.sampling().count() > 1 ? tool.sampling().count() + 1 : 1;
        int channels = left.isEmpty() ? 1 : channelRuns(model, left.get(0));
        RunClock clock = new RunClock(progress, crops * versions * channels);
        info = new Info(model);
        try {
            for (int i = 0; i < left.size(); i++) paint(painters.get(i), left.get(i), clock);
        } finally {
            describe(clock, model);
        }
    }

    private void paint(PlanePainter painter, PlaneTask task, Progress progress) {
        List<Repainting.Source> sources = new ArrayList<>();
        for (int slice : task.slices()) {
            ValueRange range = ranges.get((slice - 1) % ranges.size());
            sources.add(new Repainting.Source(canvas.plane(slice), range));
        }
        painter.run(sources, progress);
        canvas.add(painter.painted());
        certainties.addAll(painter.certainties());
        finished.add(task);
        listener.accept(task);
    }

    /** How often the model runs for one version of a crop: a one-channel model for each channel. */
    private int channelRuns(DiffusionModel model, PlaneTask task) {
        if (model.imageChannels() != 1) return 1;
        ImageProcessor plane = canvas.plane(task.slices().get(0));
        boolean colour = input.getBitDepth() == 24 || IndexedColors.in(plane);
        return colour ? 3 : task.slices().size();
    }

    /** The planes that are finished so far. */
    public List<PlaneTask> finished() {
        return List.copyOf(finished);
    }

    /** Whether a run that ended early left something that {@link Unfinished} can go on with. */
    public boolean canGoOn() {
        boolean some = !finished.isEmpty() && finished.size() < tasks.size();
        boolean single = tool.sampling().count() == 1;
        return some && single && tool.targets().target() == Target.NEW_IMAGE;
    }

    /** How far what was painted can be trusted, with a count above 1; empty otherwise. */
    public List<Certainty> certainties() {
        return List.copyOf(certainties);
    }

    /**
     * The result as far as it is finished, with its record. To be called once, after {@link #run}.
     */
    public ImagePlus image() {
        ImagePlus image = canvas.image();
        info.generated(TaskRois.of(finished, image, canvas::places));
        info.writeTo(image, AiShare.PARTLY, TASK);
        return image;
    }

    private void describe(RunClock clock, DiffusionModel model) {
        InpaintOptions options = tool.options();
        Targets targets = tool.targets();
        int times = options.times(model.inpainting());
        info.put("strength", options.strength())
                .put("fill", options.fill().label())
                .put("area", options.area().label())
                .put("context", options.contextPx())
                .put("feather", options.featherPx())
                .put("range", options.range().label())
                .put("resample", times)
                .put("selections", targets.selections().label())
                .put("mask", targets.mask())
                .put("channels", targets.channels().label())
                .put("slices", targets.slices().label())
                .put("seeds", targets.seeds().label())
                .put("target", targets.target().label());
        if (finished.size() < tasks.size()) {
            List<PlaneTask> left = tasks.stream().filter(t -> !finished.contains(t)).toList();
            info.put(Unfinished.FINISHED, finished.size() + " of " + tasks.size());
            info.put(Unfinished.LEFT, RoiText.encode(TaskRois.of(left, input)));
        }
        info.put(tool.sampling(), clock, model)
                .put("effective steps", clock.stepsInRun() / times)
                .input(seen);
    }
}
