// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.TextToImageTool;
import sc.fiji.diffusion.train.data.ImageSet;
import sc.fiji.diffusion.train.run.RunFolder;

/** The way from one's own images to a model that commands use, and what is refused before it. */
class TrainToolTest {

    @TempDir Path temp;

    private Path output() {
        return temp.resolve("model");
    }

    private TrainTool tool(Kind kind, DataSettings data, long steps) {
        NetworkSettings network = TinyTraining.network(kind, temp.resolve("vae"));
        return new TrainTool(
                data, network, new StepSettings(steps, 0, 2, 1e-3, 1), output().toString());
    }

    private static DataSettings folder(Path path) {
        DataSettings d = DataSettings.DEFAULT;
        return new DataSettings(
                Optional.of(path), d.values(), d.crop(), d.orientation(), d.intensity(), "");
    }

    private static ImagePlus stack(ImageProcessor... planes) {
        ImageStack stack = new ImageStack(planes[0].getWidth(), planes[0].getHeight());
        for (ImageProcessor plane : planes) stack.addSlice(plane);
        return new ImagePlus("cells", stack);
    }

    private static <T extends ImageProcessor> T noisy(T plane, int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < plane.getPixelCount(); i++) plane.set(i, random.nextInt(200));
        return plane;
    }

    /** Three small planes of noise. */
    static ImagePlus greyStack() {
        return stack(
                noisy(new ByteProcessor(12, 10), 1),
                noisy(new ByteProcessor(12, 10), 2),
                noisy(new ByteProcessor(12, 10), 3));
    }

    @Test
    void stackBecomesAModelThatCommandsUse() throws IOException {
        TrainTool.Trained trained =
                tool(Kind.PIXELS, DataSettings.DEFAULT, 3).run(greyStack(), TrainingDisplay.NONE);
        assertThat(trained.steps()).isEqualTo(3);
        assertThat(trained.previews().getStackSize()).isEqualTo(1);
        assertThat(output().resolve("README.md")).content().contains("| steps | 3 |");
        assertThat(output().resolve("training")).isDirectoryContaining("glob:**/loss.csv");
        assertThat(output().resolve("training")).isDirectoryContaining("glob:**/previews.tif");

        Sampling sampling = Sampling.of(output().toString(), "").withSteps(2);
        TextToImageTool tool = new TextToImageTool(sampling, 0, 0, OutputType.GRAY32);
        ImagePlus image = tool.run(Progress.NONE);
        assertThat(image.getWidth()).isEqualTo(8);
        assertThat(image.getNChannels()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new TextToImageTool(
                                                Sampling.of(output().toString(), "cells"),
                                                0,
                                                0,
                                                OutputType.SAME)
                                        .run(Progress.NONE))
                .withMessageContaining("looks at no text");

        TrainTool.Trained more =
                tool(Kind.PIXELS, DataSettings.DEFAULT, 5).run(greyStack(), TrainingDisplay.NONE);
        assertThat(more.steps()).isEqualTo(5);
        assertThat(more.previews().getStackSize()).isEqualTo(2);
        assertThat(tool.run(Progress.NONE).getProcessor().getPixels())
                .isNotEqualTo(image.getProcessor().getPixels());
    }

    @Test
    void otherSettingsAndOtherFoldersAreNeverOverwritten() throws IOException {
        tool(Kind.PIXELS, DataSettings.DEFAULT, 1).run(greyStack(), TrainingDisplay.NONE);
        DataSettings d = DataSettings.DEFAULT;
        DataSettings other =
                new DataSettings(
                        d.folder(), d.values(), d.crop(), Orientation.FIXED, d.intensity(), "");
        assertThatIOException()
                .isThrownBy(
                        () -> tool(Kind.PIXELS, other, 2).run(greyStack(), TrainingDisplay.NONE))
                .withMessageContaining("holds a run whose orientation was any, not fixed");

        Files.delete(output().resolve("training/settings.json"));
        assertThatIOException()
                .isThrownBy(
                        () ->
                                tool(Kind.PIXELS, DataSettings.DEFAULT, 2)
                                        .run(greyStack(), TrainingDisplay.NONE))
                .withMessageContaining("exists and holds no training run");
    }

    @Test
    void callThatFailsWhileStepsAreTimedLeavesNothingButWhatWasThere() throws IOException {
        TrainTool tool = tool(Kind.PIXELS, DataSettings.DEFAULT, 2);
        assertThatIllegalStateException()
                .isThrownBy(() -> tool.run(greyStack(), TinyTraining.TOO_LARGE));
        assertThat(output()).doesNotExist();

        tool(Kind.PIXELS, DataSettings.DEFAULT, 1).run(greyStack(), TrainingDisplay.NONE);
        assertThatIllegalStateException()
                .isThrownBy(() -> tool.run(greyStack(), TinyTraining.TOO_LARGE));
        assertThat(tool.run(greyStack(), TrainingDisplay.NONE).steps()).isEqualTo(2);
        assertThat(output().resolve("training/loss.csv")).content().hasLineCount(3);
    }

    @Test
    void runWhoseSettingsCannotBeWrittenLeavesNothingAndCanBeginLater() throws IOException {
        TrainTool tool = tool(Kind.PIXELS, DataSettings.DEFAULT, 1);
        Path run = output().resolve("training");
        Files.createDirectories(RunFolder.unfinished(run)); // a folder where the file has to be
        assertThatIOException().isThrownBy(() -> tool.run(greyStack(), TrainingDisplay.NONE));
        assertThat(output()).doesNotExist();

        Files.createDirectories(run);
        Files.writeString(RunFolder.unfinished(run), "{\"ki"); // as a process that was killed
        assertThat(tool.run(greyStack(), TrainingDisplay.NONE).steps()).isEqualTo(1);
        assertThat(run.toFile().list())
                .containsExactlyInAnyOrder(
                        "settings.json",
                        "checkpoint.safetensors",
                        "loss.csv",
                        "held-out.csv",
                        "previews.tif");
    }

    @Test
    void secondRunOnTheSameFolderIsRefusedWhileTheFirstOneLasts() throws IOException {
        TrainTool tool = tool(Kind.PIXELS, DataSettings.DEFAULT, 1);
        List<String> refusals = new ArrayList<>();
        TrainingDisplay another =
                new TrainingDisplay() {
                    @Override
                    public void step(long step, double loss, double perStep, double left) {
                        assertThatIOException()
                                .isThrownBy(() -> tool.run(greyStack(), NONE))
                                .satisfies(e -> refusals.add(e.getMessage()));
                    }
                };
        assertThat(tool.run(greyStack(), another).steps()).isEqualTo(1);
        assertThat(refusals).hasSize(1);
        assertThat(refusals.get(0))
                .contains(output().toString())
                .contains("is being written by another run (process ");
        assertThat(output().resolve("training")).isDirectoryNotContaining("glob:**/.in-use");
    }

    private void assertRefused(TrainTool tool, ImagePlus image, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tool.run(image, TrainingDisplay.NONE))
                .withMessageContaining(message);
        assertThat(output()).doesNotExist();
    }

    @Test
    void wrongImagesAreRefusedBeforeAnythingIsWritten() {
        TrainTool tool = tool(Kind.PIXELS, DataSettings.DEFAULT, 1);
        assertRefused(tool, null, "there is nothing to train on: open a stack");
        assertRefused(
                tool,
                stack(noisy(new ByteProcessor(12, 10), 1)),
                "training needs several images, found one (cells slice 1)");
        FloatProcessor damaged = noisy(new ByteProcessor(12, 10), 2).convertToFloatProcessor();
        damaged.setf(5, 7, Float.NaN);
        assertRefused(
                tool,
                stack(noisy(new ByteProcessor(12, 10), 1).convertToFloat(), damaged),
                "cells slice 2 holds NaN at x=5, y=7");
        assertRefused(
                tool(Kind.TEXT, DataSettings.DEFAULT, 1),
                greyStack(),
                "3 of 3 images have no caption, the first is cells slice 1");
    }

    @Test
    void imagesLearnedFromStayAsTheyAre() {
        ImagePlus image =
                stack(noisy(new ColorProcessor(12, 10), 1), noisy(new ColorProcessor(12, 10), 2));
        image.setDisplayRange(30, 150);
        List<Object> before = new ArrayList<>();
        for (int i = 1; i <= 2; i++) before.add(image.getStack().getProcessor(i).getPixelsCopy());
        assertThat(TrainingImages.of(image).planes()).hasSize(2);
        for (int i = 1; i <= 2; i++)
            assertThat(image.getStack().getPixels(i)).isEqualTo(before.get(i - 1));
    }

    private void save(Path folder, String name, ImageProcessor plane) throws IOException {
        Files.createDirectories(folder);
        IJ.saveAsTiff(new ImagePlus(name, plane), folder.resolve(name).toString());
    }

    @Test
    void wrongFoldersAreRefusedNamingTheFile() throws IOException {
        Path sizes = temp.resolve("sizes");
        save(sizes, "a.tif", noisy(new ByteProcessor(12, 10), 1));
        save(sizes, "b.tif", noisy(new ByteProcessor(10, 10), 1));
        assertRefused(
                tool(Kind.PIXELS, folder(sizes), 1),
                null,
                "images have different sizes: a.tif has 12 x 10 pixels, b.tif has 10 x 10 pixels");

        Path colours = temp.resolve("colours");
        save(colours, "a.tif", noisy(new ByteProcessor(12, 10), 1));
        save(colours, "b.tif", noisy(new ColorProcessor(12, 10), 1));
        assertRefused(
                tool(Kind.PIXELS, folder(colours), 1),
                null,
                "images must be all grey or all in colour: a.tif is grey, b.tif is in colour");

        Path captions = temp.resolve("captions");
        save(captions, "a.tif", noisy(new ByteProcessor(12, 10), 1));
        save(captions, "b.tif", noisy(new ByteProcessor(12, 10), 2));
        Files.writeString(captions.resolve("a.txt"), "a cell\n");
        Files.writeString(captions.resolve("b.txt"), " \n");
        assertRefused(
                tool(Kind.TEXT, folder(captions), 1),
                null,
                "1 of 2 images have no caption, the first is b.tif");

        Path empty = Files.createDirectory(temp.resolve("empty"));
        assertThatIOException()
                .isThrownBy(
                        () -> tool(Kind.PIXELS, folder(empty), 1).run(null, TrainingDisplay.NONE))
                .withMessageContaining("holds no images");
    }

    @Test
    void captionsComeFromTextFilesAndTables() throws IOException {
        save(temp, "a.tif", noisy(new ByteProcessor(4, 4), 1));
        save(temp, "b.tif", noisy(new ByteProcessor(4, 4), 2));
        save(temp, "c.tif", noisy(new ByteProcessor(4, 4), 3));
        save(temp, "d.tif", noisy(new ByteProcessor(4, 4), 4));
        Files.writeString(temp.resolve("a.txt"), "beside\nthe image");
        Files.writeString(temp.resolve("captions.csv"), "file,text\nb.tif,\"one, two\"\n");
        Files.writeString(
                temp.resolve("metadata.jsonl"), "{\"file_name\": \"c.tif\", \"text\": \"json\"}\n");
        TrainingImages images = ImageFolder.read(temp);
        assertThat(images.names()).containsExactly("a.tif", "b.tif", "c.tif", "d.tif");
        assertThat(images.captions()).containsExactly("beside the image", "one, two", "json", "");
        assertThat(images.withCaption("rest").captions()).endsWith("json", "rest");
    }

    @Test
    void valuesOfAllBitDepthsBecomeMinusOneToOne() {
        ShortProcessor dark = new ShortProcessor(2, 1, new short[] {100, 200}, null);
        ShortProcessor bright = new ShortProcessor(2, 1, new short[] {300, 500}, null);
        TrainingImages images =
                new TrainingImages(List.of(dark, bright), List.of("a", "b"), List.of("", ""));
        assertThat(images.toSet(ValueScale.ALL).images().get(0).data()).containsExactly(-1, -0.5f);
        assertThat(images.toSet(ValueScale.ALL).images().get(1).data()).containsExactly(0, 1);
        assertThat(images.toSet(ValueScale.EACH).images().get(0).data()).containsExactly(-1, 1);
        bright.setMinAndMax(300, 700);
        assertThat(images.toSet(ValueScale.DISPLAY).images().get(1).data()).containsExactly(-1, 0);

        ColorProcessor colour = new ColorProcessor(1, 1, new int[] {0xff0000});
        ColorProcessor black = new ColorProcessor(1, 1, new int[] {0});
        TrainingImages rgb =
                new TrainingImages(List.of(colour, black), List.of("a", "b"), List.of("", ""));
        assertThat(rgb.toSet(ValueScale.ALL).images().get(0).data()).containsExactly(1, -1, -1);
    }

    @Test
    void displayRangeTheWrongWayRoundIsTheSameRange() {
        ImageStack stack = new ImageStack(2, 1);
        for (int i = 0; i < 4; i++) stack.addSlice(new ByteProcessor(2, 1, new byte[] {10, 90}));
        ImagePlus image = new ImagePlus("two", stack);
        image.setDimensions(2, 2, 1);
        CompositeImage channels = new CompositeImage(image, IJ.COMPOSITE);
        channels.setDisplayRange(90, 10);
        ImageSet seen = TrainingImages.of(channels).toSet(ValueScale.DISPLAY);
        assertThat(seen.images().get(0).data()).containsExactly(-1, 1);
    }
}
