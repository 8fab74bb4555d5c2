// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.macro.Interpreter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.thread.ThreadService;
import sc.fiji.diffusion.command.edit.ExtendCanvasCommand;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Models;

/** The commands as SciJava, and so Fiji, runs them. */
class SciJavaTest {

    private static final String TINY = Reference.path("models/tiny-sd1").toString();

    private static Context context;

    @BeforeAll
    static void start() {
        Interpreter.batchMode = true; // show() without a window
        context = new Context(CommandService.class);
    }

    @AfterAll
    static void stop() {
        context.close();
        Models.shared().close();
    }

    private static CommandModule run(
            Class<? extends DiffusionCommand> command, Map<String, Object> inputs)
            throws Exception {
        return context.service(CommandService.class).run(command, true, inputs).get();
    }

    @Test
    void resultIsShownAndTheRandomSeedIsLeftInTheModuleToBeRecorded() throws Exception {
        CommandModule module =
                run(
                        TextToImageCommand.class,
                        Map.of("model", TINY, "width", 24, "height", 16, "steps", 1));
        ImagePlus shown = Interpreter.getLastBatchModeImage();
        assertThat(shown.getWidth()).isEqualTo(24);
        assertThat((String) module.getInput("seed")).matches("\\d+");
        assertThat(shown.getProp("seed")).isEqualTo(module.getInput("seed"));
    }

    @Test
    void fieldsThatWereLeftOutHaveTheirDeclaredValues() throws Exception {
        ImagePlus image = TestImages.gray8(24, 24);
        image.setRoi(new OvalRoi(4, 4, 12, 12));
        CommandModule module =
                run(
                        InpaintSelectionCommand.class,
                        Map.of("model", TINY, "image", image, "steps", 1, "seed", "3"));
        assertThat(module.getInput("context")).isEqualTo(32);
        assertThat(Interpreter.getLastBatchModeImage().getTitle()).isEqualTo("gray8-inpainted");
    }

    @Test
    void whoNamesASideExtendsThatSideOnly() throws Exception {
        Map<String, Object> settings = Map.of("model", TINY, "steps", 2, "seed", "3");
        for (Map<String, Object> sides :
                List.<Map<String, Object>>of(Map.of(), Map.of("right", 8), Map.of("top", 5))) {
            Map<String, Object> inputs = new HashMap<>(settings);
            inputs.putAll(sides);
            inputs.put("image", TestImages.gray8(24, 24));
            CommandModule module = run(ExtendCanvasCommand.class, inputs);
            int others = sides.isEmpty() ? 32 : 0;
            for (String side : List.of("left", "right", "top", "bottom")) {
                assertThat(module.getInput(side)).isEqualTo(sides.getOrDefault(side, others));
            }
            ImagePlus extended = Interpreter.getLastBatchModeImage();
            int wider = sides.isEmpty() ? 64 : (int) sides.getOrDefault("right", 0);
            assertThat(extended.getWidth()).isEqualTo(24 + wider);
        }
    }

    @Test
    void refusalNeedsNoImageAndLeavesItsReasonWithImageJ() throws Exception {
        CommandModule module = run(AddNoiseCommand.class, Map.of("model", TINY));
        assertThat(module.isCanceled()).isTrue();
        assertThat(IJ.getErrorMessage()).startsWith("there is no image open; Add Noise needs one");
    }

    @Test
    void threadOfSciJavaDoesNotKeepTheResultAsItsImage() throws Exception {
        Map<String, Object> small = Map.of("model", TINY, "width", 24, "height", 16, "steps", 1);
        CommandModule module = run(TextToImageCommand.class, small);
        assertThat(module.isCanceled()).isFalse();
        ImagePlus other = TestImages.gray8(8, 8);
        other.show();
        ThreadService threads = context.service(ThreadService.class);
        for (int i = 0; i < 8; i++) {
            assertThat(threads.run(WindowManager::getCurrentImage).get()).isSameAs(other);
        }
    }
}
