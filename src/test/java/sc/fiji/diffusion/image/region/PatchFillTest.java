// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.tensor.Tensor;

class PatchFillTest {

    private static final int SIDE = 64;

    /** Whatever repeats is continued exactly. */
    @Test
    void periodicTexturesComeBack() {
        IntBinaryOperator[] textures = {
            (x, y) -> x / 3 % 2, (x, y) -> (x / 4 + y / 4) % 2, (x, y) -> (x + 2 * y) % 7
        };
        for (IntBinaryOperator texture : textures) {
            Tensor image = image(texture);
            Tensor hole = disc(12);
            Tensor filled = PatchFill.fill(spoilt(image, hole), hole);
            assertThat(filled.data()).isEqualTo(image.data());
        }
    }

    @Test
    void anEdgeGoesOnStraight() {
        Tensor image = image((x, y) -> x + y < SIDE ? 0 : 1);
        Tensor hole = disc(10);
        Tensor filled = PatchFill.fill(spoilt(image, hole), hole);
        int wrong = 0;
        for (int i = 0; i < filled.size(); i++) {
            if (filled.data()[i] != image.data()[i]) wrong++;
        }
        assertThat(wrong).isLessThanOrEqualTo(8);
    }

    @Test
    void onlyValuesOfTheSurroundingsAreUsedAndOnlyTheHoleIsWritten() {
        Random random = new Random(3);
        Tensor image = Tensor.zeros(1, 3, SIDE, SIDE).map(v -> random.nextInt(256) / 255.0);
        Tensor hole = disc(9);
        Tensor filled = PatchFill.fill(image, hole);
        int plane = SIDE * SIDE;
        for (int i = 0; i < plane; i++) {
            boolean in = hole.data()[i] != 0;
            boolean found = !in;
            for (int s = 0; s < plane && !found; s++) {
                found = hole.data()[s] == 0;
                for (int c = 0; c < 3; c++) {
                    found &= filled.data()[c * plane + i] == image.data()[c * plane + s];
                }
            }
            assertThat(found).isTrue();
            if (!in) assertThat(filled.data()[i]).isEqualTo(image.data()[i]);
        }
    }

    @Test
    void planesOfEveryTypeAreFilledWithTheirOwnValues() {
        for (ImagePlus image : TestImages.everyType().values()) {
            ImageProcessor before = image.getProcessor().duplicate();
            ImageProcessor plane = image.getProcessor();
            Selection hole = Selection.of(new OvalRoi(20, 12, 15, 13), 61, 47);
            ClassicalFill.PATCHES.fill(plane, hole);
            Set<Integer> values = new HashSet<>();
            for (int i = 0; i < before.getPixelCount(); i++) {
                if (!hole.contains(i % 61, i / 61)) values.add(before.get(i));
            }
            for (int i = 0; i < plane.getPixelCount(); i++) {
                if (hole.contains(i % 61, i / 61)) assertThat(values).contains(plane.get(i));
                else assertThat(plane.get(i)).isEqualTo(before.get(i));
            }
        }
    }

    @Test
    void gapsAreNotCopied() {
        FloatProcessor plane = new FloatProcessor(60, 60);
        for (int i = 0; i < plane.getPixelCount(); i++) plane.setf(i, i / 60 % 4);
        plane.setf(9, 9, Float.NaN);
        Selection hole = Selection.of(new OvalRoi(25, 25, 12, 12), 60, 60);
        ClassicalFill.PATCHES.fill(plane, hole);
        hole.forEach((x, y) -> assertThat(plane.getf(x, y)).isEqualTo(y % 4));
        assertThat(plane.getf(9, 9)).isNaN();
    }

    @Test
    void fillsSmoothlyWhereThereIsNoWholePatch() {
        Tensor image = Tensor.zeros(1, 1, 8, 8).map(v -> 0.25);
        Tensor hole = Tensor.zeros(1, 1, 8, 8);
        hole.data()[27] = 1;
        assertThat(PatchFill.fill(spoilt(image, hole), hole).data()[27]).isEqualTo(0.25f);
    }

    private static Tensor image(IntBinaryOperator texture) {
        Tensor image = Tensor.zeros(1, 1, SIDE, SIDE);
        for (int i = 0; i < image.size(); i++) {
            image.data()[i] = texture.applyAsInt(i % SIDE, i / SIDE) / 8f;
        }
        return image;
    }

    private static Tensor disc(int radius) {
        Tensor hole = Tensor.zeros(1, 1, SIDE, SIDE);
        for (int i = 0; i < hole.size(); i++) {
            int x = i % SIDE - 30;
            int y = i / SIDE - 33;
            if (x * x + y * y <= radius * radius) hole.data()[i] = 1;
        }
        return hole;
    }

    private static Tensor spoilt(Tensor image, Tensor hole) {
        return image.zip(hole, (value, in) -> in != 0 ? 9 : value);
    }
}
