// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.LUT;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.image.TestImages;

/** Which planes are compared, and which comparisons are refused. */
class DifferenceTest {

    private static final String SELECTIONS = GeneratedPixels.SELECTIONS;

    private static Map<String, String> record(ImagePlus input, String... more) {
        Map<String, String> settings = new TreeMap<>(InputRecord.of(input).settings());
        for (int i = 0; i < more.length; i += 2) settings.put(more[i], more[i + 1]);
        return settings;
    }

    private static double largest(ImagePlus difference, int plane) {
        return difference.getStack().getProcessor(plane).getStatistics().max;
    }

    @Test
    void editOfAStackIsComparedPlaneByPlane() {
        ImagePlus stack = TestImages.stack(20, 16);
        ImagePlus edited = ImageCopy.of(stack, "edited");
        edited.getStack().getProcessor(3).set(0, 250);
        ImagePlus difference = Difference.of(edited, stack, record(stack, SELECTIONS, ""));
        assertThat(largest(difference, 1)).isZero();
        assertThat(largest(difference, 3)).isPositive();
    }

    @Test
    void imagesMadeOfOnePlaneAreComparedWithIt() {
        ImagePlus stack = TestImages.stack(20, 16);
        ImageStack same = new ImageStack(20, 16);
        for (int k = 0; k < 3; k++) same.addSlice(stack.getStack().getProcessor(2).duplicate());
        ImagePlus versions = new ImagePlus("versions", same);
        for (Map<String, String> settings :
                List.of(record(stack, "count", "3"), record(stack, "count", "3", SELECTIONS, ""))) {
            ImagePlus difference = Difference.of(versions, stack, settings);
            for (int plane = 1; plane <= 3; plane++) {
                assertThat(largest(difference, plane)).isZero();
            }
        }
    }

    @Test
    void eightBitColourIsComparedAsColour() {
        ImagePlus image = TestImages.gray8(20, 16);
        byte[] levels = new byte[256];
        new Random(1).nextBytes(levels);
        image.setLut(new LUT(levels, levels.clone(), new byte[256]));
        image.setTypeToColor256();
        ImagePlus edited = ImageCopy.of(image, "edited");
        assertThat(largest(Difference.of(edited, image, record(image, SELECTIONS, "")), 1))
                .isZero();
    }

    @Test
    void valuesOfAnotherScaleAndVersionsOfSeveralPlanesAreRefused() {
        ImagePlus stack = TestImages.stack(20, 16);
        assertThatThrownBy(() -> Difference.of(stack, stack, record(stack, "output", "8-bit")))
                .hasMessageContaining("output=8-bit, whose values are on another scale");
        Map<String, String> settings = record(stack, "count", "2", SELECTIONS, "");
        settings.put("input planes", "1-3");
        assertThatThrownBy(() -> Difference.of(stack, stack, settings))
                .hasMessageContaining("versions of an image of several planes");
    }
}
