// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.NotFiniteException;
import sc.fiji.diffusion.tensor.Tensor;

/** The native step against the published algorithm, written out in doubles. */
class AdamWTest {

    private static final double RATE = 0.05;

    private Weights weights;
    private AdamW optimizer;

    @BeforeEach
    void start() {
        Map<String, Tensor> initial = new LinkedHashMap<>();
        initial.put("matrix", Tensor.of(new float[] {1, -2, 0.5f, 3}, 2, 2));
        initial.put("bias", Tensor.of(new float[] {0.25f, -4}, 2));
        weights = Weights.of(initial).trainable();
        optimizer = AdamW.start(weights, AdamW.Settings.DEFAULT);
    }

    @AfterEach
    void close() {
        optimizer.close();
        weights.close();
    }

    /** Leaves the given gradient at each weight: that of the sum of their products. */
    private void backward(Map<String, Tensor> gradients) {
        try (NDManager scope = weights.newScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray sum = scope.create(0f);
            for (Map.Entry<String, Tensor> e : gradients.entrySet()) {
                NDArray gradient = Network.toArray(scope, e.getValue());
                NDArray product = gradient.mul(weights.byName().get(e.getKey()));
                sum = sum.add(product.sum());
            }
            collector.backward(sum);
        }
    }

    private static Map<String, Tensor> gradients(double scale) {
        return Map.of(
                "matrix", Tensor.of(new float[] {0.3f, -0.1f, 0.2f, 0}, 2, 2).times(scale),
                "bias", Tensor.of(new float[] {-0.2f, 0.4f}, 2).times(scale));
    }

    /** One weight of the algorithm. */
    private static final class Expected {
        private final boolean decayed;
        private double weight;
        private double mean;
        private double square;
        private double average;

        Expected(double start, boolean decayed) {
            this.weight = start;
            this.average = start;
            this.decayed = decayed;
        }

        void step(int t, double gradient) {
            mean = 0.9 * mean + 0.1 * gradient;
            square = 0.99 * square + 0.01 * gradient * gradient;
            double unbiasedMean = mean / (1 - Math.pow(0.9, t));
            double unbiasedSquare = square / (1 - Math.pow(0.99, t));
            if (decayed) weight -= RATE * 0.01 * weight;
            weight -= RATE * unbiasedMean / (Math.sqrt(unbiasedSquare) + 1e-8);
            double share = Math.min(0.999, (1.0 + t) / (10 + t));
            average = share * average + (1 - share) * weight;
        }
    }

    @Test
    void stepsEqualThePublishedAlgorithm() {
        Map<String, Expected[]> expected = new LinkedHashMap<>();
        weights.toTensors()
                .forEach(
                        (name, t) -> {
                            Expected[] values = new Expected[t.size()];
                            for (int i = 0; i < values.length; i++)
                                values[i] = new Expected(t.data()[i], t.rank() > 1);
                            expected.put(name, values);
                        });

        double[] scales = {1, -0.5, 100, 0.01, 2};
        for (int t = 1; t <= scales.length; t++) {
            Map<String, Tensor> gradients = gradients(scales[t - 1]);
            backward(gradients);
            double norm = optimizer.step(RATE);

            double expectedNorm = norm(gradients);
            assertThat(norm).isCloseTo(expectedNorm, within(1e-5 * expectedNorm));
            double clip = Math.min(1, 1 / (expectedNorm + 1e-6));
            for (String name : gradients.keySet()) {
                float[] gradient = gradients.get(name).data();
                for (int i = 0; i < gradient.length; i++)
                    expected.get(name)[i].step(t, clip * gradient[i]);
            }
            assertState(expected);
        }
        assertThat(optimizer.steps()).isEqualTo(scales.length);
    }

    private static double norm(Map<String, Tensor> gradients) {
        double squares = 0;
        for (Tensor t : gradients.values()) for (float g : t.data()) squares += (double) g * g;
        return Math.sqrt(squares);
    }

    private void assertState(Map<String, Expected[]> expected) {
        Map<String, Tensor> w = weights.toTensors();
        expected.forEach(
                (name, values) -> {
                    for (int i = 0; i < values.length; i++) {
                        assertClose(w.get(name).data()[i], values[i].weight);
                        assertClose(optimizer.mean().get(name).data()[i], values[i].mean);
                        assertClose(optimizer.square().get(name).data()[i], values[i].square);
                        assertClose(optimizer.average().get(name).data()[i], values[i].average);
                    }
                });
    }

    private static void assertClose(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(1e-6 + 2e-6 * Math.abs(expected)));
    }

    /**
     * torch 2.7.1: {@code clip_grad_norm_([matrix, bias], 1)}, {@code AdamW(betas=(0.9, 0.99))}
     * with a weight decay of 0.01 for the matrix, {@code get_ema_multi_avg_fn(min(0.999, (1 + t) /
     * (10 + t)))}, over the same five gradients.
     */
    @Test
    void stepsEqualThoseOfTorch() {
        for (double scale : new double[] {1, -0.5, 100, 0.01, 2}) {
            backward(gradients(scale));
            optimizer.step(RATE);
        }
        Map<String, Tensor> w = weights.toTensors();
        Map<String, Tensor> average = optimizer.average();
        assertValues(
                w.get("matrix"),
                0.8406293988227844,
                -1.8381319046020508,
                0.341878205537796,
                2.992507219314575);
        assertValues(w.get("bias"), 0.40703853964805603, -4.157038688659668);
        assertValues(
                average.get("matrix"),
                0.8602597713470459,
                -1.858061671257019,
                0.3613589107990265,
                2.993405342102051);
        assertValues(average.get("bias"), 0.38767459988594055, -4.137674808502197);
    }

    private static void assertValues(Tensor actual, double... expected) {
        for (int i = 0; i < expected.length; i++) assertClose(actual.data()[i], expected[i]);
    }

    @Test
    void gradientsAreClearedSoThatStepsDoNotAddUp() {
        backward(gradients(1));
        double first = optimizer.step(RATE);
        assertThat(optimizer.step(RATE)).isZero();
        backward(gradients(1));
        assertThat(optimizer.step(RATE)).isEqualTo(first);
    }

    @Test
    void gradientThatIsNotFiniteChangesNothing() {
        backward(gradients(1));
        optimizer.step(RATE);
        Map<String, Tensor> before = weights.toTensors();
        Map<String, Tensor> average = optimizer.average();

        for (double scale : new double[] {Double.POSITIVE_INFINITY, Double.NaN, 1e30}) {
            backward(gradients(scale));
            assertThatExceptionOfType(NotFiniteException.class)
                    .isThrownBy(() -> optimizer.step(RATE))
                    .withMessageStartingWith("the gradient's norm is ")
                    .withMessageContaining("at step 1; lower the learning rate");
        }
        assertThat(optimizer.steps()).isEqualTo(1);
        weights.toTensors().forEach((n, t) -> assertThat(t.data()).isEqualTo(before.get(n).data()));
        optimizer
                .average()
                .forEach((n, t) -> assertThat(t.data()).isEqualTo(average.get(n).data()));
        backward(gradients(1));
        assertThat(optimizer.step(RATE)).isFinite();
    }
}
