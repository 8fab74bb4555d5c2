// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
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
    void contextBeyondTheImageDoesNotRepeatItEndlessly() {
        Rectangle part = new Rectangle(4, 20, 20, 20);
        Window near = Window.around(part, 64, 32, 64, 50);
        assertThat(near.width()).isEqualTo(20 + 2 * 64);
        assertThat(Window.around(part, 4096, 32, 64, 50)).isEqualTo(near);
        assertThat(Window.around(part, 100, 128, 64, 50).width()).isEqualTo(20 + 2 * 100);
    }
}
