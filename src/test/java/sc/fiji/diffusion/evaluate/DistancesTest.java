// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Expected values are NumPy's and SciPy's for the same sets. */
class DistancesTest {

    private static final List<double[]> X = waves(1.3, 0.7, 0, 12);
    private static final List<double[]> Y = waves(0.4, 1.9, 0.3, 9);

    private static List<double[]> waves(double a, double b, double shift, int count) {
        List<double[]> set = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] v = new double[3];
            for (int j = 0; j < 3; j++) v[j] = Math.sin(1 + a * i + b * j * j + i * j) + shift;
            set.add(v);
        }
        return set;
    }

    private static List<double[]> normal(long seed, int count, double shift) {
        Random random = new Random(seed);
        List<double[]> set = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] v = new double[5];
            for (int j = 0; j < 5; j++) v[j] = random.nextGaussian() + shift;
            set.add(v);
        }
        return set;
    }

    @Test
    void frechetDistanceIsThatOfTheFormula() {
        assertThat(FrechetDistance.between(X, Y)).isCloseTo(0.4433882224711967, within(1e-10));
        assertThat(FrechetDistance.between(Y, X)).isCloseTo(0.4433882224711967, within(1e-10));
        assertThat(FrechetDistance.between(X, X)).isCloseTo(0, within(1e-10));
    }

    @Test
    void frechetDistanceOfFewerImagesThanFeaturesIsDefined() {
        List<double[]> few = normal(1, 3, 0);
        assertThat(FrechetDistance.between(few, normal(2, 3, 0))).isFinite().isPositive();
    }

    /** Of two vectors m + u and m - u the covariance is 2 u u^T, whose root is known. */
    @Test
    void frechetDistanceOfTwoImagesEachIsExactWhateverTheScaleOfTheFeatures() {
        Random random = new Random(5);
        for (int k = 0; k < 100; k++) {
            int length = 2 + random.nextInt(70);
            double[][] of = new double[4][length];
            for (int j = 0; j < length; j++) {
                double scale = Math.pow(10, -random.nextInt(9));
                for (double[] vector : of) vector[j] = scale * random.nextGaussian();
            }
            double expected = 0;
            double[] u = new double[3];
            for (int j = 0; j < length; j++) {
                expected += Math.pow(of[0][j] - of[2][j], 2);
                u[0] += of[1][j] * of[1][j];
                u[1] += of[3][j] * of[3][j];
                u[2] += of[1][j] * of[3][j];
            }
            expected += 2 * u[0] + 2 * u[1] - 4 * Math.abs(u[2]);
            double found = FrechetDistance.between(pair(of[0], of[1]), pair(of[2], of[3]));
            assertThat(found).as("set %d", k).isCloseTo(expected, within(1e-9 * (1 + expected)));
        }
    }

    private static List<double[]> pair(double[] mean, double[] u) {
        double[] first = new double[u.length];
        double[] second = new double[u.length];
        for (int j = 0; j < u.length; j++) {
            first[j] = mean[j] + u[j];
            second[j] = mean[j] - u[j];
        }
        return List.of(first, second);
    }

    @Test
    void discrepancyIsThatOfTheFormula() {
        assertThat(KernelDistance.discrepancy(X.subList(0, 9), Y))
                .isCloseTo(0.04106403387951163, within(1e-12));
    }

    @Test
    void kernelDistanceIsZeroForOneDistributionAndGrowsWithTheShift() {
        List<double[]> a = normal(1, 400, 0);
        KernelDistance same = KernelDistance.between(a, normal(2, 400, 0));
        assertThat(same.value()).isBetween(-5 * same.standardError(), 0.05);
        KernelDistance near = KernelDistance.between(a, normal(3, 400, 0.5));
        KernelDistance far = KernelDistance.between(a, normal(4, 400, 1));
        assertThat(near.value()).isGreaterThan(10 * Math.abs(same.value()));
        assertThat(far.value()).isGreaterThan(2 * near.value());
        assertThat(near.standardError()).isPositive().isLessThan(near.value());
        assertThat(KernelDistance.between(a, normal(3, 400, 0.5))).isEqualTo(near);
    }

    @Test
    void oneImageIsNoDistribution() {
        List<double[]> one = normal(1, 1, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrechetDistance.between(one, X))
                .withMessageContaining("at least 2")
                .withMessageContaining("1");
        assertThatIllegalArgumentException().isThrownBy(() -> KernelDistance.between(X, one));
    }

    @Test
    void aCopyOfATrainingImageHasDistanceZero() {
        List<double[]> training = normal(1, 50, 0);
        List<double[]> generated = List.of(training.get(7), normal(2, 1, 0).get(0));
        Neighbours neighbours = Neighbours.of(training, generated, normal(3, 4, 0));
        assertThat(neighbours.generated()[0]).isZero();
        assertThat(neighbours.generated()[1]).isPositive();
        assertThat(neighbours.heldOut()).hasSize(4).doesNotContain(0.0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Neighbours.of(List.of(), generated, generated));
    }
}
