// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tensor.Tensor;

class ResampleTest {

    @Test
    void scalingToTheSameSizeChangesNothing() {
        Tensor image = random(1, 2, 9, 13);
        assertThat(Resample.to(image, 13, 9).data()).isEqualTo(image.data());
    }

    @Test
    void scalingKeepsConstantsAndMeans() {
        Tensor image = random(1, 1, 64, 48);
        for (int size : new int[] {16, 24}) {
            assertThat(mean(Resample.to(image, size, size))).isCloseTo(mean(image), within(0.01));
        }
        Tensor flat = Resample.to(Tensor.full(0.3f, 1, 1, 7, 5), 20, 3);
        assertThat(flat.maxAbsDifference(Tensor.full(0.3f, 1, 1, 3, 20))).isLessThan(1e-6);
    }

    @Test
    void fineStripesDoNotAliasWhenScaledDown() {
        Tensor stripes = Tensor.zeros(1, 1, 1, 96);
        for (int x = 0; x < 96; x++) stripes.data()[x] = x % 2;
        for (float value : Resample.to(stripes, 20, 1).data()) {
            assertThat(value).isBetween(0.4f, 0.6f);
        }
    }

    @Test
    void scaledMaskCoversEveryPixelOfTheMask() {
        Tensor mask = Tensor.zeros(1, 1, 90, 90);
        mask.data()[45 * 90 + 45] = 1;
        Tensor small = Resample.maskTo(mask, 20, 20);
        assertThat(small.data()[10 * 20 + 10]).isOne();
        assertThat(small.data()[0]).isZero();
    }

    private static Tensor random(int... shape) {
        Random random = new Random(7);
        return Tensor.zeros(shape).map(v -> random.nextDouble());
    }

    private static double mean(Tensor image) {
        return Fill.mean(image, image.map(v -> 1));
    }
}
