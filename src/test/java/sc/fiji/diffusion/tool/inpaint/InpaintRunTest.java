// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static sc.fiji.diffusion.tool.inpaint.TinyInpainting.OPTIONS;
import static sc.fiji.diffusion.tool.inpaint.TinyInpainting.SAMPLING;
import static sc.fiji.diffusion.tool.inpaint.TinyInpainting.changedSlices;
import static sc.fiji.diffusion.tool.inpaint.TinyInpainting.placed;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.measure.ResultsTable;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.image.region.RangeChoice;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.record.GeneratedPixels;

/** Stacks, seeds, versions, and runs that are stopped. */
class InpaintRunTest {

    private static final Targets ALL =
            Targets.DEFAULT
                    .withPlanes(ChannelChoice.ACTIVE, SliceChoice.ALL)
                    .withSeeds(SeedPolicy.PER_SLICE);

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    private static ImagePlus stack() {
        ImagePlus stack = TestImages.stack(61, 47);
        stack.setRoi(new OvalRoi(20, 15, 14, 12));
        return stack;
    }

    @Test
    void stoppedRunKeepsWhatIsFinishedAndGoesOnFromThere() throws IOException {
        ImagePlus whole = new InpaintTool(SAMPLING, OPTIONS, ALL).run(stack(), Progress.NONE);
        InpaintRun first = new InpaintTool(SAMPLING, OPTIONS, ALL).begin(stack());
        Set<String> done = new HashSet<>();
        first.onFinished(task -> done.add(task.name()));
        assertThatThrownBy(() -> first.run(stopAfter(2))).isInstanceOf(CancellationException.class);
        assertThat(done).containsExactlyInAnyOrder("slice 1", "slice 2");
        ImagePlus part = first.image();
        assertThat(changedSlices(stack(), part)).containsExactly(1, 2);
        assertThat((String) part.getProperty("Info")).contains("\nfinished planes: 2 of 3\n");

        part.setRoi(stack().getRoi());
        InpaintRun second = new InpaintTool(SAMPLING, OPTIONS, ALL).begin(part);
        List<String> painted = new ArrayList<>();
        second.skip(task -> done.contains(task.name()));
        second.onFinished(task -> painted.add(task.name()));
        second.run(Progress.NONE);
        assertThat(painted).containsExactly("slice 3");
        assertThat(changedSlices(whole, second.image())).isEmpty();
    }

    @Test
    void imageMayBeClosedAndItsDisplayChangedMeanwhile() throws IOException {
        for (int count = 1; count <= 2; count++) {
            InpaintTool tool = new InpaintTool(SAMPLING.withCount(count), OPTIONS, ALL);
            ImagePlus undisturbed = tool.run(stack(), Progress.NONE);
            ImagePlus input = stack();
            InpaintRun run = tool.begin(input);
            run.onFinished(
                    task -> {
                        input.setDisplayRange(3, 70);
                        input.flush(); // as closing its window does
                    });
            run.run(Progress.NONE);
            assertThat(changedSlices(undisturbed, run.image())).isEmpty();
        }
    }

    private static Progress stopAfter(int steps) {
        return (step, count, preview) -> {
            if (step > steps) throw new CancellationException("stopped");
        };
    }

    @Test
    void oneSliceByItselfIsThatSliceOfAll() throws IOException {
        for (SeedPolicy policy : SeedPolicy.values()) {
            Targets all = ALL.withSeeds(policy);
            ImagePlus whole = new InpaintTool(SAMPLING, OPTIONS, all).run(stack(), Progress.NONE);
            Targets current = all.withPlanes(ChannelChoice.ACTIVE, SliceChoice.CURRENT);
            ImagePlus one = new InpaintTool(SAMPLING, OPTIONS, current).run(stack(), Progress.NONE);
            assertThat(one.getStack().getPixels(2)).isEqualTo(whole.getStack().getPixels(2));
            Sampling next = SAMPLING.withSeed(SAMPLING.seed() + 1);
            ImagePlus other =
                    new InpaintTool(next, OPTIONS, Targets.DEFAULT).run(stack(), Progress.NONE);
            boolean perSlice = policy == SeedPolicy.PER_SLICE;
            assertThat(changedSlices(one, other).isEmpty()).as(policy.label()).isEqualTo(perSlice);
        }
    }

