// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tensor.Tensor;

class ImageCopyTest {

    @Test
    void copyHasEverythingThatBelongsToTheImageWhateverIsSelected() {
        TestImages.everyType()
                .forEach(
                        (type, image) -> {
                            image.setRoi(new Roi(3, 3, 4, 4));
                            ImagePlus copy = ImageCopy.of(image, "copy");
                            assertSame(type, image, copy);
                            assertThat(image.getRoi()).as(type).isNotNull();
                        });
    }

    private static void assertSame(String type, ImagePlus image, ImagePlus copy) {
        assertThat(copy.getType()).as(type).isEqualTo(image.getType());
        assertThat(copy.getDimensions()).as(type).isEqualTo(image.getDimensions());
        assertThat(copy.getCalibration().equals(image.getCalibration())).as(type).isTrue();
        assertThat(copy.getCalibration().pixelWidth).isEqualTo(image.getCalibration().pixelWidth);
        assertThat(copy.getDisplayRangeMin()).as(type).isEqualTo(image.getDisplayRangeMin());
        assertThat(copy.getDisplayRangeMax()).as(type).isEqualTo(image.getDisplayRangeMax());
        assertThat(copy.getCurrentSlice()).as(type).isEqualTo(image.getCurrentSlice());
        assertThat(copy.isComposite()).as(type).isEqualTo(image.isComposite());
        assertThat(copy.isInvertedLut()).as(type).isEqualTo(image.isInvertedLut());
        assertThat(copy.getProperty("Info")).as(type).isEqualTo(image.getProperty("Info"));
        assertThat(copy.getProp("Stain")).as(type).isEqualTo(image.getProp("Stain"));
        assertThat(copy.getOverlay() == null).as(type).isEqualTo(image.getOverlay() == null);
        assertThat(copy.getProp("Slice_Label")).as(type).isEqualTo(image.getProp("Slice_Label"));
        for (int i = 1; i <= image.getStackSize(); i++) {
            assertThat(copy.getStack().getPixels(i))
                    .as(type)
                    .isEqualTo(image.getStack().getPixels(i));
            assertThat(copy.getStack().getPixels(i)).isNotSameAs(image.getStack().getPixels(i));
            if (image.getStackSize() > 1) {
                assertThat(copy.getStack().getSliceLabel(i))
                        .as(type)
                        .isEqualTo(image.getStack().getSliceLabel(i));
            }
        }
    }

    @Test
    void imageOfOtherValuesKeepsItsOwnDisplayRange() {
        ImagePlus image = TestImages.gray16(9, 9);
        image.setDisplayRange(200, 300);
        image.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {1, 2}, "OD");
        image.getCalibration().pixelWidth = 0.25;
        ImagePlus made = new ImagePlus("made", new ShortProcessor(9, 9));
        made.setDisplayRange(0, 65535);
        ImageCopy.inheritButValues(image, made);
        assertThat(made.getDisplayRangeMax()).isEqualTo(65535);
        assertThat(made.getCalibration().calibrated()).isFalse();
        assertThat(made.getCalibration().pixelWidth).isEqualTo(0.25);
        assertThat(image.getCalibration().calibrated()).isTrue();
    }

    @Test
    void channelsOfACompositeKeepTheirColoursAndRanges() {
        CompositeImage image = (CompositeImage) TestImages.composite(9, 9);
        CompositeImage copy = (CompositeImage) ImageCopy.of(image, "copy");
        for (int c = 1; c <= 2; c++) {
            LUT old = image.getChannelLut(c);
            LUT kept = copy.getChannelLut(c);
            assertThat(kept.getBytes()).isEqualTo(old.getBytes());
            assertThat(kept.min).isEqualTo(old.min);
            assertThat(kept.max).isEqualTo(old.max);
        }
    }

    @Test
    void resultsOfSeveralChannelsBecomeAComposite() {
        ResultStack results = new ResultStack();
        PixelFormat format = OutputType.GRAY32.format(PixelKind.RGB, ValueRange.BYTE);
        for (int k = 0; k < 2; k++) {
            List<ImageProcessor> planes = format.planes(Tensor.full(k, 1, 3, 4, 5));
            results.add("seed " + k, planes);
        }
        ImagePlus image = results.toImage("results");
        assertThat(image.getDimensions()).containsExactly(5, 4, 3, 2, 1);
        assertThat(image.isComposite()).isTrue();
        assertThat(image.getStack().getSliceLabel(4)).isEqualTo("seed 1");
        assertThat(image.getDisplayRangeMax()).isOne();
    }
}
