// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.InpaintSelectionCommand;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.testing.CountedProgress;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.record.Difference;
import sc.fiji.diffusion.tool.record.Records;

/** A stack whose repainting was stopped, saved, opened, and gone on with. */
class ResumeCommandTest {

    private static final Map<String, String> OPTIONS =
            Map.of(
                    "model", Reference.path("models/tiny-sd1").toString(),
                    "steps", "1",
                    "guidance", "1",
                    "resample", "1",
                    "seed", "3",
                    "slices", "all",
                    "seeds", "per slice",
                    "range", "percentiles");

    @TempDir Path folder;

    @BeforeAll
    static void withoutWindow() {
        Interpreter.batchMode = true;
    }

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    private static DiffusionCommand inpaint(ImagePlus image) {
        DiffusionCommand command = new InpaintSelectionCommand();
        CommandFields fields = new CommandFields(command);
        OPTIONS.forEach(fields::set);
        fields.setImage(image);
        return command;
    }

    private static DiffusionCommand resume(ImagePlus image) {
        DiffusionCommand command = new ResumeCommand();
        new CommandFields(command).setImage(image);
        return command;
    }

    private static ImagePlus stack() {
        ImagePlus stack = TestImages.stack(24, 20);
        stack.setRoi(new OvalRoi(4, 5, 12, 9));
        return stack;
    }

    private ImagePlus reopened(ImagePlus image) {
        String file = folder.resolve("saved.tif").toString();
        new FileSaver(image).saveAsTiffStack(file);
        return IJ.openImage(file);
    }

    @Test
    void linesOfOnesOwnStayAroundTheRecordThatIsGoneOnWith() throws IOException {
        ImagePlus original = stack();
        original.setProperty(Records.PROPERTY, "Camera: x\r\nAI-generated: yes\r\n");
        DiffusionCommand stopped = inpaint(original);
        assertThatThrownBy(() -> stopped.perform(new CountedProgress(1)))
                .isInstanceOf(CancellationException.class);
        ImagePlus part = stopped.shown().get(0);
        part.setProperty(Records.PROPERTY, "mine\r\rown: x\n" + Records.text(part) + "last");
        ImagePlus made = resume(part).perform(Progress.NONE).get(0);
        assertThat(Records.read(made)).hasSize(1);
        assertThat(Records.last(made).settings()).doesNotContainKey("finished planes");
        assertThat(Records.text(made))
                .isEqualTo(
                        "mine\r\rown: x\n"
                                + Records.last(made).toText()
                                + "\nCamera: x\r\nAI-generated: yes\r\nlast");
    }

    @Test
    void whatIsFinishedIsShownAndOnlyTheRestIsPainted() throws IOException {
        ImagePlus whole = inpaint(stack()).perform(Progress.NONE).get(0);

        DiffusionCommand stopped = inpaint(stack());
        assertThatThrownBy(() -> stopped.perform(new CountedProgress(1)))
                .isInstanceOf(CancellationException.class);
        ImagePlus part = reopened(stopped.shown().get(0));
        assertThat(Records.last(part).settings()).containsEntry("finished planes", "1 of 3");
        assertThat(part.getStack().getPixels(1)).isEqualTo(whole.getStack().getPixels(1));
        assertThat(part.getStack().getPixels(2)).isEqualTo(stack().getStack().getPixels(2));

        DiffusionCommand again = resume(part);
        assertThatThrownBy(() -> again.perform(new CountedProgress(1)))
                .isInstanceOf(CancellationException.class);
        ImagePlus more = reopened(again.shown().get(0));
        CountedProgress rest = new CountedProgress();
        ImagePlus made = resume(more).perform(rest).get(0);

        assertThat(rest.steps()).isEqualTo(1);
        assertThat(Difference.none(made, whole)).isTrue();
        assertThat(Records.read(made)).hasSize(1);
        assertThat(Records.last(made).settings().keySet())
                .containsExactlyInAnyOrderElementsOf(Records.last(whole).settings().keySet());
        assertThat(made.getOverlay()).isNull();
        assertThatThrownBy(() -> resume(made).perform(Progress.NONE))
                .hasMessageContaining("nothing is left to do");
    }
}