    @Test
    void versionsOfAStackLieAlongTimeWithMeanAndDeviation() throws IOException {
        InpaintRun run = new InpaintTool(SAMPLING.withCount(2), OPTIONS, ALL).begin(stack());
        run.run(Progress.NONE);
        ImagePlus versions = run.image();
        assertThat(versions.getDimensions()).containsExactly(61, 47, 1, 3, 4);
        assertThat(versions.getStack().getSliceLabel(versions.getStackIndex(1, 2, 3)))
                .isEqualTo("mean");
        double first = value(versions, 1);
        double second = value(versions, 2);
        assertThat(value(versions, 3)).isCloseTo((first + second) / 2, within(0.51));
        assertThat(value(versions, 4))
                .isCloseTo(Math.abs(first - second) / Math.sqrt(2), within(0.51));
        assertThat(run.certainties()).hasSize(3).allMatch(c -> c.rimError() > 0);
    }

    @Test
    void generatedPixelsOfVersionsLieInTheirChannelOnly() throws IOException {
        ImagePlus composite = TestImages.composite(61, 47);
        composite.setRoi(new OvalRoi(20, 15, 14, 12));
        ImagePlus versions =
                new InpaintTool(SAMPLING.withCount(2), OPTIONS, Targets.DEFAULT)
                        .run(composite, Progress.NONE);
        assertThat(versions.getDimensions()).containsExactly(61, 47, 2, 4, 1);
        assertThat(generatedAt(versions, 27, 21)).containsExactly(2, 4, 6, 8);
    }

    @Test
    void generatedPixelsOfVersionsLieInTheSlicesOfTheirSelections() throws IOException {
        ImagePlus stack = TestImages.stack(61, 47);
        Overlay overlay = new Overlay();
        overlay.add(placed(new Roi(5, 5, 8, 8), 1));
        overlay.add(placed(new Roi(30, 20, 10, 10), 3));
        stack.setOverlay(overlay);
        InpaintTool tool =
                new InpaintTool(
                        SAMPLING.withCount(2),
                        OPTIONS,
                        ALL.withSelections(SelectionSource.OVERLAY));
        ImagePlus versions = tool.run(stack, Progress.NONE);
        assertThat(versions.getDimensions()).containsExactly(61, 47, 1, 2, 4);
        assertThat(generatedAt(versions, 8, 8)).containsExactly(1, 3, 5, 7);
        assertThat(generatedAt(versions, 35, 25)).containsExactly(2, 4, 6, 8);
    }

    /** The planes whose record says that a pixel of them was generated. */
    private static List<Integer> generatedAt(ImagePlus image, int x, int y) {
        ImageStack mask = GeneratedPixels.of(image).mask().getStack();
        return IntStream.rangeClosed(1, mask.size())
                .filter(plane -> mask.getProcessor(plane).get(x, y) == 255)
                .boxed()
                .toList();
    }

    private static double value(ImagePlus versions, int frame) {
        int slice = versions.getStackIndex(1, 2, frame);
        return versions.getStack().getProcessor(slice).getf(27, 21);
    }

    @Test
    void certaintyIsInPixelValuesAndGoesIntoATableWithTheSettings() throws IOException {
        ImagePlus image = TestImages.gray32(61, 47);
        image.setRoi(new OvalRoi(20, 15, 14, 12));
        InpaintTool tool = new InpaintTool(SAMPLING.withCount(3), OPTIONS, Targets.DEFAULT);
        InpaintRun run = tool.begin(image);
        run.run(Progress.NONE);
        ImagePlus versions = run.image();
        ImageProcessor deviation = versions.getStack().getProcessor(5);
        double sum = 0;
        for (int i = 0; i < deviation.getPixelCount(); i++) sum += deviation.getf(i);
        Certainty certainty = run.certainties().get(0);
        assertThat(certainty.deviation()).isPositive();
        // the feather of one pixel halves the deviation of the outermost pixels in the image
        assertThat(sum / certainty.pixels())
                .isBetween(0.7 * certainty.deviation(), certainty.deviation());
        ResultsTable table = new ResultsTable();
        CertaintyTable.add(table, "gray32", tool, run.certainties());
        assertThat(table.getValue("Rim error", 0)).isCloseTo(certainty.rimError(), within(1e-9));
        assertThat(table.getStringValue("Seed", 0)).isEqualTo("3");
    }

