// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each attribute must be visible: a statistic of the picture rises from one word to the next. */
class AttributesTest {

    @ParameterizedTest
    @EnumSource
    void denserPicturesAreMoreCovered(Structure structure) {
        PhantomSpec spec = PhantomSpec.of(structure);
        double[] values = new double[3];
        for (Density density : Density.values()) {
            values[density.ordinal()] = Measure.mean(spec.with(density), Measure::coverage);
        }
        assertRises(structure, 1.3, values);
    }

    @ParameterizedTest
    @EnumSource
    void largerObjectsHaveMorePixels(Structure structure) {
        PhantomSpec spec = PhantomSpec.of(structure);
        double[] values = new double[3];
        for (Size size : Size.values()) {
            values[size.ordinal()] = Measure.mean(spec.with(size), Measure::objectArea);
        }
        assertRises(structure, 1.3, values);
    }

    @ParameterizedTest
    @EnumSource
    void higherContrastSpreadsTheValues(Structure structure) {
        PhantomSpec spec = PhantomSpec.of(structure);
        double[] values = new double[3];
        for (Contrast contrast : Contrast.values()) {
            values[contrast.ordinal()] = Measure.mean(spec.with(contrast), Measure::contrast);
        }
        assertRises(structure, 1.4, values);
    }

    @ParameterizedTest
    @EnumSource
    void blurTakesDetailAway(Structure structure) {
        PhantomSpec spec = PhantomSpec.of(structure);
        double[] values = new double[3];
        for (Blur blur : Blur.values()) {
            values[2 - blur.ordinal()] = Measure.mean(spec.with(blur), Measure::detail);
        }
        assertRises(structure, 1.4, values);
    }

    @ParameterizedTest
    @EnumSource
    void noisierPicturesAreFurtherFromTheCleanOne(Structure structure) {
        PhantomSpec spec = PhantomSpec.of(structure);
        ToDoubleFunction<Phantom> noise = Measure::noise;
        assertThat(Measure.mean(spec.with(Noise.CLEAN), noise)).isZero();
        double low = Measure.mean(spec.with(Noise.LOW), noise);
        double high = Measure.mean(spec.with(Noise.HIGH), noise);
        assertThat(low).isBetween(0.004, 0.03);
        assertThat(high).isGreaterThan(2.5 * low);
    }

    private static void assertRises(Structure structure, double factor, double... values) {
        for (int i = 1; i < values.length; i++) {
            assertThat(values[i])
                    .as(structure + ", level " + i)
                    .isGreaterThan(factor * values[i - 1]);
        }
    }
}
