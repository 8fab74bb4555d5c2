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
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.inpaint.CertaintyTable;
import sc.fiji.diffusion.tool.inpaint.InpaintOptions;
import sc.fiji.diffusion.tool.inpaint.InpaintRun;
import sc.fiji.diffusion.tool.inpaint.InpaintTool;
import sc.fiji.diffusion.tool.inpaint.SelectionSource;
import sc.fiji.diffusion.tool.inpaint.Target;
import sc.fiji.diffusion.tool.inpaint.Targets;

/** Repaints the selection of an image, see {@link InpaintTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Inpaint Selection...", weight = 20)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class InpaintSelectionCommand extends RepaintCommand {

    @Parameter(
            label = "Fill the selection with",
            description = "What the selection holds at the start, for a strength below 1.",
            choices = {"original", "noise", "blur", "neutral", "patches"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String fill = InpaintOptions.DEFAULT.fill().label();

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
        InpaintRun run =
                new InpaintTool(sampling(prompt), options(Fill.named(fill)), targets())
                        .begin(image());
        try {
            run.run(progress);
        } catch (IOException | RuntimeException e) { // stopped, or out of memory
            if (run.canGoOn()) show(run.image());
            throw e;
        }
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

    private Targets targets() {
        return targets(SelectionSource.named(selections), orEmpty(mask), Target.named(target));
    }
}
