// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sc.fiji.diffusion.tool.inpaint.TinyInpainting.OPTIONS;
import static sc.fiji.diffusion.tool.inpaint.TinyInpainting.SAMPLING;
import static sc.fiji.diffusion.tool.inpaint.TinyInpainting.changedSlices;
import static sc.fiji.diffusion.tool.inpaint.TinyInpainting.placed;
import static sc.fiji.diffusion.tool.inpaint.TinyInpainting.run;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.Undo;
import ij.WindowManager;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.edit.RemoveTool;

/** Which planes and pixels are repainted, and where the result goes. */
class TargetsTest {

    private static final Roi OVAL = new OvalRoi(20, 15, 14, 12);

    @TempDir static Path folder;

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    @Test
    void onlyTheShownPlaneUnlessAllAreAskedFor() throws IOException {
        ImagePlus stack = withRoi(TestImages.stack(61, 47));
        assertThat(changedSlices(stack, run(stack, Targets.DEFAULT))).containsExactly(2);
        Targets all = Targets.DEFAULT.withPlanes(ChannelChoice.ACTIVE, SliceChoice.ALL);
        assertThat(changedSlices(stack, run(stack, all))).containsExactly(1, 2, 3);
    }

    @Test
    void channelsAreTheShownOneOrEachOrAllTogether() throws IOException {
        ImagePlus image = withRoi(Subjects.hyperstack());
        assertThat(changedSlices(image, run(image, Targets.DEFAULT))).containsExactly(4);
        Targets each = Targets.DEFAULT.withPlanes(ChannelChoice.EACH, SliceChoice.CURRENT);
        assertThat(changedSlices(image, run(image, each))).containsExactly(3, 4);
        Targets together = Targets.DEFAULT.withPlanes(ChannelChoice.TOGETHER, SliceChoice.ALL);
        ImagePlus result = run(image, together);
        assertThat(changedSlices(image, result)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(result.isComposite()).isTrue();
    }

    @Test
    void moreThanThreeChannelsCannotBeSeenTogether() {
        ImageStack planes = new ImageStack(20, 20);
        for (int c = 0; c < 4; c++) planes.addSlice(new ByteProcessor(20, 20));
        ImagePlus image = new ImagePlus("four", planes);
        image.setDimensions(4, 1, 1);
        image.setRoi(new Roi(5, 5, 4, 4));
        Targets together = Targets.DEFAULT.withPlanes(ChannelChoice.TOGETHER, SliceChoice.CURRENT);
        assertThatThrownBy(() -> run(image, together))
                .hasMessageContaining("at most 3 channels can be seen together, the image has 4");
    }

    @Test
    void selectionsOfTheOverlayLieOnTheSlicesOfTheirPositions() throws IOException {
        ImagePlus stack = TestImages.stack(61, 47);
        Overlay overlay = new Overlay();
        overlay.add(placed(new OvalRoi(5, 5, 8, 8), 1));
        overlay.add(placed(new Roi(30, 20, 10, 10), 3));
        overlay.add(new TextRoi(40, 5, "scale"));
        overlay.add(new Line(0, 0, 20, 20));
        stack.setOverlay(overlay);
        Targets targets =
                Targets.DEFAULT
                        .withSelections(SelectionSource.OVERLAY)
                        .withPlanes(ChannelChoice.ACTIVE, SliceChoice.ALL);
        ImagePlus result = run(stack, targets);
        assertThat(changedSlices(stack, result)).containsExactly(1, 3);
        assertThat(result.getOverlay().size()).isEqualTo(4);
        Targets current = Targets.DEFAULT.withSelections(SelectionSource.OVERLAY);
        assertThatThrownBy(() -> run(stack, current))
                .hasMessageContaining(
                        "what the overlay of \"stack\" holds lies on none of the planes");
    }

    @Test
    void maskIsAnImageOrAFileAndMayHaveASliceForEach() throws IOException {
        ImagePlus stack = TestImages.stack(61, 47);
        ImageStack planes = new ImageStack(61, 47);
        for (int z = 1; z <= 3; z++) {
            ByteProcessor mask = new ByteProcessor(61, 47);
            mask.setValue(255);
            if (z != 2) mask.fill(new OvalRoi(10 * z, 10, 12, 12));
            planes.addSlice(mask);
        }
        String path = folder.resolve("mask.tif").toString();
        IJ.saveAsTiff(new ImagePlus("mask", planes), path);
        Targets targets =
                Targets.DEFAULT.withMask(path).withPlanes(ChannelChoice.ACTIVE, SliceChoice.ALL);
        assertThat(changedSlices(stack, run(stack, targets))).containsExactly(1, 3);
        assertThatThrownBy(() -> run(TestImages.gray8(30, 30), targets))
                .hasMessageContaining("\"mask.tif\" is 61 x 47 x 3, but the image is 30 x 30 x 1");
        assertThatThrownBy(() -> run(stack, Targets.DEFAULT.withMask("nowhere")))
                .hasMessageContaining("neither the title of an open image nor an image file");
    }

    @Test
    void fileOfTheImageIsNeverItsMask() {
        String path = folder.resolve("own.tif").toString();
        IJ.saveAsTiff(TestImages.gray8(61, 47), path);
        ImagePlus image = IJ.openImage(path);
        String another = folder.resolve(".").resolve("own.tif").toString();
        for (String name : new String[] {path, another}) {
            assertThatThrownBy(() -> run(image, Targets.DEFAULT.withMask(name)))
                    .hasMessageStartingWith("mask \"" + name + "\" is the image itself");
        }
    }

    @Test
    void imageIsNeverItsOwnMask() throws IOException {
        Interpreter.batchMode = true; // show() without a window
        ImagePlus image = TestImages.gray8(61, 47);
        image.setTitle("twin");
        image.show();
        Targets targets = Targets.DEFAULT.withMask("twin");
        assertThatThrownBy(() -> run(image, targets))
                .hasMessageStartingWith("mask \"twin\" is the image itself");

        ByteProcessor spot = new ByteProcessor(61, 47);
        spot.set(20, 20, 255);
        ImagePlus mask = new ImagePlus("twin", spot);
        mask.show();
        ImageProcessor painted = run(image, targets).getProcessor();
        RemoveTool remove =
                new RemoveTool(SAMPLING, InpaintOptions.DEFAULT.withStart(1, Fill.BLUR), targets);
        ImageProcessor removed = remove.run(image, Progress.NONE).getProcessor();
        for (int i = 0; i < spot.getPixelCount(); i++) {
            if (spot.get(i) != 0) continue;
            assertThat(painted.get(i)).isEqualTo(image.getProcessor().get(i));
            assertThat(removed.get(i)).isEqualTo(image.getProcessor().get(i));
        }

        ImagePlus third = new ImagePlus("twin", spot.duplicate());
        third.show();
        assertThatThrownBy(() -> run(image, targets))
                .hasMessageContaining("2 open images are called \"twin\", with the IDs")
                .hasMessageContaining(Integer.toString(mask.getID()))
                .hasMessageContaining(Integer.toString(third.getID()));
        for (ImagePlus open : List.of(image, mask, third)) {
            open.changes = false;
            open.close();
        }
    }

    @Test
    void maskAndOtherSelectionsExcludeEachOther() {
        Targets overlay = Targets.DEFAULT.withSelections(SelectionSource.OVERLAY);
        assertThatThrownBy(() -> overlay.withMask("m")).hasMessageContaining("exclude each other");
    }

    @Test
    void undoBringsAPlanePaintedInPlaceBack() throws IOException {
        Targets inPlace = Targets.DEFAULT.withTarget(Target.IN_PLACE);
        for (ImagePlus image : List.of(TestImages.gray16(61, 47), TestImages.rgb(61, 47))) {
            withRoi(image);
            ImagePlus before = image.duplicate();
            ImagePlus original = new ImagePlus("before", image.getProcessor().duplicate());
            assertThat(run(image, inPlace)).isSameAs(image);
            assertThat(changedSlices(original, image)).containsExactly(1);
            assertThat(image.getRoi()).isNotNull();
            WindowManager.setTempCurrentImage(image);
            Undo.undo();
            WindowManager.setTempCurrentImage(null);
            assertThat(changedSlices(original, image)).isEmpty();
            assertThat(before.getBitDepth()).isEqualTo(image.getBitDepth());
        }
    }

    @Test
    void whatCannotGoInPlaceIsRefused() {
        Targets inPlace = Targets.DEFAULT.withTarget(Target.IN_PLACE);
        ImagePlus virtual = withRoi(Subjects.virtual(TestImages.stack(61, 47)));
        assertThatThrownBy(() -> run(virtual, inPlace)).hasMessageContaining("is a virtual stack");
        ImagePlus image = withRoi(TestImages.gray8(61, 47));
        InpaintTool three = new InpaintTool(SAMPLING.withCount(3), OPTIONS, inPlace);
        assertThatThrownBy(() -> three.begin(image)).hasMessageContaining("cannot go in place");
    }

    private static ImagePlus withRoi(ImagePlus image) {
        image.setRoi((Roi) OVAL.clone());
        return image;
    }
}
