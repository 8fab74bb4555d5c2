// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.edit;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.RepaintCommand;
import sc.fiji.diffusion.image.region.ClassicalFill;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.edit.RemoveTool;
import sc.fiji.diffusion.tool.inpaint.SelectionSource;
import sc.fiji.diffusion.tool.inpaint.Target;
import sc.fiji.diffusion.tool.inpaint.Targets;

/** Removes what is selected, see {@link RemoveTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Remove Selection...", weight = 21)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class RemoveSelectionCommand extends RepaintCommand {

    @Parameter(
            label = "Selections",
            description = "The active selection, all of the ROI Manager, or all of the overlay.",
            choices = {"active", "ROI Manager", "overlay"},
            persist = false)
    private String selections = Targets.DEFAULT.selections().label();

    @Parameter(
            label = "Mask image (title or path)",
            description = "Used instead of a selection: what is not 0 is removed.",
            required = false,
            persist = false)
    private String mask = "";

    @Parameter(
            label = "Fill the selection with",
            description =
                    "What the selection is filled with first: the smoothest values that fit its"
                            + " rim, or copies of patches around it.",
            choices = {"smooth", "patches"},
            persist = false)
    private String fill = ClassicalFill.SMOOTH.label();

    @Parameter(
            label = "Target",
            description = "A new image, or the image itself; Undo brings a single plane back.",
            choices = {"new image", "in place"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String target = Targets.DEFAULT.target().label();

    @Parameter(
            label = "Prompt",
            description = "What the surroundings show.",
            required = false,
            persist = false)
    private String prompt = "";

    /** Starts with a moderate strength, which keeps the smooth filling's brightness. */
    public RemoveSelectionCommand() {
        super(0.5);
    }

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        Targets targets =
                targets(SelectionSource.named(selections), orEmpty(mask), Target.named(target));
        return new RemoveTool(
                        sampling(prompt),
                        ClassicalFill.named(fill),
                        options(Fill.ORIGINAL),
                        targets)
                .run(image(), progress);
    }
}
