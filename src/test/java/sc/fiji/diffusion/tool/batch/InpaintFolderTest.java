// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.io.RoiEncoder;
import ij.process.ByteProcessor;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Guidance;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.testing.CountedProgress;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.inpaint.ChannelChoice;
import sc.fiji.diffusion.tool.inpaint.InpaintOptions;
import sc.fiji.diffusion.tool.inpaint.SeedPolicy;
import sc.fiji.diffusion.tool.inpaint.SliceChoice;
import sc.fiji.diffusion.tool.inpaint.Targets;
import sc.fiji.diffusion.tool.record.Difference;
import sc.fiji.diffusion.tool.record.Records;

class InpaintFolderTest {

    private static final Sampling SAMPLING =
            new Sampling(
                    ModelSpec.of(Reference.path("models/tiny-sd1").toString()),
                    "a cell",
                    "",
                    1,
                    Guidance.of(1),
                    Method.OF_MODEL,
                    3,
                    1);

    @TempDir Path folder;
    private Path input;

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    @BeforeEach
    void makeInput() throws IOException {
        input = Files.createDirectory(folder.resolve("in"));
    }

    /** 100 slices with a selection in the file. */
    private void makeStack() {
        ImagePlus stack = IJ.createImage("stack", "8-bit ramp", 20, 16, 100);
        for (int slice = 1; slice <= 100; slice++) {
            stack.getStack().getProcessor(slice).add(slice);
        }
        stack.setRoi(new OvalRoi(5, 4, 8, 7));
        stack.setOverlay(new Overlay(new Roi(1, 2, 3, 4)));
        new FileSaver(stack).saveAsTiffStack(input.resolve("stack.tif").toString());
    }

    private static InpaintFolder job(Roi common) {
        return job(new Regions(null, common));
    }

    private static InpaintFolder job(Regions regions) {
        Targets targets =
                Targets.DEFAULT
                        .withPlanes(ChannelChoice.ACTIVE, SliceChoice.ALL)
                        .withSeeds(SeedPolicy.PER_SLICE);
        return new InpaintFolder(
                SAMPLING, InpaintOptions.DEFAULT.withResample(1), targets, regions);
    }

    @Test
    void stackStoppedAtSlice40GoesOnThereAndEndsAsIfNeverStopped() throws IOException {
        makeStack();
        Path whole = folder.resolve("whole");
        Path stopped = folder.resolve("stopped");
        CountedProgress all = new CountedProgress();
        job((Roi) null).run(input, whole, all);
        assertThat(all.steps()).isEqualTo(100);

        assertThatThrownBy(() -> job((Roi) null).run(input, stopped, new CountedProgress(40)))
                .isInstanceOf(CancellationException.class);
        assertThat(stopped.resolve("stack.tif")).doesNotExist();
        assertThat(names(stopped)).anyMatch(name -> name.matches("stack\\..*\\.partial\\.tif"));
        assertThatThrownBy(() -> job((Roi) null).run(input, stopped, new CountedProgress(10)))
                .isInstanceOf(CancellationException.class);
        CountedProgress rest = new CountedProgress();
        job((Roi) null).run(input, stopped, rest);

        assertThat(rest.steps()).isEqualTo(50);
        ImagePlus one = IJ.openImage(whole.resolve("stack.tif").toString());
        ImagePlus other = IJ.openImage(stopped.resolve("stack.tif").toString());
        assertThat(Difference.none(one, other)).isTrue();
        for (ImagePlus result : List.of(one, other)) {
            assertThat(result.getOverlay().toArray())
                    .extracting(Roi::getBounds)
                    .containsExactly(new Rectangle(1, 2, 3, 4));
        }
        assertThat(lasting(other)).isEqualTo(lasting(one));
        assertThat(Records.read(other)).hasSize(1);
        assertThat(names(stopped)).containsExactlyInAnyOrder("stack.tif", Journal.NAME);
    }

