// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.image.region.Area;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.inpaint.InpaintOptions;
import sc.fiji.diffusion.tool.inpaint.InpaintTool;

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
            persist = false)
    private String fill = InpaintOptions.DEFAULT.fill().label();

    @Parameter(
            label = "Area that the model sees",
            description = "The selection with its context, or the whole image at its own size.",
            choices = {"selection", "whole image"},
            persist = false)
    private String area = InpaintOptions.DEFAULT.area().label();

    @Parameter(
            label = "Context (pixels)",
            description = "Surroundings on each side of the selection that the model sees.",
            min = "0",
            max = "4096",
            persist = false)
    private int context = InpaintOptions.DEFAULT.contextPx();

    @Parameter(
            label = "Feather inwards (pixels)",
            description = "Pixels over which the new content fades in, from the edge inwards.",
            min = "0",
            max = "4096",
            persist = false)
    private int feather = InpaintOptions.DEFAULT.featherPx();

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
        Sampling sampling = sampling(prompt);
        InpaintOptions options =
                new InpaintOptions(
                        strength(), Fill.named(fill), Area.named(area), context, feather);
        return new InpaintTool(sampling, options).run(image(), progress);
    }
}
