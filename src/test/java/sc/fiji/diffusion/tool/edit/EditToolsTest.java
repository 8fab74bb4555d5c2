// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.image.region.HarmonicFill;
import sc.fiji.diffusion.image.region.Selection;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Guidance;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.inpaint.InpaintOptions;
import sc.fiji.diffusion.tool.inpaint.SeedPolicy;
import sc.fiji.diffusion.tool.inpaint.SelectionSource;
import sc.fiji.diffusion.tool.inpaint.Target;
import sc.fiji.diffusion.tool.inpaint.Targets;
import sc.fiji.diffusion.tool.record.GeneratedPixels;
import sc.fiji.diffusion.tool.record.InputRecord;
import sc.fiji.diffusion.tool.record.Recorded;
import sc.fiji.diffusion.tool.record.Records;

class EditToolsTest {

    private static final Sampling SAMPLING =
            new Sampling(
                    ModelSpec.of(Reference.path("models/tiny-sd1")),
                    "a cell",
                    "",
                    1,
                    Guidance.of(1),
                    Method.OF_MODEL,
                    4,
                    1);
    private static final Margins MARGINS = new Margins(9, 0, 5, 40);

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    @Test
    void extendedImageHoldsTheImageExactlyWithAllThatBelongsToIt() throws IOException {
        for (Map.Entry<String, ImagePlus> entry : TestImages.everyType().entrySet()) {
            String type = entry.getKey();
            ImagePlus image = entry.getValue();
            ImagePlus extended =
                    new ExtendTool(SAMPLING, 1, MARGINS, SeedPolicy.SAME).run(image, Progress.NONE);
            assertThat(extended.getWidth()).as(type).isEqualTo(9 + 61);
            assertThat(extended.getHeight()).as(type).isEqualTo(5 + 47 + 40);
            assertThat(extended.getType()).as(type).isEqualTo(image.getType());
            assertThat(InputRecord.of(extended).ranges()).isEqualTo(InputRecord.of(image).ranges());
            for (int s = 1; s <= image.getStackSize(); s++) {
                ImageProcessor part = extended.getStack().getProcessor(s);
                part.setRoi(9, 5, 61, 47);
                assertThat(part.crop().getPixels())
                        .as(type)
                        .isEqualTo(image.getStack().getProcessor(s).getPixels());
            }
            assertThat(extended.getCalibration().xOrigin).as(type).isEqualTo(9);
            assertThat(extended.getCalibration().pixelWidth)
                    .isEqualTo(image.getCalibration().pixelWidth);
            if (image.getOverlay() != null) {
                assertThat(extended.getOverlay().get(0).getBounds())
                        .isEqualTo(new Rectangle(10, 7, 3, 4));
            }
        }
    }

    @Test
    void borderIsWhatWasGenerated() throws IOException {
        ImagePlus image = TestImages.gray8(61, 47);
        ImagePlus extended =
                new ExtendTool(SAMPLING, 1, MARGINS, SeedPolicy.SAME).run(image, Progress.NONE);
        assertThat(Records.last(extended).task()).isEqualTo("Extend Canvas");
        assertThat(Records.last(extended).settings())
                .containsEntry("bottom", "40")
                .containsEntry("seed", "4")
                .doesNotContainKey("fill");
        assertThat(Records.read(extended)).hasSize(1);
        ImageProcessor mask = GeneratedPixels.of(extended).mask().getProcessor();
        for (int i = 0; i < mask.getPixelCount(); i++) {
            boolean old = new Rectangle(9, 5, 61, 47).contains(i % 70, i / 70);
            assertThat(mask.get(i)).isEqualTo(old ? 0 : 255);
        }
    }

    @Test
    void whatIsFilledWithoutAModelIsNotGenerated() throws IOException {
        ImagePlus image = TestImages.gray8(61, 47);
        image.setRoi(new OvalRoi(12, 10, 20, 15));
        ImagePlus filled = remove(0).run(image, Progress.NONE);
        assertThatThrownBy(() -> GeneratedPixels.of(filled))
                .hasMessageContaining("generated no pixels");
        ImagePlus extended =
                new ExtendTool(SAMPLING, 1, MARGINS, SeedPolicy.SAME).run(filled, Progress.NONE);
        ImageProcessor mask = GeneratedPixels.of(extended).mask().getProcessor();
        assertThat(mask.get(9 + 22, 5 + 17)).isZero();
    }

    @Test
    void whatEarlierRunsGeneratedMovesWithTheCanvas() throws IOException {
        ImagePlus image = TestImages.gray8(61, 47);
        Roi roi = new OvalRoi(12, 10, 20, 15);
        image.setRoi(roi);
        ImagePlus removed = remove(1).run(image, Progress.NONE);
        ImagePlus extended =
                new ExtendTool(SAMPLING, 1, MARGINS, SeedPolicy.SAME).run(removed, Progress.NONE);
        ImageProcessor mask = GeneratedPixels.of(extended).mask().getProcessor();
        for (int i = 0; i < mask.getPixelCount(); i++) {
            int x = i % 70 - 9;
            int y = i / 70 - 5;
            boolean old = new Rectangle(61, 47).contains(x, y) && !roi.contains(x, y);
            assertThat(mask.get(i)).isEqualTo(old ? 0 : 255);
        }
    }

    @Test
    void adjoiningSelectionsAreRemovedAsOne() throws IOException {
        ByteProcessor plane = new ByteProcessor(40, 40);
        plane.setValue(200);
        plane.fill(new Roi(10, 10, 20, 10));
        ImagePlus image = new ImagePlus("streak", plane);
        image.setOverlay(new Overlay(new Roi(10, 10, 10, 10)));
        image.getOverlay().add(new Roi(20, 10, 10, 10));
        Targets both = Targets.DEFAULT.withSelections(SelectionSource.OVERLAY);
        RemoveTool tool = remove(0);
        ImagePlus removed =
                new RemoveTool(tool.sampling(), tool.options(), both).run(image, Progress.NONE);
        assertThat(removed.getProcessor().getPixels()).isEqualTo(new byte[40 * 40]);
    }

