// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.explain;

import ij.ImagePlus;
import org.scijava.plugin.Parameter;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.model.ModelLibrary;
import sc.fiji.diffusion.tool.explain.ClipTool;

/** The parameters of looking at an image with CLIP. */
abstract class ClipCommand extends DiffusionCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "CLIP model",
            description = "A CLIP model's folder, or a model that has one; a name or a path.",
            persist = false)
    private String clip = ModelLibrary.DEFAULT;

    @Parameter(
            label = "Parts",
            description = "What is looked at: the shown slice, each slice, or each ROI.",
            choices = {"current", "slices", "ROIs"},
            persist = false)
    private String parts;

    /**
     * @param parts the value that the field begins with
     */
    ClipCommand(String parts) {
        this.parts = parts;
    }

    /** The image to look at. */
    final ImagePlus image() {
        return require(image);
    }

    /** The tool with these settings. */
    final ClipTool tool() {
        return new ClipTool(clip, ClipTool.Parts.named(parts));
    }
}
