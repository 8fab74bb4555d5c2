// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.record;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.record.Difference;
import sc.fiji.diffusion.tool.record.GeneratedPixels;
import sc.fiji.diffusion.tool.record.InputRecord;
import sc.fiji.diffusion.tool.record.InputSearch;
import sc.fiji.diffusion.tool.record.Recorded;
import sc.fiji.diffusion.tool.record.Records;

/** Shows which pixels a model made, see {@link GeneratedPixels} and {@link Difference}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Show Generated Pixels...", weight = 31)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class ShowGeneratedPixelsCommand extends DiffusionCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Show as",
            description = "On the image, as a new mask image, or as the change from the input.",
            choices = {"selection", "overlay", "mask", "difference"},
            persist = false)
    private String show = GeneratedPixels.View.SELECTION.label();

    @Parameter(
            label = "Input (empty: among open images)",
            description = "For the difference: title or path of the image that the run began with.",
            required = false,
            persist = false)
    private String input = "";

    @Override
    protected void execute(Progress progress) throws IOException {
        GeneratedPixels pixels = GeneratedPixels.of(require(image));
        switch (GeneratedPixels.View.named(show)) {
            case SELECTION -> image.setRoi(pixels.selection());
            case OVERLAY -> pixels.addTo(image);
            case MASK -> show(pixels.mask());
            case DIFFERENCE -> show(difference());
        }
    }

    private ImagePlus difference() throws IOException {
        InputRecord recorded =
                InputRecord.read(Recorded.last(image))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "\""
                                                        + image.getTitle()
                                                        + "\" was made without an input image, so"
                                                        + " there is no difference to show"));
        ImagePlus before = InputSearch.find(image, recorded, orEmpty(input));
        return Difference.of(image, before, Records.last(image).settings());
    }
}
