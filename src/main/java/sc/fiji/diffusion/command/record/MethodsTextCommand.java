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
import sc.fiji.diffusion.command.TextDisplay;
import sc.fiji.diffusion.files.WholeFile;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.MethodsText;
import sc.fiji.diffusion.tool.record.Records;

/** Writes the paragraph for the paper, see {@link MethodsText}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Methods Text...", weight = 32)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class MethodsTextCommand extends DiffusionCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Path of a text file (empty: none)",
            description = "Where the text is saved as well.",
            style = FileWidget.SAVE_STYLE,
            required = false,
            persist = false,
            autoFill = false)
    private File path;

    @Override
    protected void execute(Progress progress) throws IOException {
        Records.last(require(image));
        String text = MethodsText.of(Records.read(image));
        if (path != null) WholeFile.write(path.toPath(), text + "\n");
        TextDisplay.show("Methods of " + image.getTitle(), text);
    }
}
