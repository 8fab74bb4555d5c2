// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.image.region.Area;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.provenance.Provenance;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.inpaint.InpaintOptions;
import sc.fiji.diffusion.tool.inpaint.InpaintTool;
import sc.fiji.diffusion.tool.inpaint.Targets;

class ToolsTest {

    private static final String TINY = Reference.path("models/tiny-sd1").toString();
    private static final Sampling SAMPLING =
            Sampling.of(TINY, "a round cell").withSteps(2).withSeed(5);

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    @Test
    void textToImageHasTheSizeAskedForEvenIfItIsNoMultipleOfTheFactor() throws IOException {
        ImagePlus image = new TextToImageTool(SAMPLING, 45, 38, OutputType.SAME).run(Progress.NONE);
        assertThat(image.getDimensions()).containsExactly(45, 38, 1, 1, 1);
        assertThat(image.getBitDepth()).isEqualTo(24);
    }

    @Test
    void imageKOfCountIsTheImageOfSeedPlusK() throws IOException {
        ImagePlus three = generate(SAMPLING.withCount(3));
        for (int k = 0; k < 3; k++) {
            ImagePlus one = generate(SAMPLING.withSeed(5 + k));
            assertThat(three.getStack().getPixels(k + 1)).isEqualTo(one.getProcessor().getPixels());
            assertThat(three.getStack().getSliceLabel(k + 1)).isEqualTo("seed " + (5 + k));
        }
        assertThat(three.getStack().getPixels(1)).isNotEqualTo(three.getStack().getPixels(2));
    }

    private static ImagePlus generate(Sampling sampling) throws IOException {
        return new TextToImageTool(sampling, 32, 32, OutputType.RGB).run(Progress.NONE);
    }

    @Test
    void outputTypeIsTheOneAskedFor() throws IOException {
        Map<OutputType, Integer> depths =
                Map.of(OutputType.GRAY8, 8, OutputType.GRAY16, 16, OutputType.GRAY32, 32);
        for (OutputType output : depths.keySet()) {
            ImagePlus image = new TextToImageTool(SAMPLING, 16, 16, output).run(Progress.NONE);
            assertThat(image.getBitDepth()).isEqualTo(depths.get(output));
            assertThat(image.getNChannels()).isEqualTo(output == OutputType.GRAY32 ? 3 : 1);
        }
    }

    @Test
    void imageToImageKeepsSizeTypeCalibrationAndInfoOfEveryInput() throws IOException {
        for (ImagePlus input : TestImages.everyType().values()) {
            ImagePlus image =
                    new ImageToImageTool(SAMPLING, 0.5, OutputType.SAME).run(input, Progress.NONE);
            assertThat(image.getWidth()).isEqualTo(61);
            assertThat(image.getHeight()).isEqualTo(47);
            assertThat(image.getType()).isEqualTo(input.getType());
            assertThat(image.getCalibration().pixelWidth)
                    .isEqualTo(input.getCalibration().pixelWidth);
            assertThat(image.isInvertedLut()).isEqualTo(input.isInvertedLut());
        }
    }

    @Test
    void inpaintingChangesTheSelectionAndNothingElse() throws IOException {
        Roi roi = new OvalRoi(12, 10, 20, 15);
        for (Map.Entry<String, ImagePlus> entry : TestImages.everyType().entrySet()) {
            ImagePlus input = entry.getValue();
            ImageProcessor before = input.getProcessor().duplicate();
            input.setRoi(roi);
            ImagePlus image = inpaint(SAMPLING, Area.SELECTION).run(input, Progress.NONE);
            assertThat(input.getProcessor().getPixels()).isEqualTo(before.getPixels());
            int slice = input.getCurrentSlice();
            for (int s = 1; s <= input.getStackSize(); s++) {
                if (s != slice) {
                    assertThat(image.getStack().getPixels(s))
                            .isEqualTo(input.getStack().getPixels(s));
                }
            }
            assertRepainted(entry.getKey(), before, image.getStack().getProcessor(slice), roi);
        }
    }

    private static void assertRepainted(
            String type, ImageProcessor before, ImageProcessor after, Roi roi) {
        int changed = 0;
        for (int i = 0; i < before.getPixelCount(); i++) {
            boolean inside = roi.contains(i % before.getWidth(), i / before.getWidth());
            if (!inside) assertThat(after.get(i)).as(type).isEqualTo(before.get(i));
            else if (after.get(i) != before.get(i)) changed++;
        }
        assertThat(changed).as(type).isGreaterThan(100);
    }

