// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.awt.Rectangle;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.provenance.Provenance;
import sc.fiji.diffusion.tool.record.GeneratedPixels;
import sc.fiji.diffusion.tool.record.Records;
import sc.fiji.diffusion.tool.record.RoiText;

class RepairTest {

    private static final int SIDE = 20;

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32})
    void onlyTheSelectedPixelsAreWrittenAndTakenBack(int bits) {
        ImagePlus image = noise(bits, 1, 1);
        image.setProperty("Info", "own line\n");
        ImagePlus before = ImageCopy.of(image, "before");
        Roi oval = new OvalRoi(3, 4, 9, 7);
        Repair repair = Repair.of(result(image, List.of(oval)));
        Repair.Applied applied = repair.applyTo(image);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int old = before.getProcessor().get(x, y);
                int expected = oval.contains(x, y) ? changed(old, bits) : old;
                assertThat(image.getProcessor().get(x, y)).as(x + ", " + y).isEqualTo(expected);
            }
        }
        assertThat(Records.last(image).settings()).containsEntry("target", "in place");
        assertThat(Records.text(image)).endsWith("own line\n");
        assertThat(applied.isIntact()).isTrue();
        applied.takeBack();
        assertSame(image, before);
        assertThat(Records.text(image)).isEqualTo("own line\n");
    }

    @Test
    void selectionsOfAStackLieWhereTheirPositionSays() {
        ImagePlus image = noise(16, 2, 3);
        ImagePlus before = ImageCopy.of(image, "before");
        Roi inPlane4 = new Roi(2, 2, 5, 5);
        inPlane4.setPosition(2, 2, 1);
        Repair repair = Repair.of(result(image, List.of(inPlane4)));
        repair.applyTo(image);
        for (int slice = 1; slice <= 6; slice++) {
            int old = before.getStack().getProcessor(slice).get(3, 3);
            int expected = slice == 4 ? changed(old, 16) : old;
            assertThat(image.getStack().getProcessor(slice).get(3, 3)).isEqualTo(expected);
        }
    }

    @Test
    void isShownInAPartOfAPlane() {
        ImagePlus image = noise(8, 1, 1);
        Repair repair = Repair.of(result(image, List.of(new Roi(5, 6, 4, 3))));
        assertThat(repair.bounds()).isEqualTo(new Rectangle(5, 6, 4, 3));
        ImageProcessor plane = image.getProcessor();
        plane.setRoi(4, 4, 10, 10);
        ImageProcessor part = plane.crop();
        int old = part.get(1, 2);
        repair.showIn(1, part, 4, 4);
        assertThat(part.get(1, 2)).isEqualTo(changed(old, 8));
        assertThat(part.get(0, 2)).isEqualTo(image.getProcessor().get(4, 6));
    }

    @Test
    void isRefusedByAnImageThatHasBecomeAnother() {
        ImagePlus image = noise(8, 1, 1);
        Repair repair = Repair.of(result(image, List.of(new Roi(5, 6, 4, 3))));
        ImagePlus wider = new ImagePlus("wider", new ByteProcessor(SIDE + 1, SIDE));
        assertThatThrownBy(() -> repair.applyTo(wider))
                .hasMessageContaining("\"wider\" is no longer of the size and type");
        ImagePlus deeper = noise(16, 1, 1);
        assertThat(repair.obstacle(deeper)).isPresent();
    }

    @Test
    void isNotTakenBackOnceSomethingElseWasDone() {
        ImagePlus image = noise(8, 1, 1);
        Repair.Applied applied =
                Repair.of(result(image, List.of(new Roi(5, 6, 4, 3)))).applyTo(image);
        image.getProcessor().set(6, 7, image.getProcessor().get(6, 7) ^ 1);
        assertThat(applied.isIntact()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32})
    void imagesThatShareThePixelsKeepTheirs(int bits) {
        ImagePlus image = noise(bits, 1, 1);
        ImagePlus before = ImageCopy.of(image, "before");
        ImageStack planes = new ImageStack(SIDE, SIDE);
        planes.addSlice(null, image.getProcessor().getPixels());
        ImagePlus view = new ImagePlus("view", planes);
        Repair.of(result(image, List.of(new Roi(5, 6, 4, 3)))).applyTo(image);
        assertSame(view, before);
        assertThat(image.getProcessor().getPixels()).isNotEqualTo(view.getProcessor().getPixels());
    }

    @Test
    void allChannelsOfACompositeAreDrawnWithWhatWasWritten() {
        ImagePlus image = noise(16, 2, 3);
        image.setPosition(1, 2, 1);
        ((CompositeImage) image).setMode(IJ.COMPOSITE);
        image.updateImage(); // as a window does
        Roi inPlane4 = new Roi(2, 2, 5, 5);
        inPlane4.setPosition(2, 2, 1);
        Repair.of(result(image, List.of(inPlane4))).applyTo(image);
        assertThat(((CompositeImage) image).getProcessor(2).getPixels())
                .isSameAs(image.getStack().getPixels(4));
    }

    @Test
    void theRecordFollowsThePixelsThatImageJsUndoExchanges() {
        ImagePlus image = noise(16, 1, 1);
        image.setProperty("Info", "own line\n");
        ImagePlus before = ImageCopy.of(image, "before");
        Repair.Applied applied =
                Repair.of(result(image, List.of(new Roi(5, 6, 4, 3)))).applyTo(image);
        String recorded = Records.text(image);
        image.getProcessor().swapPixelArrays(); // Edit > Undo
        applied.followUndo();
        assertSame(image, before);
        assertThat(Records.text(image)).isEqualTo("own line\n");
        image.getProcessor().swapPixelArrays(); // once more
        applied.followUndo();
        assertThat(Records.text(image)).isEqualTo(recorded);
        assertThat(applied.isIntact()).isTrue();
        applied.takeBack();
        image.getProcessor().swapPixelArrays();
        applied.followUndo();
        assertThat(Records.text(image)).isEqualTo(recorded);
    }

    @Test
    void aResultWithoutSelectionsIsNoRepair() {
        ImagePlus image = noise(8, 1, 1);
        Records.add(image, new Provenance(AiShare.WHOLLY, "Text to Image", Map.of("seed", "1")));
        assertThatThrownBy(() -> Repair.of(image)).hasMessageContaining("no image of which a part");
    }

    private static void assertSame(ImagePlus image, ImagePlus before) {
        for (int slice = 1; slice <= image.getStackSize(); slice++) {
            assertThat(image.getStack().getPixels(slice))
                    .isEqualTo(before.getStack().getPixels(slice));
        }
    }

    private static int changed(int value, int bits) {
        return bits == 32 ? Float.floatToIntBits(-Float.intBitsToFloat(value)) : value ^ 1;
    }

    /** A copy whose selected pixels are changed. */
    private static ImagePlus result(ImagePlus image, List<Roi> selections) {
        ImagePlus result = ImageCopy.of(image, "result");
        for (int slice = 1; slice <= image.getStackSize(); slice++) {
            ImageProcessor plane = result.getStack().getProcessor(slice);
            for (int i = 0; i < plane.getPixelCount(); i++) {
                plane.set(i, changed(plane.get(i), image.getBitDepth()));
            }
        }
        result.setProperty("Info", null);
        Map<String, String> settings =
                Map.of(
                        "target",
                        "new image",
                        GeneratedPixels.SELECTIONS,
                        RoiText.encode(selections));
        Records.add(result, new Provenance(AiShare.PARTLY, "Inpaint Selection", settings));
        return result;
    }

    private static ImagePlus noise(int bits, int channels, int slices) {
        Random random = new Random(7);
        ImageStack stack = new ImageStack(SIDE, SIDE);
        for (int i = 0; i < channels * slices; i++) {
            ImageProcessor plane =
                    switch (bits) {
                        case 8 -> new ByteProcessor(SIDE, SIDE);
                        case 16 -> new ShortProcessor(SIDE, SIDE);
                        case 24 -> new ColorProcessor(SIDE, SIDE);
                        default -> new FloatProcessor(SIDE, SIDE);
                    };
            for (int p = 0; p < plane.getPixelCount(); p++) {
                if (bits == 32) plane.setf(p, random.nextFloat());
                else plane.set(p, random.nextInt(bits == 8 ? 256 : 60000));
            }
            stack.addSlice(plane);
        }
        ImagePlus image = new ImagePlus("noise", stack);
        image.setDimensions(channels, slices, 1);
        return channels > 1 ? new CompositeImage(image) : image;
    }
}
