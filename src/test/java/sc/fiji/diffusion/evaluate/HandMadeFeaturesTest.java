// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.phantom.Phantom;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.phantom.Phantoms;
import sc.fiji.diffusion.phantom.Structure;
import sc.fiji.diffusion.tensor.Tensor;

class HandMadeFeaturesTest {

    private static final FeatureSpace SPACE = new HandMadeFeatures();
    private static final int HISTOGRAM = 24;
    private static final int SPECTRUM = HISTOGRAM + 16;

    private static double[] features(Structure structure, int width, int height, long seed) {
        Phantom phantom = Phantoms.draw(PhantomSpec.of(structure), width, height, seed);
        return SPACE.of(Tensor.of(phantom.pixels(), 1, 1, height, width));
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return Math.sqrt(sum);
    }

    @Test
    void everyPartIsThatOfItsDefinition() {
        Tensor image = Tensor.zeros(1, 1, 32, 32);
        for (int i = 0; i < 1024; i++) {
            image.data()[i] = (float) (0.5 + 0.25 * Math.cos(2 * Math.PI * 4 * (i % 32) / 32));
        }
        double[] features = SPACE.of(image);
        double sum = 0;
        for (int b = 0; b < HISTOGRAM; b++) sum += features[b] * features[b];
        assertThat(sum).isCloseTo(1, within(1e-9));
        // All power is at 4 cycles over 32 pixels, an eighth of the sampling frequency: ring 4.
        for (int r = 0; r < 16; r++) {
            if (r != 4) assertThat(features[HISTOGRAM + r]).isLessThan(features[HISTOGRAM + 4] - 1);
        }
        // Stripes of width 4 survive an opening by 3 partly and one by 9 not at all.
        assertThat(features[SPECTRUM + 7]).isCloseTo(0, within(1e-9));
        assertThat(features[SPECTRUM] + features[SPECTRUM + 1] + features[SPECTRUM + 2])
                .isGreaterThan(0.5);
    }

    @Test
    void differentStructuresAreFurtherApartThanPicturesOfOne() {
        double[] nuclei = features(Structure.NUCLEI, 128, 128, 1);
        double[] others = features(Structure.NUCLEI, 128, 128, 2);
        double[] tissue = features(Structure.TISSUE, 128, 128, 3);
        assertThat(distance(nuclei, tissue)).isGreaterThan(2 * distance(nuclei, others));
    }

    @Test
    void channelsCountAsTheirMeanAndAnySizeWorks() {
        Phantom phantom = Phantoms.draw(PhantomSpec.of(Structure.SPOTS), 50, 70, 1);
        Tensor grey = Tensor.of(phantom.pixels(), 1, 1, 70, 50);
        float[] three = new float[3 * 3500];
        for (int c = 0; c < 3; c++) System.arraycopy(grey.data(), 0, three, c * 3500, 3500);
        double[] one = SPACE.of(grey);
        double[] all = SPACE.of(Tensor.of(three, 1, 3, 70, 50));
        for (int i = 0; i < one.length; i++) assertThat(all[i]).isCloseTo(one[i], within(1e-5));
        assertThat(Arrays.stream(one).allMatch(Double::isFinite)).isTrue();
    }

    @Test
    void aBlackImageHasFiniteFeatures() {
        double[] features = SPACE.of(Tensor.zeros(1, 1, 16, 16));
        assertThat(Arrays.stream(features).allMatch(Double::isFinite)).isTrue();
    }

    @Test
    void anImageTooSmallForASpectrumIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SPACE.of(Tensor.zeros(1, 1, 15, 40)))
                .withMessageContaining("16")
                .withMessageContaining("40 x 15");
    }
}
