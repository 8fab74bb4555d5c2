// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.gui.Roi;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.image.TestImages;

/** Which planes a selection of a record stands for. */
class GeneratedPixelsTest {

    private static int generated(ImagePlus image, Roi selection, int plane) {
        ImagePlus mask = new GeneratedPixels(image, List.of(selection)).mask();
        return mask.getStack().getProcessor(plane).getHistogram()[255];
    }

    @Test
    void aSelectionMarksItsPlaneAlone() {
        ImagePlus stack = TestImages.stack(20, 16);
        Roi second = GeneratedPixels.at(new Roi(2, 3, 4, 5), stack, 2);
        assertThat(generated(stack, second, 1)).isZero();
        assertThat(generated(stack, second, 2)).isEqualTo(20);
    }

    @Test
    void aPlaneThatWasTakenOutOfItsStackKeepsItsSelections() {
        ImagePlus plane = TestImages.gray8(20, 16);
        Roi ofAStack = new Roi(2, 3, 4, 5);
        ofAStack.setPosition(7);
        assertThat(generated(plane, ofAStack, 1)).isEqualTo(20);
        Roi ofAHyperstack = new Roi(2, 3, 4, 5);
        ofAHyperstack.setPosition(2, 1, 7);
        assertThat(generated(plane, ofAHyperstack, 1)).isEqualTo(20);
    }
}
