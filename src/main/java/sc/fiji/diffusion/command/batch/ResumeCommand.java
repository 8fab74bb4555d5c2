// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.batch;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.RecordedRun;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.inpaint.Unfinished;

/** Paints the planes of a stack that a stopped run has left, see {@link Unfinished}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Resume...", weight = 24)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class ResumeCommand extends DiffusionCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Model (empty: the recorded one)",
            description = "Where the recorded model is now: a name or a path.",
            required = false,
            persist = false)
    private String model = "";

    @Override
    protected void execute(Progress progress) throws IOException {
        Unfinished stopped =
                Unfinished.of(require(image))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "the record of \""
                                                        + image.getTitle()
                                                        + "\" says that its last run was finished;"
                                                        + " nothing is left to do"));
        RecordedRun run = new RecordedRun(image, stopped.record());
        run.goOn(stopped.input());
        run.useModel(orEmpty(model));
        try {
            run.perform(progress);
        } finally {
            run.shown().forEach(stopped::settle); // if it was stopped again, too
            addShown(run.shown());
        }
    }
}