    private static InpaintTool inpaint(Sampling sampling, Area area) {
        InpaintOptions options =
                InpaintOptions.DEFAULT.withStart(1, Fill.NEUTRAL).withArea(area, 4, 0);
        return new InpaintTool(sampling, options, Targets.DEFAULT);
    }

    @Test
    void severalInpaintingsEndWithTheirMeanAndDeviation() throws IOException {
        ImagePlus input = TestImages.gray32(61, 47);
        input.setRoi(new OvalRoi(12, 10, 20, 15));
        ImagePlus stack =
                inpaint(SAMPLING.withCount(2), Area.WHOLE_IMAGE).run(input, Progress.NONE);
        assertThat(stack.getStackSize()).isEqualTo(4);
        assertThat(stack.getStack().getSliceLabel(3)).isEqualTo("mean");
        assertThat(stack.getStack().getSliceLabel(4)).isEqualTo("standard deviation");
        int inside = 17 * 61 + 22;
        float first = stack.getStack().getProcessor(1).getf(inside);
        float second = stack.getStack().getProcessor(2).getf(inside);
        assertThat(stack.getStack().getProcessor(3).getf(inside))
                .isCloseTo((first + second) / 2, within(1e-6f));
        assertThat(stack.getStack().getProcessor(4).getf(inside))
                .isCloseTo((float) (Math.abs(first - second) / Math.sqrt(2)), within(1e-5f));
        assertThat(stack.getStack().getProcessor(4).getf(0)).isZero();
    }

    @Test
    void latentsDecodeToTheSizeTypeAndRangeOfTheImage() throws IOException {
        VaeTool vae = new VaeTool(ModelSpec.of(TINY));
        for (ImagePlus input : TestImages.everyType().values()) {
            ImagePlus latents = vae.encode(input, VaeTool.Mode.MEAN, 0);
            assertThat(latents.getDimensions()).containsExactly(8, 6, 1, 4, 1);
            ImagePlus decoded = vae.decode(latents, OutputType.SAME);
            assertThat(decoded.getWidth()).isEqualTo(61);
            assertThat(decoded.getHeight()).isEqualTo(47);
            assertThat(decoded.getBitDepth()).isEqualTo(input.getBitDepth());
            assertThat(decoded.getDisplayRangeMax()).isEqualTo(input.getDisplayRangeMax());
            assertThat(decoded.getCalibration().pixelWidth)
                    .isCloseTo(input.getCalibration().pixelWidth, within(1e-9));
        }
    }