    @Test
    void perfectlyKnownSurroundingsHaveASmallerRimErrorThanNoise() {
        Certainty none = new Certainty("p", 1, new java.awt.Rectangle(), 1, 0, 0, 2, 4);
        assertThat(none.relativeRimError()).isEqualTo(0.5);
    }

    @Test
    void valuesThatAreNotNumbersChangeNothingElse() throws IOException {
        ImagePlus clean = TestImages.gray32(61, 47);
        clean.setRoi(new OvalRoi(20, 15, 14, 12));
        ImagePlus holed = TestImages.gray32(61, 47);
        holed.setRoi(clean.getRoi());
        holed.getProcessor().setf(27, 21, Float.NaN); // inside the hole
        InpaintTool tool =
                new InpaintTool(
                        SAMPLING, OPTIONS.withRange(RangeChoice.PERCENTILES), Targets.DEFAULT);
        float[] a = (float[]) tool.run(clean, Progress.NONE).getProcessor().getPixels();
        float[] b = (float[]) tool.run(holed, Progress.NONE).getProcessor().getPixels();
        for (int i = 0; i < a.length; i++)
            assertThat(b[i]).isFinite().isCloseTo(a[i], within(0.4f));
    }

    @Test
    void percentilesFollowTheDataWhateverTheDisplayRange() throws IOException {
        InpaintTool tool =
                new InpaintTool(
                        SAMPLING, OPTIONS.withRange(RangeChoice.PERCENTILES), Targets.DEFAULT);
        ImagePlus image = TestImages.gray16(61, 47);
        image.setRoi(new OvalRoi(20, 15, 14, 12));
        ImagePlus wide = tool.run(image, Progress.NONE);
        image.setDisplayRange(0, 65535);
        ImagePlus other = tool.run(image, Progress.NONE);
        assertThat(changedSlices(wide, other)).isEmpty();
    }

    @Test
    void farApartPiecesGetCropsOfTheirOwnAndCloseOnesShareOne() throws IOException {
        FloatProcessor plane = new FloatProcessor(400, 40);
        ImagePlus image = new ImagePlus("long", plane);
        image.setDisplayRange(0, 1);
        Roi apart = new ShapeRoi(new Roi(5, 5, 8, 8)).or(new ShapeRoi(new Roi(380, 20, 8, 8)));
        image.setRoi(((ShapeRoi) apart).or(new ShapeRoi(new Roi(20, 8, 4, 4))));
        InpaintTool tool = new InpaintTool(SAMPLING.withCount(2), OPTIONS, Targets.DEFAULT);
        InpaintRun run = tool.begin(image);
        run.run(Progress.NONE);
        assertThat(run.certainties()).extracting(c -> c.bounds().x).containsExactly(5, 380);
        assertThat(run.certainties()).extracting(Certainty::seed).containsExactly(3L, 1_000_003L);
    }

    @Test
    void ofAVirtualStackOnlyThePaintedPlanesAreRead() throws IOException {
        List<Integer> read = new ArrayList<>();
        ImagePlus virtual = Subjects.virtual(TestImages.stack(61, 47), read);
        virtual.setRoi(new OvalRoi(20, 15, 14, 12));
        read.clear();
        InpaintRun run = new InpaintTool(SAMPLING, OPTIONS, Targets.DEFAULT).begin(virtual);
        run.run(Progress.NONE);
        assertThat(read).containsOnly(2);
        ImagePlus result = run.image();
        ImageStack source = TestImages.stack(61, 47).getStack();
        assertThat(result.getStack().getPixels(3)).isEqualTo(source.getPixels(3));
        assertThat(result.getStack().getPixels(2)).isNotEqualTo(source.getPixels(2));
    }
}
