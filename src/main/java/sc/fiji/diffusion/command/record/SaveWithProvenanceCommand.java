// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.record;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.record.ProvenanceSaver;

/** Saves an image with its record in XMP, see {@link ProvenanceSaver}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Save with Provenance...", weight = 33)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class SaveWithProvenanceCommand extends DiffusionCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Path of the file (.tif or .png)",
            description = "A TIFF keeps everything that ImageJ knows; PNG holds one plane.",
            style = FileWidget.SAVE_STYLE,
            required = false,
            persist = false,
            autoFill = false)
    private File path;

    @Override
    protected void execute(Progress progress) throws IOException {
        require(image);
        if (path == null) {
            throw new IllegalArgumentException(
                    "path is missing; name a file, such as path=[a.tif]");
        }
        path = ProvenanceSaver.save(image, path.toPath()).toFile();
    }
}
