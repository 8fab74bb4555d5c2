// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.image.TestImages;

class InputRecordTest {

    private static Optional<InputRecord> read(Map<String, String> settings) {
        return InputRecord.read(new Recorded("x", settings));
    }

    @Test
    void imageIsKnownAgainAfterItWasSavedAndOpened(@TempDir Path folder) {
        TestImages.everyType()
                .forEach(
                        (type, image) -> {
                            InputRecord record = InputRecord.of(image);
                            String file = folder.resolve(type + ".tif").toString();
                            new FileSaver(image).saveAsTiff(file);
                            assertThat(record.matches(IJ.openImage(file))).as(type).isTrue();
                        });
    }

    @Test
    void oneOtherPixelOfAWorkedPlaneMakesItAnotherImage() {
        for (ImagePlus image : TestImages.everyType().values()) {
            InputRecord record = InputRecord.of(image);
            image.getProcessor().set(17, 5, image.getProcessor().get(17, 5) ^ 1);
            assertThat(record.matches(image)).as(image.getTitle()).isFalse();
        }
        ImagePlus stack = TestImages.stack(20, 20);
        InputRecord record = InputRecord.of(stack);
        stack.getStack().getProcessor(1).set(0, 200);
        assertThat(record.matches(stack)).as("another plane changed").isTrue();
        assertThat(InputRecord.of(stack, List.of(1, 2)).sha256()).isNotEqualTo(record.sha256());
    }

    @Test
    void settingsGiveTheRecordBack() {
        for (ImagePlus image : TestImages.everyType().values()) {
            InputRecord record = InputRecord.of(image);
            assertThat(read(record.settings())).contains(record);
        }
        assertThat(read(Map.of("seed", "5"))).isEmpty();
    }

    @Test
    void copyShowsPlaneAndRangesOfTheRunAndTheImageStaysAsItIs() {
        CompositeImage image = (CompositeImage) TestImages.composite(20, 20);
        InputRecord record = InputRecord.of(image);
        image.setC(1);
        image.setDisplayRange(0, 7);
        ImagePlus again = record.shownAgain(image);
        assertThat(again.getC()).isEqualTo(2);
        assertThat(InputRecord.of(again).ranges()).isEqualTo(record.ranges());
        assertThat(image.getC()).isEqualTo(1);
        assertThat(image.getDisplayRangeMax()).isEqualTo(7);

        ImagePlus gray = TestImages.gray16(20, 20);
        InputRecord before = InputRecord.of(gray);
        gray.setDisplayRange(3, 4);
        assertThat(before.shownAgain(gray).getDisplayRangeMax()).isEqualTo(12000);
    }

    @Test
    void planesAreWrittenShort() {
        List<Integer> planes = List.of(1, 2, 3, 7, 9, 10);
        assertThat(PlaneList.format(planes)).isEqualTo("1-3, 7, 9-10");
        assertThat(PlaneList.parse("1-3, 7, 9-10")).isEqualTo(planes);
        assertThatThrownBy(() -> PlaneList.parse("3-1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rangeTheWrongWayRoundIsShownSoAgain() {
        for (ImagePlus image : List.of(TestImages.gray32(9, 9), TestImages.composite(9, 9))) {
            image.setDisplayRange(2000, 3);
            InputRecord record = read(InputRecord.of(image).settings()).orElseThrow();
            image.setDisplayRange(0, 1);
            ImagePlus again = record.shownAgain(image);
            assertThat(again.getDisplayRangeMin()).isEqualTo(2000);
            assertThat(again.getDisplayRangeMax()).isEqualTo(3);
        }
    }

    @Test
    void coloursOfATableAreShownAsTheyWereWhateverTheRangeIs() {
        byte[] colours = new byte[256];
        new Random(1).nextBytes(colours);
        ByteProcessor values = new ByteProcessor(16, 16);
        for (int i = 0; i < 256; i++) values.set(i, i);
        ImagePlus image = new ImagePlus("table", values);
        image.setDisplayRange(5, 5);
        values.setColorModel(new IndexColorModel(8, 256, colours, colours.clone(), new byte[256]));
        Object seen = values.convertToRGB().getPixels();
        InputRecord record = InputRecord.of(image);
        Object inStack = image.getStack().getProcessor(1).convertToRGB().getPixels();
        for (ImagePlus again : List.of(record.shownAgain(image), ImageCopy.of(image, "copy"))) {
            ImageProcessor plane = again.getStack().getProcessor(1);
            assertThat(plane.convertToRGB().getPixels()).isEqualTo(inStack);
            assertThat(again.getProcessor().convertToRGB().getPixels()).isEqualTo(seen);
            assertThat(record.matches(again)).isTrue();
        }
    }

    @Test
    void rangeFromZeroToZeroStaysThatRange() {
        ImagePlus image = TestImages.gray16(9, 9);
        image.setDisplayRange(0, 0.3);
        InputRecord record = InputRecord.of(image);
        for (ImagePlus again : List.of(record.shownAgain(image), ImageCopy.of(image, "copy"))) {
            assertThat(again.getDisplayRangeMax()).isZero();
        }
    }

    @Test
    void ofSeveralOpenImagesOfATitleTheOneThatMatchesIsTheInput() throws IOException {
        Interpreter.batchMode = true; // show() without a window
        List<ImagePlus> open =
                List.of(TestImages.gray8(9, 9), TestImages.gray16(9, 9), TestImages.gray32(9, 9));
        for (ImagePlus image : open) {
            image.setTitle("one of three");
            image.show();
        }
        for (ImagePlus image : open) {
            InputRecord record = InputRecord.of(image);
            assertThat(InputSearch.find(image, record, "one of three")).isSameAs(image);
        }
        for (ImagePlus image : open) {
            image.changes = false;
            image.close();
        }
    }
}
