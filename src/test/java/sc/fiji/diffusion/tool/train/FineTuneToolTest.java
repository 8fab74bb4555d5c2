// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.model.Lora;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Guidance;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.testing.Machines;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.TextToImageTool;

/** An installed model learns from a stack and one caption; its adapter is used by name or path. */
class FineTuneToolTest {

    @TempDir Path temp;

    private FineTuneTool tool(String model, String caption) {
        DataSettings data =
                new DataSettings(
                        Optional.empty(),
                        ValueScale.ALL,
                        CropMode.WHOLE,
                        Orientation.FIXED,
                        0,
                        caption);
        AdapterSettings adapter =
                new AdapterSettings(
                        Reference.path("models/" + model).toString(), 4, AdaptedParts.ALL);
        StepSettings steps = new StepSettings(2, 0, 1, 1e-2, 1);
        return new FineTuneTool(data, adapter, 64, steps, temp.resolve("mine").toString());
    }

    private static ImagePlus stack() {
        Random random = new Random(1);
        ImageStack stack = new ImageStack(64, 64);
        for (int i = 0; i < 2; i++) {
            byte[] pixels = new byte[64 * 64];
            random.nextBytes(pixels);
            stack.addSlice(new ByteProcessor(64, 64, pixels));
        }
        return new ImagePlus("cells", stack);
    }

    /** With two text encoders and sizes; with a mask. The plain family is below. */
    @ParameterizedTest
    @ValueSource(strings = {"tiny-sdxl", "tiny-sd1-inpaint"})
    void otherFamiliesLearn(String model) throws IOException {
        TrainTool.Trained trained = tool(model, "my cells").run(stack(), TrainingDisplay.NONE);
        assertThat(trained.steps()).isEqualTo(2);
        assertThat(temp.resolve("mine").resolve(Lora.WEIGHTS)).isNotEmptyFile();
        assertThat(temp.resolve("mine/README.md")).content().contains("lora=mine");
    }

    @Test
    void adapterIsUsedByThePathOfItsFolder() throws IOException {
        tool("tiny-sd1", "my cells").run(stack(), TrainingDisplay.NONE);
        ModelSpec plain = ModelSpec.of(Reference.path("models/tiny-sd1"));
        ModelSpec adapted = plain.withLoras(List.of(new Lora(temp.resolve("mine").toString(), 1)));
        assertThat(pixels(adapted)).isNotEqualTo(pixels(plain));
    }

    private static int[] pixels(ModelSpec model) throws IOException {
        Sampling sampling =
                new Sampling(model, "my cells", "", 2, Guidance.of(5), Method.OF_MODEL, 0, 1);
        ImagePlus image = new TextToImageTool(sampling, 64, 64, OutputType.SAME).run(Progress.NONE);
        return (int[]) image.getProcessor().getPixels();
    }

    /** The latents of the images are float32 on both; only the steps round otherwise. */
    @Test
    void learnsOnEveryKindOfProcessor() throws IOException {
        Map<Machines, Double> losses = new EnumMap<>(Machines.class);
        for (Machines machine : List.of(Machines.PLAIN, Machines.BFLOAT16)) {
            FineTuneTool tool = tool("tiny-sd1", "my cells");
            Path output = temp.resolve(machine.name());
            new FineTuneTool(
                            tool.data(),
                            tool.adapter(),
                            tool.pixels(),
                            tool.steps(),
                            output.toString())
                    .run(stack(), TrainingDisplay.NONE, machine.machine());
            String first = Files.readAllLines(output.resolve("training/loss.csv")).get(1);
            losses.put(machine, Double.valueOf(first.split(",")[2]));
        }
        double exact = losses.get(Machines.PLAIN);
        assertThat(losses.get(Machines.BFLOAT16))
                .isNotEqualTo(exact)
                .isCloseTo(exact, within(0.02 * exact));
    }

    @Test
    void imagesWithoutCaptionAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tool("tiny-sd1", "").run(stack(), TrainingDisplay.NONE))
                .withMessageContaining("2 of 2 images have no caption");
        assertThat(temp.resolve("mine")).doesNotExist();
    }

    @Test
    void callThatFailsWhileStepsAreTimedLeavesNothing() {
        FineTuneTool tool = tool("tiny-sd1", "my cells");
        assertThatIllegalStateException()
                .isThrownBy(() -> tool.run(stack(), TinyTraining.TOO_LARGE));
        assertThat(temp.resolve("mine")).doesNotExist();
    }
}
