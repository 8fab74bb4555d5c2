// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tensor.Tensor;

class PlaneTest {

    @Test
    void roundTripGivesEveryValueWithinTheDisplayRangeBack() {
        TestImages.everyType()
                .forEach(
                        (type, image) -> {
                            Plane plane = Plane.current(image);
                            ImageProcessor back = plane.like(plane.tensor());
                            assertThat(back.getClass())
                                    .as(type)
                                    .isEqualTo(image.getProcessor().getClass());
                            assertSameWithin(type, plane, back);
                        });
    }

    private static void assertSameWithin(String type, Plane plane, ImageProcessor back) {
        ValueRange range = plane.range();
        for (int i = 0; i < back.getPixelCount(); i++) {
            if (plane.kind() == PixelKind.RGB) {
                assertThat(back.get(i)).as(type).isEqualTo(plane.pixels().get(i));
            } else {
                double old = plane.pixels().getf(i);
                double kept = Math.max(range.min(), Math.min(range.max(), old));
                assertThat((double) back.getf(i)).as(type).isCloseTo(kept, within(1e-6));
            }
        }
    }

    @Test
    void planeStaysWhenTheImageShowsAnother() {
        ImagePlus image = TestImages.stack(9, 9);
        Plane plane = Plane.current(image);
        float[] before = plane.tensor().data().clone();
        image.setSlice(image.getCurrentSlice() == 1 ? 2 : 1);
        assertThat(plane.tensor().data()).isEqualTo(before);
    }

    @Test
    void displayRangeBecomesZeroToOneAndWhatLiesBeyondIsCutOff() {
        float[] values = {-5, 2, 4, 6, 100, Float.NaN, Float.POSITIVE_INFINITY};
        FloatProcessor pixels = new FloatProcessor(7, 1, values);
        pixels.setMinAndMax(2, 6);
        assertThat(Plane.of(pixels).tensor().data()).containsExactly(0, 0, 0.5f, 1, 1, 0, 1);
    }

    @Test
    void invertingLookupTableLeavesTheValues() {
        ImagePlus plain = TestImages.gray8(20, 10);
        ImagePlus inverted = TestImages.inverting(20, 10);
        assertThat(Plane.current(inverted).tensor().data())
                .isEqualTo(Plane.current(plain).tensor().data());
    }

    @Test
    void rgbChannelsAreRedGreenBlueOverTwoHundredFiftyFive() {
        ImagePlus image = TestImages.rgb(8, 8);
        Tensor tensor = Plane.current(image).tensor();
        int pixel = image.getProcessor().get(3, 5);
        assertThat(tensor.shape()).containsExactly(1, 3, 8, 8);
        assertThat(tensor.data()[5 * 8 + 3]).isEqualTo((pixel >> 16 & 255) / 255f);
        assertThat(tensor.data()[64 + 5 * 8 + 3]).isEqualTo((pixel >> 8 & 255) / 255f);
        assertThat(tensor.data()[128 + 5 * 8 + 3]).isEqualTo((pixel & 255) / 255f);
    }

    @Test
    void imagesOfIndexedColoursCountAsColoursAndPseudocolourOnesAsValues() {
        ImagePlus image = new ImagePlus("indexed", new ByteProcessor(4, 4));
        byte[] random = new byte[256];
        new Random(1).nextBytes(random);
        image.setLut(new LUT(random, random.clone(), new byte[256]));
        image.setTypeToColor256();
        assertThat(Plane.current(image).kind()).isEqualTo(PixelKind.RGB);
        assertThat(ImageCopy.of(image, "copy").getType()).isEqualTo(ImagePlus.COLOR_256);

        byte[] ramp = new byte[256];
        for (int i = 0; i < 256; i++) ramp[i] = (byte) i;
        image.setLut(new LUT(new byte[256], ramp, new byte[256]));
        assertThat(Plane.current(image).kind()).isEqualTo(PixelKind.GRAY8);
    }

    @Test
    void constantImageHasARangeOfOneUnit() {
        FloatProcessor pixels = new FloatProcessor(2, 2, new float[] {3, 3, 3, 3});
        assertThat(ValueRange.displayed(pixels)).isEqualTo(new ValueRange(3, 4));
    }

    @Test
    void integerTypesRoundAndCutOffAtTheirEnds() {
        Tensor tensor = Tensor.of(new float[] {-0.2f, 0.499f, 1.3f}, 1, 1, 1, 3);
        ImageProcessor bytes = Plane.render(tensor, PixelKind.GRAY8, ValueRange.BYTE);
        assertThat((byte[]) bytes.getPixels()).containsExactly(0, 127, (byte) 255);
    }

    @Test
    void channelsAreReplicatedAveragedAndSplit() {
        Tensor grey = Tensor.of(new float[] {0.25f, 0.5f}, 1, 1, 1, 2);
        Tensor colour = Channels.fit(grey, 3);
        assertThat(colour.data()).containsExactly(0.25f, 0.5f, 0.25f, 0.5f, 0.25f, 0.5f);
        assertThat(Channels.fit(colour, 1).data()).containsExactly(0.25f, 0.5f);
        assertThat(Channels.split(colour, 1)).hasSize(3);
        assertThat(Channels.join(Channels.split(colour, 1)).data()).isEqualTo(colour.data());
        assertThat(Channels.split(grey, 3)).hasSize(1);
    }

    @Test
    void thirtyTwoBitOutputHasAPlaneForEachModelChannel() {
        Tensor colour = Tensor.of(new float[] {0.1f, 0.2f, 0.3f}, 1, 3, 1, 1);
        PixelFormat format = OutputType.GRAY32.format(PixelKind.RGB, ValueRange.BYTE);
        assertThat(format.planes(colour))
                .extracting(p -> p.getf(0))
                .containsExactly(0.1f, 0.2f, 0.3f);
        assertThat(Arrays.asList(OutputType.SAME, OutputType.RGB, OutputType.GRAY8))
                .allSatisfy(
                        type ->
                                assertThat(
                                                type.format(PixelKind.RGB, ValueRange.BYTE)
                                                        .planes(colour))
                                        .hasSize(1));
    }

    @Test
    void displayRangeTheWrongWayRoundIsTheSameRange() {
        ImagePlus image = TestImages.gray16(9, 9);
        image.setDisplayRange(12000, 500);
        assertThat(image.getDisplayRangeMin()).as("it is displayed so").isEqualTo(12000);
        assertThat(Plane.current(image).range()).isEqualTo(new ValueRange(500, 12000));
        ImagePlus channels = TestImages.composite(9, 9);
        channels.setDisplayRange(4000, 50);
        assertThat(ValueRange.displayed(channels, 2)).isEqualTo(new ValueRange(50, 4000));
    }

    @Test
    void constantImageHasARangeHoweverLargeItsValueIs() {
        for (float value : new float[] {0, -7, 1e8f, 1e20f, -3e38f}) {
            FloatProcessor plane = new FloatProcessor(3, 3);
            plane.set(value);
            plane.setMinAndMax(value, value);
            ValueRange range = Plane.of(plane).range();
            assertThat(range.toUnit(value)).as("%s", value).isZero();
            assertThat(range.max()).isGreaterThan(range.min());
        }
    }
}
