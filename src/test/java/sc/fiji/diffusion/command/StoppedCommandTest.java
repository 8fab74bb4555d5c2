// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.macro.Interpreter;
import java.awt.event.KeyEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sc.fiji.diffusion.command.macro.MacroOptions;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Models;

/**
 * Escape is held down while commands run that would take long: none is done, so that nothing is
 * recorded, and none shows an image.
 */
class StoppedCommandTest {

    private static final String MODEL = "model=[" + Reference.path("models/tiny-sd1") + "] ";
    private static final String STEPS = MODEL + "steps=1000 ";
    private static final Map<String, String> LONG = new LinkedHashMap<>();

    static {
        LONG.put("Text to Image", STEPS + "width=16 height=16");
        LONG.put("Image to Image", STEPS);
        LONG.put("Inpaint Selection", STEPS);
        LONG.put("Remove Selection", STEPS + "strength=1");
        LONG.put("Extend Canvas", STEPS + "strength=1");
        LONG.put("Add Noise", MODEL + "space=latents frames=500");
        LONG.put("Phantom Images", "count=2000");
        LONG.put("Evaluate Model", STEPS + "count=100");
        LONG.put("Forward Process", MODEL + "frames=500");
        LONG.put("Reverse Process", STEPS + "width=16 height=16");
        LONG.put("ODE Encode", STEPS);
        LONG.put("Log-Likelihood", MODEL + "terms=1000");
        LONG.put(
                "Compare Settings", STEPS + "rows=guidance down=[1, 2] columns=seed across=[1, 2]");
    }

    @BeforeAll
    static void withoutWindow() {
        Interpreter.batchMode = true;
    }

    @AfterAll
    static void free() {
        IJ.resetEscape();
        Models.shared().close();
    }

    @TestFactory
    Stream<DynamicTest> commandThatIsStoppedIsNotDoneAndShowsNothing() {
        return LONG.keySet().stream()
                .map(title -> DynamicTest.dynamicTest(title, () -> assertStops(title)));
    }

    private static void assertStops(String title) throws InterruptedException {
        DiffusionCommand command = Commands.doing(title);
        CommandFields fields = new CommandFields(command);
        MacroOptions.parse(LONG.get(title), fields.keys()).forEach(fields::set);
        ImagePlus image = TestImages.gray8(32, 32);
        image.setRoi(new Roi(8, 8, 12, 12));
        fields.setImage(image);
        int images = Interpreter.getBatchModeImageCount();
        whileEscapeIsPressed(command::runHere);
        assertThat(command.wasSuccessful()).isFalse();
        assertThat(command.isCanceled()).isTrue();
        assertThat(command.shown()).isEmpty();
        assertThat(Interpreter.getBatchModeImageCount()).isEqualTo(images);
        assertThat(IJ.getErrorMessage()).isNull();
    }

    /** Pressed again and again, since a command begins by forgetting that it was. */
    private static void whileEscapeIsPressed(Runnable task) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        Thread finger =
                new Thread(
                        () -> {
                            while (!done.get()) {
                                IJ.setKeyDown(KeyEvent.VK_ESCAPE);
                                Thread.onSpinWait();
                            }
                        });
        finger.start();
        task.run();
        done.set(true);
        finger.join();
    }
}
