// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.gui.OvalRoi;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.tensor.Tensor;

class FillTest {

    private static final int SIZE = 64;
    private final Tensor mask =
            Selection.of(new OvalRoi(20, 20, 24, 24), SIZE, SIZE)
                    .mask(new Window(0, 0, SIZE, SIZE));

    @ParameterizedTest
    @EnumSource(Fill.class)
    void outsideTheHoleNothingChanges(Fill fill) {
        Tensor image = image();
        Tensor filled = fill.apply(image, mask, 1);
        for (int i = 0; i < image.size(); i++) {
            if (mask.data()[i % mask.size()] == 0) {
                assertThat(filled.data()[i]).isEqualTo(image.data()[i]);
            }
        }
    }

    @Test
    void originalKeepsTheHoleAndNeutralIsTheMeanAround() {
        Tensor image = Tensor.full(0.2f, 1, 1, SIZE, SIZE).zip(mask, (v, m) -> m == 1 ? 0.9 : v);
        assertThat(Fill.ORIGINAL.apply(image, mask, 1).data()).isEqualTo(image.data());
        for (float value : Fill.NEUTRAL.apply(image, mask, 1).data()) {
            assertThat(value).isEqualTo(0.2f);
        }
    }

    @Test
    void noiseHasTheMeanAndDeviationOfTheSurroundings() {
        Random random = new Random(3);
        Tensor image = Tensor.zeros(1, 1, SIZE, SIZE).map(v -> 0.5 + 0.1 * random.nextGaussian());
        Tensor filled = Fill.NOISE.apply(image, mask, 4);
        double mean = Fill.mean(filled, mask);
        double variance = Fill.mean(filled.map(v -> (v - mean) * (v - mean)), mask);
        assertThat(mean).isCloseTo(0.5, within(0.02));
        assertThat(Math.sqrt(variance)).isCloseTo(0.1, within(0.02));
    }

    @Test
    void sameSeedGivesTheSameNoise() {
        Tensor first = Fill.NOISE.apply(image(), mask, 4);
        assertThat(Fill.NOISE.apply(image(), mask, 4).data()).isEqualTo(first.data());
        assertThat(Fill.NOISE.apply(image(), mask, 5).data()).isNotEqualTo(first.data());
    }

    @Test
    void blurContinuesAGradient() {
        Tensor ramp = Tensor.zeros(1, 1, SIZE, SIZE);
        for (int i = 0; i < ramp.size(); i++) ramp.data()[i] = (i % SIZE) / (float) SIZE;
        Tensor holed = ramp.zip(mask, (v, m) -> m == 1 ? 0 : v);
        assertThat(Fill.BLUR.apply(holed, mask, 1).maxAbsDifference(ramp)).isLessThan(0.15);
    }

    @Test
    void holeWithoutSurroundingsIsFilledFromItself() {
        Tensor all = Tensor.full(1, 1, 1, 8, 8);
        Tensor image = Tensor.full(0.4f, 1, 1, 8, 8);
        assertThat(Fill.NEUTRAL.apply(image, all, 1).data()[5]).isEqualTo(0.4f);
    }

    @Test
    void unknownNameListsTheNames() {
        assertThatThrownBy(() -> Fill.named("smear"))
                .hasMessage(
                        "unknown fill \"smear\"; choose one of: original, noise, blur, neutral, patches");
    }

    private static Tensor image() {
        return Plane.current(TestImages.rgb(SIZE, SIZE)).tensor();
    }
}
