// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.image.TestImages;

class HarmonicFillTest {

    private static FloatProcessor of(DoubleBinaryOperator function) {
        FloatProcessor plane = new FloatProcessor(60, 50);
        for (int i = 0; i < plane.getPixelCount(); i++) {
            plane.setf(i, (float) function.applyAsDouble(i % 60 - 30, i / 60 - 25));
        }
        return plane;
    }

    /** These polynomials solve Laplace's equation on the grid exactly. */
    @Test
    void harmonicFunctionsComeBackExactly() {
        DoubleBinaryOperator[] functions = {
            (x, y) -> 7, (x, y) -> 3 * x - 2 * y + 1, (x, y) -> x * x - y * y, (x, y) -> x * y
        };
        for (DoubleBinaryOperator function : functions) {
            FloatProcessor expected = of(function);
            FloatProcessor plane = of(function);
            Selection hole = Selection.of(new OvalRoi(12, 8, 35, 33), 60, 50);
            hole.forEach((x, y) -> plane.setf(x, y, 1e6f));
            HarmonicFill.fill(plane, hole);
            for (int i = 0; i < plane.getPixelCount(); i++) {
                assertThat(plane.getf(i)).isCloseTo(expected.getf(i), within(0.05f));
            }
        }
    }

    @Test
    void valuesStayBetweenThoseOfTheRimInEveryTypeAndNothingElseChanges() {
        for (ImagePlus image : TestImages.everyType().values()) {
            ImageProcessor before = image.getProcessor().duplicate();
            ImageProcessor plane = image.getProcessor();
            Selection hole = Selection.of(new OvalRoi(-5, 10, 30, 25), 61, 47);
            HarmonicFill.fill(plane, hole);
            int changed = 0;
            for (int i = 0; i < plane.getPixelCount(); i++) {
                boolean same = plane.get(i) == before.get(i);
                if (!same) changed++;
                assertThat(same || hole.contains(i % 61, i / 61)).isTrue();
            }
            assertThat(changed).isGreaterThan(300);
            assertThat(deviation(plane)).isLessThan(deviation(before));
        }
    }

    private static double deviation(ImageProcessor plane) {
        plane.setRoi(new Roi(0, 12, 20, 20));
        return plane.getStats().stdDev;
    }

    @Test
    void nanAroundTheHoleDoesNotSpread() {
        FloatProcessor plane = of((x, y) -> 5);
        for (int y = 0; y < 50; y++) plane.setf(10, y, Float.NaN);
        HarmonicFill.fill(plane, Selection.of(new Roi(11, 10, 20, 20), 60, 50));
        assertThat(plane.getf(11, 20)).isCloseTo(5, within(1e-3f));
    }

    @Test
    void selectionOfEverythingIsRefused() {
        Selection all = Selection.of(new Roi(0, 0, 60, 50), 60, 50);
        assertThatThrownBy(() -> HarmonicFill.fill(of((x, y) -> x), all))
                .hasMessageContaining("select less");
    }
}