    @Test
    void tilesCoverTheBorderOnceEachBesideWhatIsKnown() {
        Rectangle inner = new Rectangle(9, 5, 61, 47);
        int[] covered = new int[70 * 92];
        List<Rectangle> tiles = MARGINS.tiles(61, 47, 16);
        Rectangle known = new Rectangle(inner);
        for (Rectangle tile : tiles) {
            assertThat(Math.max(tile.width, tile.height)).isLessThanOrEqualTo(16);
            Rectangle touching = new Rectangle(tile);
            touching.grow(1, 1);
            assertThat(touching.intersects(known)).isTrue();
            known.add(tile);
            for (int y = tile.y; y < tile.y + tile.height; y++) {
                for (int x = tile.x; x < tile.x + tile.width; x++) covered[y * 70 + x]++;
            }
        }
        for (int i = 0; i < covered.length; i++) {
            assertThat(covered[i]).isEqualTo(inner.contains(i % 70, i / 70) ? 0 : 1);
        }
    }

    @Test
    void removalChangesOnlyTheSelectionAndWithoutStrengthIsTheClassicalFill() throws IOException {
        Roi roi = new OvalRoi(12, 10, 20, 15);
        for (Map.Entry<String, ImagePlus> entry : TestImages.everyType().entrySet()) {
            ImagePlus image = entry.getValue();
            image.setRoi(roi);
            ImagePlus classical = remove(0).run(image, Progress.NONE);
            ImagePlus painted = remove(1).run(image, Progress.NONE);
            ImageProcessor filled = image.getProcessor().duplicate();
            HarmonicFill.fill(filled, Selection.of(roi, 61, 47));
            int shown = image.getCurrentSlice();
            assertThat(classical.getStack().getPixels(shown))
                    .as(entry.getKey())
                    .isEqualTo(filled.getPixels());
            assertThat(Records.last(classical).share()).isEqualTo(AiShare.NOT);
            assertThat(Records.last(painted).share()).isEqualTo(AiShare.PARTLY);
            assertThat(Records.last(painted).task()).isEqualTo("Remove Selection");
            assertThat(InputRecord.read(Recorded.last(painted))).contains(InputRecord.of(image));
            ImageProcessor after = painted.getStack().getProcessor(shown);
            for (int i = 0; i < filled.getPixelCount(); i++) {
                boolean same = after.get(i) == image.getProcessor().get(i);
                assertThat(same || roi.contains(i % 61, i / 61)).as(entry.getKey()).isTrue();
            }
            assertThat(after.getPixels()).as(entry.getKey()).isNotEqualTo(filled.getPixels());
        }
    }

    private static RemoveTool remove(double strength) {
        InpaintOptions options =
                InpaintOptions.DEFAULT.withStart(strength, InpaintOptions.DEFAULT.fill());
        return new RemoveTool(SAMPLING, options, Targets.DEFAULT);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Margins(0, 0, 0, 0)).hasMessageContaining("all 0");
        assertThatThrownBy(() -> new Margins(-1, 0, 0, 3))
                .hasMessage("left must be between 0 and 8192 pixels, was -1");
        assertThatThrownBy(() -> remove(0.01)).hasMessageContaining("runs no step");
        assertThatThrownBy(() -> new ExtendTool(SAMPLING.withCount(2), 1, MARGINS, SeedPolicy.SAME))
                .hasMessageContaining("count must be 1");
    }

    @Test
    void removalInPlaceWritesThePixelsOfTheNewImage() throws IOException {
        for (double strength : new double[] {0, 1}) {
            ImagePlus image = new ImagePlus("a", ramp());
            image.setRoi(new OvalRoi(10, 10, 20, 16));
            InpaintOptions options = InpaintOptions.DEFAULT.withStart(strength, Fill.ORIGINAL);
            ImagePlus removed =
                    new RemoveTool(SAMPLING, options, Targets.DEFAULT).run(image, Progress.NONE);
            Targets inPlace = Targets.DEFAULT.withTarget(Target.IN_PLACE);
            ImagePlus same = new RemoveTool(SAMPLING, options, inPlace).run(image, Progress.NONE);
            assertThat(same).isSameAs(image);
            assertThat(image.getProcessor().getPixels())
                    .isEqualTo(removed.getProcessor().getPixels())
                    .isNotEqualTo(ramp().getPixels());
            assertThat(Records.last(image).task()).isEqualTo(RemoveTool.TASK);
        }
    }

    @Test
    void severalVersionsOfARemovalDoNotGoInPlace() {
        ImagePlus image = new ImagePlus("a", ramp());
        image.setRoi(new OvalRoi(10, 10, 20, 16));
        Targets inPlace = Targets.DEFAULT.withTarget(Target.IN_PLACE);
        RemoveTool tool = new RemoveTool(SAMPLING.withCount(2), InpaintOptions.DEFAULT, inPlace);
        assertThatThrownBy(() -> tool.run(image, Progress.NONE))
                .hasMessageContaining("count 2 makes a stack of versions");
        assertThat(image.getProcessor().getPixels()).isEqualTo(ramp().getPixels());
    }

    private static ImageProcessor ramp() {
        ByteProcessor ramp = new ByteProcessor(48, 40);
        for (int i = 0; i < ramp.getPixelCount(); i++) ramp.set(i, 40 + i % 48 * 3 + i / 48);
        ramp.set(20, 18, 255);
        return ramp;
    }
}