    @Test
    void posteriorSamplesFollowTheirSeed() throws IOException {
        VaeTool vae = new VaeTool(ModelSpec.of(TINY));
        ImagePlus input = TestImages.rgb(16, 16);
        Object first = vae.encode(input, VaeTool.Mode.SAMPLE, 1).getStack().getPixels(1);
        Object again = vae.encode(input, VaeTool.Mode.SAMPLE, 1).getStack().getPixels(1);
        Object other = vae.encode(input, VaeTool.Mode.SAMPLE, 2).getStack().getPixels(1);
        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void croppedLatentsDecodeToTheirPart() throws IOException {
        VaeTool vae = new VaeTool(ModelSpec.of(TINY));
        ImagePlus latents = vae.encode(TestImages.gray16(61, 47), VaeTool.Mode.MEAN, 0);
        latents.setRoi(2, 1, 4, 3);
        ImagePlus part = vae.decode(latents.crop("stack"), OutputType.SAME);
        assertThat(part.getWidth()).isEqualTo(32);
        assertThat(part.getHeight()).isEqualTo(24);
        assertThat(part.getBitDepth()).isEqualTo(16);
    }

    @Test
    void imagesThatAreNoLatentsAreRefused() {
        assertThatThrownBy(
                        () ->
                                new VaeTool(ModelSpec.of(TINY))
                                        .decode(TestImages.gray8(8, 8), OutputType.SAME))
                .hasMessageContaining("needs 4 slices of 32 bits, and it has 1 of 8");
    }

    @Test
    void noiseRunsFromTheCleanImageToTheShareAskedFor() throws IOException {
        ImagePlus input = TestImages.gray32(61, 47);
        ImagePlus noisy = noise(AddNoiseTool.Space.PIXELS).run(input, Progress.NONE);
        assertThat(noisy.getDimensions()).containsExactly(61, 47, 1, 1, 3);
        assertThat(noisy.getStack().getSliceLabel(1)).isEqualTo("clean, alphaBar=1.0000");
        assertThat(noisy.getStack().getSliceLabel(3)).startsWith("t=499, alphaBar=0.2");
        assertThat(noisy.getStack().getProcessor(1).getf(100))
                .isCloseTo(input.getProcessor().getf(100), within(1e-5f));
        assertThat(noisy.getDisplayRangeMax()).isCloseTo(1.7, within(1e-6));
        assertThat(noise(AddNoiseTool.Space.LATENTS).run(input, Progress.NONE).getNFrames())
                .isEqualTo(3);
    }

    @Test
    void noisyFramesOfACalibratedImageHoldCalibratedValues() throws IOException {
        ImagePlus input = TestImages.gray16(61, 47);
        input.getCalibration().setSigned16BitCalibration();
        ImagePlus noisy = noise(AddNoiseTool.Space.PIXELS).run(input, Progress.NONE);
        float raw = input.getProcessor().getf(30, 20);
        assertThat(raw).isBetween(500f, 12000f);
        assertThat(noisy.getStack().getProcessor(1).getf(30, 20))
                .isCloseTo(raw - 32768, within(0.1f));
        assertThat(noisy.getCalibration().calibrated()).isFalse();
    }

    private static AddNoiseTool noise(AddNoiseTool.Space space) {
        return new AddNoiseTool(ModelSpec.of(TINY), 0.5, 3, space, 3);
    }

    @Test
    void infoHoldsEverySettingAboveWhatWasThere() throws IOException {
        ImagePlus input = TestImages.gray8(24, 24);
        input.setRoi(new Roi(4, 4, 10, 10));
        ImagePlus image = inpaint(SAMPLING, Area.SELECTION).run(input, Progress.NONE);
        Provenance record = Info.read(image).get(0);
        assertThat(record.share()).isEqualTo(AiShare.PARTLY);
        assertThat(record.task()).isEqualTo("Inpaint Selection");
        assertThat(record.settings())
                .containsEntry("model", "tiny-sd1")
                .containsEntry("seed", "5")
                .containsEntry("effective steps", "2") // PNDM takes no step twice in pieces
                .containsEntry("fill", "neutral")
                .containsEntry("prompt", "a round cell");
        assertThat(record.settings().get(Info.MODEL_HASH)).matches("[0-9a-f]{64}");
        assertThat((String) image.getProperty("Info")).endsWith("microscope: none\n");
    }

    @Test
    void stoppedRunLeavesNothingBehind() {
        Progress stop =
                (step, steps, preview) -> {
                    throw new CancellationException("stopped");
                };
        ImagePlus input = TestImages.gray8(24, 24);
        input.setRoi(new Roi(4, 4, 10, 10));
        Object before = ((byte[]) input.getProcessor().getPixels()).clone();
        assertThatThrownBy(() -> inpaint(SAMPLING, Area.SELECTION).run(input, stop))
                .isInstanceOf(CancellationException.class);
        assertThat(input.getProcessor().getPixels()).isEqualTo(before);
    }

    @Test
    void settingsOutOfRangeAreRefusedBeforeAnyModelIsLooked() {
        Sampling sampling = Sampling.of("no such model", "x");
        assertThatThrownBy(() -> new TextToImageTool(sampling, 7, 32, OutputType.SAME))
                .hasMessage("width must be between 8 and 8192 pixels, was 7");
        assertThatThrownBy(() -> new ImageToImageTool(sampling, 1.5, OutputType.SAME))
                .hasMessageStartingWith("strength must be above 0 and at most 1, was 1.5");
        assertThatThrownBy(() -> new InpaintTool(sampling, options(0), Targets.DEFAULT))
                .hasMessageStartingWith("strength must be above 0 and at most 1, was 0.0");
        assertThatThrownBy(() -> new InpaintTool(sampling, options(0.01), Targets.DEFAULT))
                .hasMessageContaining("runs no step");
        assertThatThrownBy(() -> sampling.withSteps(0))
                .hasMessage("steps must be between 1 and 1000 steps, was 0");
        assertThatThrownBy(() -> sampling.withCount(0)).hasMessageContaining("was 0");
        assertThatThrownBy(() -> generate(sampling))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unknown model \"no such model\"");
        assertThatThrownBy(() -> Seeds.parse("five")).hasMessageContaining("was \"five\"");
    }

    private static InpaintOptions options(double strength) {
        return InpaintOptions.DEFAULT.withStart(strength, Fill.BLUR);
    }
}
