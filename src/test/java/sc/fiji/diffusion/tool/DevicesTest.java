// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.engine.Wish;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.explain.ClipTool;
import sc.fiji.diffusion.tool.train.AdaptedParts;
import sc.fiji.diffusion.tool.train.AdapterSettings;
import sc.fiji.diffusion.tool.train.DataSettings;
import sc.fiji.diffusion.tool.train.FineTuneTool;
import sc.fiji.diffusion.tool.train.Kind;
import sc.fiji.diffusion.tool.train.NetworkSettings;
import sc.fiji.diffusion.tool.train.StepSettings;
import sc.fiji.diffusion.tool.train.TinyTraining;
import sc.fiji.diffusion.tool.train.TrainTool;
import sc.fiji.diffusion.tool.train.TrainingDisplay;

/** A device that was kept in an earlier session is followed by whatever is used first. */
class DevicesTest {

    private static final String DEVICE = "diffusion.device";
    private static final StepSettings STEPS = new StepSettings(1, 0, 1, 1e-3, 1);

    private final ImagePlus stack = IJ.createImage("cells", "8-bit ramp", 64, 64, 2);

    @TempDir Path temp;

    @BeforeEach
    void keep() {
        TorchEngine.get().prefer(Wish.ANYTHING);
        Prefs.set(DEVICE, "GPU 999");
    }

    @AfterEach
    void forget() {
        Prefs.set(DEVICE, Wish.AUTOMATIC);
        TorchEngine.get().prefer(Wish.ANYTHING);
    }

    /** The tool fails for another reason, but looks for the device before. */
    private static void assertFollows(ThrowingCallable tool, String problem) {
        assertThatThrownBy(tool).hasMessageContaining(problem);
        assertThat(TorchEngine.get().compute().fallback()).startsWith("GPU 999 is chosen, but ");
    }

    @Test
    void trainingFollowsTheDeviceThatWasKept() {
        NetworkSettings network = TinyTraining.network(Kind.LATENTS, temp.resolve("none"));
        String output = temp.resolve("model").toString();
        TrainTool tool = new TrainTool(DataSettings.DEFAULT, network, STEPS, output);
        assertFollows(() -> tool.run(stack, TrainingDisplay.NONE), "no autoencoder");
    }

    @Test
    void fineTuningFollowsTheDeviceThatWasKept() {
        String model = Reference.path("models/tiny-sd1").toString();
        FineTuneTool tool =
                new FineTuneTool(
                        DataSettings.DEFAULT,
                        new AdapterSettings(model, 4, AdaptedParts.ALL),
                        64,
                        STEPS,
                        temp.resolve("adapter").toString());
        assertFollows(() -> tool.run(stack, TrainingDisplay.NONE), "have no caption");
    }

    @Test
    void clipFollowsTheDeviceThatWasKept() {
        ClipTool tool = new ClipTool("no-such-model", ClipTool.Parts.CURRENT);
        List<String> labels = List.of("a cell", "a leaf");
        assertFollows(() -> tool.labels(stack, labels, Progress.NONE), "no-such-model");
    }
}
