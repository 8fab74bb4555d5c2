// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.record;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.RecordedRun;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.Provenance;
import sc.fiji.diffusion.tool.record.Difference;
import sc.fiji.diffusion.tool.record.InputRecord;
import sc.fiji.diffusion.tool.record.InputSearch;
import sc.fiji.diffusion.tool.record.Records;

/**
 * Makes an image again from its record, see {@link RecordedRun}. ImageJ takes every label of its
 * menus that begins with "Repeat" for its own repetition of the last command, so that this one is
 * for macros; {@link MakeAgainCommand} is for the menu.
 */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "For Macros", weight = 1),
            @Menu(label = "Repeat...")
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public class RepeatCommand extends DiffusionCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Model (empty: the recorded one)",
            description = "Where the recorded model is now: a name or a path.",
            required = false,
            persist = false)
    private String model = "";

    @Parameter(
            label = "Input (empty: among open images)",
            description = "Title or path of the image that the run began with.",
            required = false,
            persist = false)
    private String input = "";

    @Parameter(
            label = "Back (0: the last run)",
            description = "0 for what was done last, 1 for what was done before that, ...",
            min = "0",
            max = "1000",
            persist = false)
    private int back = 0;

    @Override
    protected void execute(Progress progress) throws IOException {
        RecordedRun run = new RecordedRun(require(image), record());
        Optional<InputRecord> began = run.began();
        if (began.isPresent()) run.beginWith(InputSearch.find(image, began.get(), orEmpty(input)));
        run.useModel(orEmpty(model));
        List<ImagePlus> made = run.perform(progress);
        addShown(made);
        if (back == 0 && made.size() == 1) report(made.get(0));
    }

    private Provenance record() {
        Records.last(image);
        List<Provenance> records = Records.read(image);
        if (back >= 0 && back < records.size()) return records.get(back);
        throw new IllegalArgumentException(
                "back must be between 0 and "
                        + (records.size() - 1)
                        + ", since \""
                        + image.getTitle()
                        + "\" records "
                        + records.size()
                        + " runs; was "
                        + back);
    }

    private void report(ImagePlus again) {
        boolean identical = Difference.none(image, again);
        IJ.log(
                title()
                        + ": the pixels of \""
                        + again.getTitle()
                        + "\" are "
                        + (identical ? "identical to" : "NOT identical to")
                        + " those of \""
                        + image.getTitle()
                        + "\"");
    }
}