    /** The record without what differs from run to run. */
    private static Map<String, String> lasting(ImagePlus image) {
        return Records.last(image).settings().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("seconds per step"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void eachImageIsRepaintedWhereItsFileSaysAndBadOnesArePassedOver() throws IOException {
        save(TestImages.gray16(30, 24), "a.tif");
        RoiEncoder.save(new Roi(3, 4, 10, 10), input.resolve("a.roi").toString());
        save(TestImages.gray8(30, 24), "b.tif");
        save(mask(new Roi(10, 10, 6, 5)), "b_mask.tif");
        Files.writeString(input.resolve("broken.tif"), "no image");
        save(TestImages.rgb(30, 24), "c.tif");

        Path output = folder.resolve("out");
        List<InpaintFolder.Outcome> outcomes =
                job(new OvalRoi(20, 10, 8, 8)).run(input, output, Progress.NONE);

        assertThat(outcomes).hasSize(4);
        assertThat(outcomes.get(2).result()).isNull();
        assertThat(outcomes.get(2).note()).contains("cannot open");
        assertOnlyChangedIn("a.tif", output, new Roi(3, 4, 10, 10));
        assertOnlyChangedIn("b.tif", output, new Roi(10, 10, 6, 5));
        assertOnlyChangedIn("c.tif", output, new OvalRoi(20, 10, 8, 8));
        assertThat(Records.last(open(output, "b.tif")).settings()).containsEntry("seed", "1003");
    }

    private void save(ImagePlus image, String name) {
        new FileSaver(image).saveAsTiff(input.resolve(name).toString());
    }

    private static ImagePlus open(Path folder, String name) {
        return IJ.openImage(folder.resolve(name).toString());
    }

    private void assertOnlyChangedIn(String name, Path output, Roi roi) {
        assertOnlyChangedIn(name, name, output, roi);
    }

    private void assertOnlyChangedIn(String result, String name, Path output, Roi roi) {
        ImagePlus before = open(input, name);
        ImagePlus after = open(output, result);
        int changed = 0;
        for (int i = 0; i < 30 * 24; i++) {
            if (after.getProcessor().get(i) == before.getProcessor().get(i)) continue;
            assertThat(roi.contains(i % 30, i / 30)).as(name + " " + i).isTrue();
            changed++;
        }
        assertThat(changed).as(name).isGreaterThan(10);
    }

    @Test
    void masksAreFoundWhateverTheCaseAndEndingOfTheirNames() throws IOException {
        String[][] pairs = {
            {"a.TIF", "a_mask.TIF"}, {"b.tiff", "B_Mask.tiff"}, {"c.tif", "c_MASK.gif"}
        };
        for (String[] pair : pairs) {
            save(TestImages.gray8(30, 24), pair[0]);
            save(mask(new Roi(10, 10, 6, 5)), pair[1]);
        }
        save(mask(new Roi(10, 10, 6, 5)), "gone_mask.tif");
        Path output = folder.resolve("out");
        List<InpaintFolder.Outcome> outcomes =
                job(new Roi(1, 1, 4, 4)).run(input, output, Progress.NONE);
        assertThat(outcomes).hasSize(4);
        for (String[] pair : pairs) {
            String result = pair[0].charAt(0) + ".tif";
            assertOnlyChangedIn(result, pair[0], output, new Roi(10, 10, 6, 5));
        }
        assertThat(outcomes.get(3).file()).hasFileName("gone_mask.tif");
        assertThat(outcomes.get(3).note()).contains("named as a mask, and there is no image");
    }

    private static ImagePlus mask(Roi roi) {
        ByteProcessor mask = new ByteProcessor(30, 24);
        mask.setRoi(roi);
        mask.setValue(255);
        mask.fill();
        return new ImagePlus("mask", mask);
    }

    @Test
    void damagedRegionsAndImagesArePassedOverWithTheirNames() throws IOException {
        for (String name : List.of("a", "b", "c", "d")) {
            save(TestImages.gray8(30, 24), name + ".tif");
            RoiEncoder.save(new OvalRoi(3, 4, 10, 10), input.resolve(name + ".roi").toString());
        }
        change(input.resolve("a.roi"), 36, 0x40000000); // coordinates of a shape
        change(input.resolve("b.roi"), 0, 0);
        Files.write(
                input.resolve("c.tif"),
                Arrays.copyOf(Files.readAllBytes(input.resolve("c.tif")), 500));
        List<InpaintFolder.Outcome> outcomes =
                job((Roi) null).run(input, folder.resolve("out"), Progress.NONE);
        assertThat(outcomes)
                .extracting(outcome -> outcome.result() == null)
                .containsExactly(true, true, true, false);
        assertThat(outcomes.get(0).note()).contains("a.roi").contains("the selection is damaged");
        assertThat(outcomes.get(1).note()).contains("b.roi").contains("the selection is damaged");
        assertThat(outcomes.get(2).note()).contains("c.tif").contains("cut off");
    }

    private static void change(Path file, int at, int value) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, ByteBuffer.wrap(bytes).putInt(at, value).array());
    }

