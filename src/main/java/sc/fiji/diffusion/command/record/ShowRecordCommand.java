// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.record;

import ij.ImagePlus;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.TextDisplay;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.record.RecordTable;

/** Shows how an image was made, see {@link RecordTable}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Show Record...", weight = 30)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class ShowRecordCommand extends DiffusionCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Rows of the table",
            description = "One row for each setting of this image, or one for each open image.",
            choices = {"settings", "open images"},
            persist = false)
    private String rows = RecordTable.Rows.SETTINGS.label();

    @Override
    public boolean worksWithoutImage() {
        return true;
    }

    @Override
    protected void execute(Progress progress) {
        if (RecordTable.Rows.named(rows) == RecordTable.Rows.SETTINGS) {
            String title = "Record of " + require(image).getTitle();
            TextDisplay.show(title, RecordTable.ofSettings(image));
        } else {
            TextDisplay.show("Records of open images", RecordTable.ofOpenImages());
        }
    }
}
