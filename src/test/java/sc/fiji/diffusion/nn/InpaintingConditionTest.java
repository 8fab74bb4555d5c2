// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tensor.Tensor;

class InpaintingConditionTest {

    @Test
    void aHoleHidesEveryChannelOfItsImageAlone() {
        Tensor image = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 1, 2);
        Tensor mask = Tensor.of(new float[] {1, 0, 0.49f, 0.5f}, 2, 1, 1, 2);
        assertThat(InpaintingCondition.hide(image, mask, -1).data())
                .containsExactly(-1, 2, -1, 4, 5, -1, 7, -1);
    }

    @Test
    void theGridSeesEveryFactorthPixel() {
        Tensor mask = Tensor.zeros(2, 1, 4, 6);
        mask.data()[0] = 1; // row 0, column 0
        mask.data()[7] = 1; // row 1, column 1: between the grid's pixels
        mask.data()[16] = 0.5f; // row 2, column 4
        mask.data()[24 + 2] = 0.4f; // second mask, row 0, column 2
        mask.data()[24 + 12] = 1; // second mask, row 2, column 0
        Tensor small = InpaintingCondition.onLatentGrid(mask, 2);
        assertThat(small.shape()).containsExactly(2, 1, 2, 3);
        assertThat(small.data()).containsExactly(1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0);
    }

    @Test
    void theMaskIsTheFirstChannel() {
        Tensor both =
                InpaintingCondition.of(Tensor.full(1, 2, 1, 3, 3), Tensor.full(5, 2, 4, 3, 3));
        assertThat(both.shape()).containsExactly(2, 5, 3, 3);
        assertThat(both.channels(0, 1).data()).containsOnly(1);
        assertThat(both.channels(1, 5).data()).containsOnly(5);
    }
}
