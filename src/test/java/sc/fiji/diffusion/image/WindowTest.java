// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Rectangle;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tensor.Tensor;

class WindowTest {

    @Test
    void smallPartGetsTheModelsSizeAroundIt() {
        assertThat(Window.around(new Rectangle(100, 90, 20, 10), 8, 64, 256, 256))
                .isEqualTo(new Window(78, 63, 64, 64));
    }

    @Test
    void largePartGetsItsContextOnEachSide() {
        assertThat(Window.around(new Rectangle(100, 90, 80, 40), 16, 64, 256, 256))
                .isEqualTo(new Window(84, 54, 112, 112));
    }

    @Test
    void atTheBorderTheWindowMovesIntoTheImage() {
        assertThat(Window.around(new Rectangle(250, 0, 6, 6), 8, 64, 256, 256))
                .isEqualTo(new Window(192, 0, 64, 64));
    }

    @Test
    void windowLargerThanTheImageHoldsAllOfIt() {
        Window window = Window.around(new Rectangle(1, 1, 5, 5), 4, 64, 40, 100);
        assertThat(window).isEqualTo(new Window(-12, 0, 64, 64));
    }

    @Test
    void wholeImageIsContinuedToTheNextMultiple() {
        assertThat(Window.whole(61, 48, 8)).isEqualTo(new Window(0, 0, 64, 48));
    }

    @Test
    void beyondTheImageItsMirrorImageGoesOn() {
        Tensor row = Tensor.of(new float[] {1, 2, 3}, 1, 1, 1, 3);
        assertThat(new Window(-4, 0, 11, 1).cut(row).data())
                .containsExactly(3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1);
    }

    @Test
    void cutTakesEveryChannel() {
        Tensor image = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 2, 2);
        assertThat(new Window(1, 0, 1, 2).cut(image).data()).containsExactly(2, 4, 6, 8);
    }

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