    @Test
    void whatIsDoneIsSkippedUnlessTheImageHasChanged() throws IOException {
        save(TestImages.gray8(30, 24), "a.tif");
        save(TestImages.gray8(31, 24), "b.tif");
        Path output = folder.resolve("out");
        InpaintFolder job = job(new Roi(3, 4, 10, 10));
        job.run(input, output, Progress.NONE);
        FileTime before = Files.getLastModifiedTime(output.resolve("a.tif"));
        save(TestImages.gray8(33, 24), "b.tif");

        CountedProgress again = new CountedProgress();
        List<InpaintFolder.Outcome> outcomes = job.run(input, output, again);

        assertThat(again.steps()).isEqualTo(1);
        assertThat(outcomes.get(0).note()).isEqualTo("done before, skipped");
        assertThat(Files.getLastModifiedTime(output.resolve("a.tif"))).isEqualTo(before);
        assertThat(open(output, "b.tif").getWidth()).isEqualTo(33);
    }

    @Test
    void whatIsDoneIsDoneAnewIfItsRegionsHaveChanged() throws IOException {
        save(TestImages.gray8(30, 24), "a.tif");
        String regions = input.resolve("a.roi").toString();
        RoiEncoder.save(new Roi(3, 4, 10, 10), regions);
        Path output = folder.resolve("out");
        job((Roi) null).run(input, output, Progress.NONE);
        RoiEncoder.save(new Roi(18, 4, 10, 10), regions);
        job((Roi) null).run(input, output, Progress.NONE);
        assertOnlyChangedIn("a.tif", output, new Roi(18, 4, 10, 10));
    }

    @Test
    void imageIsNotItsOwnMaskInTheFolderOfImages() throws IOException {
        ImagePlus image = TestImages.gray8(30, 24);
        image.setRoi(new Roi(3, 4, 10, 10));
        save(image, "a.tif");
        new FileSaver(TestImages.gray8(30, 24)).saveAsPng(input.resolve("a.png").toString());
        Path output = folder.resolve("out");
        List<InpaintFolder.Outcome> outcomes =
                job(new Regions(input, null)).run(input, output, Progress.NONE);
        assertThat(outcomes.get(0).note()).contains("no selection for a.png");
        assertOnlyChangedIn("a.tif.tif", "a.tif", output, new Roi(3, 4, 10, 10));
    }

    @Test
    void folderOfResultsTellsTheSeedToGoOnWith() throws IOException {
        save(TestImages.gray8(30, 24), "a.tif");
        Path output = folder.resolve("out");
        assertThat(InpaintFolder.seedOf(output)).isEmpty();
        job(new Roi(3, 4, 10, 10)).run(input, output, Progress.NONE);
        assertThat(InpaintFolder.seedOf(output)).hasValue(SAMPLING.seed());
    }

    @Test
    void jobsThatCannotBeAreRefusedBeforeAnythingIsWritten() throws IOException {
        InpaintFolder job = job(new Roi(3, 4, 10, 10));
        Path output = folder.resolve("out");
        assertThatThrownBy(() -> job.run(input, output, Progress.NONE))
                .hasMessageContaining("holds no images");
        save(TestImages.gray8(30, 24), "a.tif");
        assertThatThrownBy(() -> job.run(input, input, Progress.NONE))
                .hasMessageContaining("the same folder");
        job.run(input, output, Progress.NONE);
        Roi oval = new OvalRoi(3, 4, 10, 10); // of the same bounds
        assertThatThrownBy(() -> job(oval).run(input, output, Progress.NONE))
                .hasMessageContaining("results of a job with other settings");
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("a.tif"), "precious");
        assertThat(job.run(input, other, Progress.NONE).get(0).note())
                .contains("was not made by this job");
        assertThat(other.resolve("a.tif")).hasContent("precious");
    }

    @Test
    void journalLineThatWasCutOffDoesNotCount() throws IOException {
        save(TestImages.gray8(30, 24), "a.tif");
        Path output = folder.resolve("out");
        InpaintFolder job = job(new Roi(3, 4, 10, 10));
        job.run(input, output, Progress.NONE);
        Path journal = output.resolve(Journal.NAME);
        String text = Files.readString(journal);
        Files.writeString(journal, text.substring(0, text.length() - 3));
        Files.delete(output.resolve("a.tif"));
        CountedProgress again = new CountedProgress();
        job.run(input, output, again);
        assertThat(again.steps()).isEqualTo(1);
        assertThat(journal).hasContent(text);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
