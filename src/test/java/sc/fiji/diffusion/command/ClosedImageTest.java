// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.gui.Roi;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.command.edit.ExtendCanvasCommand;
import sc.fiji.diffusion.command.edit.RemoveSelectionCommand;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.record.Difference;

/** An image that its user closes while a command works on it. */
class ClosedImageTest {

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    private static ImagePlus made(DiffusionCommand command, ImagePlus image, boolean closes)
            throws IOException {
        CommandFields fields = new CommandFields(command);
        fields.set("model", Reference.path("models/tiny-sd1").toString());
        fields.set("steps", "2");
        fields.set("guidance", "1");
        fields.set("seed", "3");
        for (String side : List.of("left", "top", "bottom")) {
            if (fields.keys().contains(side)) fields.set(side, "0");
        }
        image.setRoi(new Roi(3, 3, 8, 8));
        fields.setImage(image);
        Progress closing =
                (step, steps, preview) -> {
                    image.close();
                    image.flush();
                };
        command.showBy(result -> {});
        return command.perform(closes ? closing : Progress.NONE).get(0);
    }

    @Test
    void givesTheResultThatItGivesWhenItStaysOpen() throws IOException {
        for (String type : List.of("composite", "8-bit", "RGB")) {
            for (int k = 0; k < commands().size(); k++) {
                ImagePlus open = made(commands().get(k), TestImages.everyType().get(type), false);
                ImagePlus closed = made(commands().get(k), TestImages.everyType().get(type), true);
                assertThat(Difference.none(open, closed)).as(type + " " + k).isTrue();
                assertThat(closed.getInfoProperty()).contains("Task: ");
            }
        }
    }

    private static List<DiffusionCommand> commands() {
        return List.of(
                new ImageToImageCommand(),
                new InpaintSelectionCommand(),
                new RemoveSelectionCommand(),
                new ExtendCanvasCommand());
    }
}
