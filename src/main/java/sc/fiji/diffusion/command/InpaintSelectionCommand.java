// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.image.region.Area;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.image.region.RangeChoice;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.inpaint.CertaintyTable;
import sc.fiji.diffusion.tool.inpaint.ChannelChoice;
import sc.fiji.diffusion.tool.inpaint.InpaintOptions;
import sc.fiji.diffusion.tool.inpaint.InpaintRun;
import sc.fiji.diffusion.tool.inpaint.InpaintTool;
import sc.fiji.diffusion.tool.inpaint.SeedPolicy;
import sc.fiji.diffusion.tool.inpaint.SelectionSource;
import sc.fiji.diffusion.tool.inpaint.SliceChoice;
import sc.fiji.diffusion.tool.inpaint.Target;
import sc.fiji.diffusion.tool.inpaint.Targets;

/** Repaints the selection of an image, see {@link InpaintTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Inpaint Selection...", weight = 3)
        },
        headless = true)
public final class InpaintSelectionCommand extends StrengthCommand {

    @Parameter(
            label = "Fill the selection with",
            description = "What the selection holds at the start, for a strength below 1.",
            choices = {"original", "noise", "blur", "neutral"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String fill = InpaintOptions.DEFAULT.fill().label();

    @Parameter(
            label = "Area that the model sees",
            description = "The selection with its context, or the whole image at its own size.",
            choices = {"selection", "whole image"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String area = InpaintOptions.DEFAULT.area().label();

    @Parameter(
            label = "Context (pixels)",
            description = "Surroundings on each side of the selection that the model sees.",
            min = "0",
            max = "4096",
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private int context = InpaintOptions.DEFAULT.contextPx();

    @Parameter(
            label = "Feather inwards (pixels)",
            description = "Pixels over which the new content fades in, from the edge inwards.",
            min = "0",
            max = "4096",
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private int feather = InpaintOptions.DEFAULT.featherPx();

    @Parameter(
            label = "Range of values",
            description = "What the model sees as black and white: the display range, or the data.",
            choices = {"display", "percentiles"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String range = InpaintOptions.DEFAULT.range().label();

    @Parameter(
            label = "Resample (times a step)",
            description =
                    "Steps done repeatedly (RePaint): slower, and fits the surroundings better.",
            min = "1",
            max = "100",
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private int resample = InpaintOptions.DEFAULT.resample();

    @Parameter(
            label = "Selections",
            description = "The active selection, all of the ROI Manager, or all of the overlay.",
            choices = {"active", "ROI Manager", "overlay"},
            persist = false)
    private String selections = Targets.DEFAULT.selections().label();

    @Parameter(
            label = "Mask image (title or path)",
            description = "Used instead of a selection: what is not 0 is repainted.",
            required = false,
            persist = false)
    private String mask = "";

    @Parameter(
            label = "Channels",
            description = "The shown channel, each by itself, or all together as RGB.",
            choices = {"active", "each", "together"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String channels = Targets.DEFAULT.channels().label();

    @Parameter(
            label = "Slices and frames",
            description = "The shown slice and frame, or all.",
            choices = {"current", "all"},
            persist = false)
    private String slices = Targets.DEFAULT.slices().label();

    @Parameter(
            label = "Seeds of slices",
            description = "The same seed for all slices, or the next one for each.",
            choices = {"same", "per slice"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String seeds = Targets.DEFAULT.seeds().label();

    @Parameter(
            label = "Target",
            description = "A new image, or the image itself; Undo brings a single plane back.",
            choices = {"new image", "in place"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String target = Targets.DEFAULT.target().label();

    @Parameter(
            label = "Prompt",
            description = "What the selection should show.",
            required = false,
            persist = false)
    private String prompt = "";

    /** Starts with a full repainting. */
    public InpaintSelectionCommand() {
        super(InpaintOptions.DEFAULT.strength());
    }

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        InpaintRun run = new InpaintTool(sampling(prompt), options(), targets()).begin(image());
        run.run(progress);
        tabulate(run);
        return run.image();
    }

    /** Adds to ImageJ's results, where macros can read them. */
    private void tabulate(InpaintRun run) {
        if (run.certainties().isEmpty()) return;
        ResultsTable results = ResultsTable.getResultsTable();
        CertaintyTable.add(results, image().getTitle(), run.tool(), run.certainties());
        if (hasWindow()) results.show("Results");
    }

    private InpaintOptions options() {
        return new InpaintOptions(
                strength(),
                Fill.named(fill),
                Area.named(area),
                context,
                feather,
                RangeChoice.named(range),
                resample);
    }

    private Targets targets() {
        return new Targets(
                SelectionSource.named(selections),
                orEmpty(mask),
                ChannelChoice.named(channels),
                SliceChoice.named(slices),
                SeedPolicy.named(seeds),
                Target.named(target));
    }
}
