// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.batch;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.RepaintCommand;
import sc.fiji.diffusion.command.TextDisplay;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.batch.InpaintFolder;
import sc.fiji.diffusion.tool.batch.InpaintFolder.Outcome;
import sc.fiji.diffusion.tool.batch.Regions;
import sc.fiji.diffusion.tool.inpaint.InpaintOptions;
import sc.fiji.diffusion.tool.inpaint.SelectionSource;
import sc.fiji.diffusion.tool.inpaint.Target;

/** Repaints selections of all images of a folder, see {@link InpaintFolder}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Inpaint Folder...", weight = 23)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class InpaintFolderCommand extends RepaintCommand {

    @Parameter(
            label = "Input folder",
            description = "The images; subfolders do not count.",
            style = FileWidget.DIRECTORY_STYLE,
            required = false,
            persist = false,
            autoFill = false,
            attrs = @Attr(name = CommandFields.FIRST))
    private File input;

    @Parameter(
            label = "Folder of results",
            description = "Another folder; made if it is not there.",
            style = FileWidget.DIRECTORY_STYLE,
            required = false,
            persist = false,
            autoFill = false,
            attrs = @Attr(name = CommandFields.FIRST))
    private File folder;

    @Parameter(
            label = "Regions (empty: beside images)",
            description =
                    "A folder of .roi, .zip or mask files named as the images, or one for all.",
            required = false,
            persist = false,
            autoFill = false,
            attrs = @Attr(name = CommandFields.FIRST))
    private File regions;

    @Parameter(
            label = "Fill the selection with",
            description = "What the selection holds at the start, for a strength below 1.",
            choices = {"original", "noise", "blur", "neutral", "patches"},
            persist = false)
    private String fill = InpaintOptions.DEFAULT.fill().label();

    @Parameter(
            label = "Prompt",
            description = "What the selections should show.",
            required = false,
            persist = false)
    private String prompt = "";

    /** Starts with a full repainting. */
    public InpaintFolderCommand() {
        super(InpaintOptions.DEFAULT.strength());
    }

    @Override
    protected ImagePlus make(Progress progress) throws IOException {
        Path from = requireFolder("input", input);
        Path to = requireFolder("folder", folder);
        seedIfEmpty(InpaintFolder.seedOf(to));
        InpaintFolder job =
                new InpaintFolder(
                        sampling(prompt),
                        options(Fill.named(fill)),
                        targets(SelectionSource.ACTIVE, "", Target.NEW_IMAGE),
                        new Regions(regions == null ? null : regions.toPath(), common()));
        List<Outcome> outcomes = job.run(from, to, progress);
        TextDisplay.show("Inpaint Folder: " + from.getFileName(), table(outcomes));
        reportFailures(outcomes);
        return null;
    }

    @Override
    public boolean worksWithoutImage() {
        return true;
    }

    /** The selection of the active image, for images without one of their own. */
    private Roi common() {
        return hasImage() ? image().getRoi() : null;
    }

    private static Path requireFolder(String key, File folder) {
        if (folder == null) throw new IllegalArgumentException(key + " is missing; name a folder");
        return folder.toPath();
    }

    private static ResultsTable table(List<Outcome> outcomes) {
        ResultsTable table = new ResultsTable();
        for (Outcome outcome : outcomes) {
            table.addRow();
            table.addValue("File", outcome.file().getFileName().toString());
            table.addValue("Result", outcome.result() == null ? "" : outcome.result().toString());
            table.addValue("Note", outcome.note());
        }
        return table;
    }

    private static void reportFailures(List<Outcome> outcomes) {
        List<String> failures =
                outcomes.stream()
                        .filter(outcome -> outcome.result() == null)
                        .map(outcome -> outcome.file().getFileName() + ": " + outcome.note())
                        .toList();
        if (failures.isEmpty()) return;
        throw new IllegalArgumentException(
                failures.size()
                        + " of "
                        + outcomes.size()
                        + " files could not be done, all others are. "
                        + String.join(" | ", failures));
    }
}
