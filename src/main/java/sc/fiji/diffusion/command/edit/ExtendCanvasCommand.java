// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.edit;

import ij.ImagePlus;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.StrengthCommand;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.edit.ExtendTool;
import sc.fiji.diffusion.tool.edit.Margins;
import sc.fiji.diffusion.tool.inpaint.SeedPolicy;
import sc.fiji.diffusion.tool.inpaint.Targets;

/** Paints what lies beyond an image, see {@link ExtendTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Extend Canvas...", weight = 22)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class ExtendCanvasCommand extends StrengthCommand {

    private static final List<String> SIDES = List.of("left", "right", "top", "bottom");

    @Parameter(
            label = "Left (pixels)",
            description = "What is added on the left.",
            min = "0",
            max = "8192",
            persist = false)
    private int left = 32;

    @Parameter(
            label = "Right (pixels)",
            description = "What is added on the right.",
            min = "0",
            max = "8192",
            persist = false)
    private int right = 32;

    @Parameter(
            label = "Top (pixels)",
            description = "What is added above.",
            min = "0",
            max = "8192",
            persist = false)
    private int top = 32;

    @Parameter(
            label = "Bottom (pixels)",
            description = "What is added below.",
            min = "0",
            max = "8192",
            persist = false)
    private int bottom = 32;

    @Parameter(
            label = "Seeds of slices",
            description = "The same seed for all slices, or the next one for each.",
            choices = {"same", "per slice"},
            persist = false)
    private String seeds = Targets.DEFAULT.seeds().label();

    @Parameter(
            label = "Prompt",
            description = "What lies beyond the image.",
            required = false,
            persist = false)
    private String prompt = "";

    /** Starts with a strength at which little of the mirror image remains. */
    public ExtendCanvasCommand() {
        super(0.9);
    }

    /** Who names a side means that side only. */
    @Override
    public void named(Set<String> keys) {
        if (Collections.disjoint(keys, SIDES)) return;
        CommandFields fields = new CommandFields(this);
        for (String side : SIDES) if (!keys.contains(side)) fields.set(side, "0");
    }

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        Margins margins = new Margins(left, right, top, bottom);
        return new ExtendTool(sampling(prompt), strength(), margins, SeedPolicy.named(seeds))
                .run(image(), progress);
    }
}
