// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.record.Records;

/** Which planes and steps the tools look at, and what they refuse before they begin. */
class ExplainToolsTest {

    private static final String CLIP = "models/microscopy-128";
    private static final List<String> LABELS = List.of("nuclei", "actin filaments");
    private static final ModelSpec TINY = ModelSpec.of(Reference.path("models/tiny-sd1"));

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    /** Two channels, two slices and two frames of noise, each brighter than the one before. */
    private static ImagePlus hyperstack() {
        ImagePlus image = IJ.createHyperStack("cells", 32, 32, 2, 2, 2, 16);
        Random random = new Random(1);
        for (int plane = 1; plane <= 8; plane++) {
            short[] pixels = (short[]) image.getStack().getPixels(plane);
            for (int i = 0; i < pixels.length; i++) pixels[i] = (short) random.nextInt(90 * plane);
        }
        CompositeImage composite = new CompositeImage(image, IJ.COMPOSITE);
        for (int channel = 2; channel >= 1; channel--) {
            composite.setC(channel);
            composite.setDisplayRange(0, 300 * channel);
        }
        return composite;
    }

    private static double labelled(ImagePlus image, ClipTool.Parts parts, int row)
            throws IOException {
        ResultsTable table = new ClipTool(CLIP, parts).labels(image, LABELS, Progress.NONE);
        return table.getValue("nuclei", row);
    }

    @Test
    void clipLooksAtTheRoisInTheirPlanes() throws IOException {
        ImagePlus image = hyperstack();
        Roi roi = new Roi(0, 0, 32, 32);
        roi.setPosition(2, 2, 1);
        image.setOverlay(new Overlay(roi));
        image.setPosition(1, 1, 1);
        double seen = labelled(image, ClipTool.Parts.ROIS, 0);
        assertThat(seen).isNotEqualTo(labelled(image, ClipTool.Parts.CURRENT, 0));
        image.setPosition(2, 2, 1);
        assertThat(seen).isEqualTo(labelled(image, ClipTool.Parts.CURRENT, 0));
    }

    @Test
    void clipRefusesAnEmptyPartAndSeesALineAsItsPixels() throws IOException {
        ImagePlus image = hyperstack();
        for (Roi outside : List.of(new Roi(40, 0, 9, 9), new Line(-9, 3, -2, 3))) {
            image.setRoi(outside);
            assertThatThrownBy(() -> labelled(image, ClipTool.Parts.CURRENT, 0))
                    .hasMessage(
                            "the selection of \"cells\" holds no pixel of the image, which is"
                                    + " 32 x 32 pixels; move it into the image");
        }
        ImagePlus thin = IJ.createImage("thin", "8-bit ramp", 1, 900_000, 1);
        assertThatThrownBy(() -> labelled(thin, ClipTool.Parts.CURRENT, 0))
                .hasMessageStartingWith("an image of 1 x 900000 pixels is too long and thin");
        image.setRoi(new Line(4, 3, 20, 3));
        double line = labelled(image, ClipTool.Parts.CURRENT, 0);
        image.setRoi(new Roi(4, 3, new Line(4, 3, 20, 3).getBounds().width, 1));
        assertThat(line).isEqualTo(labelled(image, ClipTool.Parts.CURRENT, 0));
    }

    @Test
    void eachSliceIsSeenWithTheDisplayRangeOfItsChannel() throws IOException {
        ImagePlus image = hyperstack();
        image.setPosition(1, 1, 1);
        int plane = image.getStackIndex(2, 1, 2);
        double seen = labelled(image, ClipTool.Parts.SLICES, plane - 1);
        image.setPosition(2, 1, 2);
        assertThat(seen).isEqualTo(labelled(image, ClipTool.Parts.CURRENT, 0));
    }

    private static ImagePlus reverse(String solver, int frames) throws IOException {
        return new ReverseProcessTool(
                        Spaces.of(TINY, "cell"), solver, Equation.VP, 5, 0, 0.16, 0.01, frames, 1)
                .run(16, 16, Progress.NONE);
    }

    @Test
    void filmEndsWithTheLastStepHoweverManyThereAre() throws IOException {
        ImagePlus all = reverse("probability-flow ODE", 500);
        int steps = all.getNFrames();
        assertThat(steps).isBetween(4, 499);
        for (int frames : new int[] {1, 3}) {
            ImagePlus some = reverse("probability-flow ODE", frames);
            assertThat(some.getNFrames()).isBetween(1, frames);
            assertThat(last(some)).isEqualTo(last(all));
            int pixels = some.getStackSize();
            assertThat(some.getStack().getPixels(pixels))
                    .isEqualTo(all.getStack().getPixels(all.getStackSize()));
            assertThat(evaluations(some)).isEqualTo(evaluations(all));
        }
        assertThat(last(reverse("DDIM", 2))).startsWith("step 5,");
    }

    private static String last(ImagePlus film) {
        return film.getStack().getSliceLabel(film.getStackSize());
    }

    private static String evaluations(ImagePlus film) {
        return Records.last(film).settings().get("evaluations");
    }

    @Test
    void evaluationsAreThoseOfTheSolver() throws IOException {
        assertThat(evaluations(reverse("Euler-Maruyama", 5))).isEqualTo("5");
        assertThat(evaluations(reverse("Euler-Maruyama", 1))).isEqualTo("5");
    }

    private static CompareSettingsTool comparison(String columns, String... values) {
        Map<String, String> settings =
                Map.of("prompt", "", "steps", "1", "guidance", "1", "sampler", "DDIM", "seed", "1");
        return new CompareSettingsTool(
                TINY, settings, "guidance", List.of("1"), columns, List.of(values));
    }

    @Test
    void valuesOfAComparisonAreCheckedBeforeTheFirstImage() {
        Progress none =
                (step, count, image) -> {
                    throw new AssertionError("an image was made");
                };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparison("sampler", "DDIM", "Eulr").run(null, none))
                .withMessageContaining("Eulr");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparison("seed", "1", "two").run(null, none))
                .withMessageContaining("seed must be a whole number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparison("steps", "1", "1.5").run(null, none))
                .withMessageContaining("steps must be a whole number");
    }

    @Test
    void largeSeedsOfAComparisonDiffer() throws IOException {
        assertThat(below("2147483648")).isNotEqualTo(below("2147483649"));
    }

    /** The pixels of a comparison of one image, without the title above it. */
    private static Object below(String seed) throws IOException {
        ImageProcessor sheet = comparison("seed", seed).run(null, Progress.NONE).getProcessor();
        sheet.setRoi(0, 20, sheet.getWidth(), sheet.getHeight() - 20);
        return sheet.crop().getPixels();
    }

    @Test
    void codesOfDifferentSizesAreRefused() throws IOException {
        CodeTool tool = new CodeTool(Spaces.of(TINY, "cell"), "DDIM", 1, 1, 0.01);
        ImagePlus small = IJ.createImage("small", "32-bit ramp", 8, 8, 4);
        ImagePlus large = IJ.createImage("large", "32-bit ramp", 16, 8, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tool.decode(large, small, 3, Progress.NONE))
                .withMessageContaining("\"large\" is 16 x 8 and \"small\" 8 x 8");
    }
}
