// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.tensor.Tensor;

class PreviewsTest {

    @TempDir Path folder;

    @Test
    void stackGrowsEvenIfItsUserClosesItOrTheRunIsResumed() throws IOException {
        Previews previews = new Previews(folder, "Previews");
        previews.add(100, Tensor.full(0, 2, 1, 4, 5));
        previews.stack().flush(); // as closing its window does
        previews.add(200, Tensor.full(1, 2, 1, 4, 5));
        assertGrown(previews.stack(), 2);

        Previews resumed = new Previews(folder, "Previews");
        assertGrown(resumed.stack(), 2);
        resumed.add(300, Tensor.full(0, 2, 1, 4, 5));
        assertGrown(resumed.stack(), 3);
        assertGrown(IJ.openImage(folder.resolve(Previews.FILE).toString()), 3);
    }

    private static void assertGrown(ImagePlus stack, int slices) {
        assertThat(stack.getStackSize()).isEqualTo(slices);
        assertThat(stack.getStack().getSliceLabel(1)).isEqualTo("after 100 steps");
        assertThat(stack.getStack().getProcessor(1).get(2, 2)).isZero();
        assertThat(stack.getStack().getProcessor(2).get(2, 2)).isEqualTo(255);
    }
}
