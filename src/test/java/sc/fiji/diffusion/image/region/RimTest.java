// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.gui.Roi;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.tensor.Tensor;

class RimTest {

    private static final int SIZE = 40;

    private final Tensor none = Tensor.zeros(1, 1, SIZE, SIZE);
    private final Tensor hole =
            Selection.of(new Roi(12, 12, 16, 16), SIZE, SIZE).mask(new Window(0, 0, SIZE, SIZE));

    @Test
    void constantDifferenceIsAddedInTheHole() {
        Tensor image = Tensor.full(0.4f, 1, 1, SIZE, SIZE);
        Tensor darker = image.map(v -> 0.3).zip(hole, (v, m) -> m == 1 ? 0.5 : v);
        Tensor matched = Rim.match(darker, image, none, hole);
        assertThat(at(matched, 20, 20)).isCloseTo(0.6f, within(1e-5f));
        assertThat(at(matched, 5, 12)).isCloseTo(0.4f, within(1e-5f));
    }

    @Test
    void differenceThatGrowsAlongTheRimIsFollowed() {
        Tensor ramp = Tensor.zeros(1, 1, SIZE, SIZE);
        for (int i = 0; i < ramp.size(); i++) ramp.data()[i] = 0.3f + 0.01f * (i % SIZE);
        Tensor flat = Tensor.full(0.5f, 1, 1, SIZE, SIZE);
        Tensor matched = Rim.match(flat, ramp, none, hole);
        assertThat(at(matched, 12, 20)).isCloseTo(at(ramp, 12, 20), within(0.03f));
        assertThat(at(matched, 27, 20)).isCloseTo(at(ramp, 27, 20), within(0.03f));
    }

    @Test
    void pixelsWithoutAValueDoNotCount() {
        Tensor image = Tensor.full(0.4f, 1, 1, SIZE, SIZE);
        Tensor gaps = none.map(v -> v);
        for (int y = 0; y < SIZE; y++) {
            gaps.data()[y * SIZE + 8] = 1;
            image.data()[y * SIZE + 8] = Float.NaN;
        }
        Tensor matched = Rim.match(image.map(v -> 0.3), image, gaps, hole);
        for (float value : matched.data()) assertThat(value).isCloseTo(0.4f, within(1e-5f));
    }

    @Test
    void noiseOfSinglePixelsIsNotContinuedIntoTheHole() {
        Random random = new Random(2);
        Tensor noisy = none.map(v -> 0.5 + 0.1 * random.nextGaussian());
        Tensor matched = Rim.match(Tensor.full(0.5f, 1, 1, SIZE, SIZE), noisy, none, hole);
        assertThat(Rim.deviation(matched, hole)).isLessThan(0.03);
    }

    private static float at(Tensor image, int x, int y) {
        return image.data()[y * SIZE + x];
    }
}
