// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.NotFiniteException;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * AdamW (Loshchilov and Hutter 2019) with clipping of the gradient's global norm, and an
 * exponential moving average of the weights. One native call a step.
 */
final class AdamW implements AutoCloseable {

    /**
     * What a run does not change.
     *
     * @param beta1 decay of the mean of the gradients
     * @param beta2 decay of the mean of their squares
     * @param epsilon added to the root of the latter
     * @param weightDecay of matrices and kernels; biases and norms do not decay
     * @param largestNorm to which the gradient is clipped
     * @param longestAverage decay of the weights' average once it has forgotten the start
     */
    record Settings(
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            double largestNorm,
            double longestAverage) {

        static final Settings DEFAULT = new Settings(0.9, 0.99, 1e-8, 0.01, 1, 0.999);
    }

    private final Settings settings;
    private final Network update = Network.load(new NetworkSource("adamw.py").entry("adamw"));
    private final Weights weights;
    private final Weights mean;
    private final Weights square;
    private final Weights average;
    private long step;

    /** State of a fresh start from these weights, which must record gradients. */
    static AdamW start(Weights weights, Settings settings) {
        Map<String, Tensor> zeros = new LinkedHashMap<>();
        Map<String, Tensor> values = weights.toTensors();
        values.forEach((name, t) -> zeros.put(name, Tensor.zeros(t.shape())));
        return new AdamW(weights, settings, zeros, zeros, values, 0);
    }

    /** State as a checkpoint holds it. */
    AdamW(
            Weights weights,
            Settings settings,
            Map<String, Tensor> mean,
            Map<String, Tensor> square,
            Map<String, Tensor> average,
            long step) {
        this.weights = weights;
        this.settings = settings;
        this.mean = Weights.of(mean);
        this.square = Weights.of(square);
        this.average = Weights.of(average);
        this.step = step;
    }

    /**
     * Changes the weights by their gradients and clears these.
     *
     * @param learningRate of this step
     * @return the gradient's norm before clipping
     * @throws NotFiniteException if the norm is infinite or NaN; weights and state are unchanged
     */
    double step(double learningRate) {
        float norm = update(learningRate, step + 1);
        if (!Float.isFinite(norm)) {
            throw new NotFiniteException(
                    "the gradient's norm is "
                            + norm
                            + " at step "
                            + step
                            + "; lower the learning rate and go on from the last checkpoint");
        }
        step++;
        return norm;
    }

    private float update(double learningRate, long nextStep) {
        // Short averages first, so that the average forgets the random start.
        float decay =
                (float) Math.min(settings.longestAverage, (1.0 + nextStep) / (10.0 + nextStep));
        try (NDManager scope = weights.newScope()) {
            NDArray setting =
                    scope.create(
                            new float[] {
                                (float) learningRate,
                                (float) settings.beta1,
                                (float) settings.beta2,
                                (float) settings.epsilon,
                                (float) settings.weightDecay,
                                (float) settings.largestNorm,
                                nextStep,
                                decay
                            });
            NDList inputs = new NDList(setting);
            weights.byName().forEach((name, w) -> inputs.add(named("w." + name, w)));
            weights.byName()
                    .forEach((name, w) -> inputs.add(named("g." + name, gradient(w, scope))));
            mean.byName().forEach((name, a) -> inputs.add(named("m." + name, a)));
            square.byName().forEach((name, a) -> inputs.add(named("v." + name, a)));
            average.byName().forEach((name, a) -> inputs.add(named("e." + name, a)));
            return update.call(true, inputs).get(0).toFloatArray()[0];
        }
    }

    private static NDArray gradient(NDArray weight, NDManager scope) {
        NDArray gradient = weight.getGradient();
        gradient.attach(scope);
        return gradient;
    }

    private static NDArray named(String name, NDArray array) {
        array.setName(name);
        return array;
    }

    long steps() {
        return step;
    }

    Map<String, Tensor> mean() {
        return mean.toTensors();
    }

    Map<String, Tensor> square() {
        return square.toTensors();
    }

    /** The averaged weights: what a trained model is made of. */
    Map<String, Tensor> average() {
        return average.toTensors();
    }

    /** The same as native arrays, which stay this object's. */
    Weights nativeAverage() {
        return average;
    }

    @Override
    public void close() {
        update.close();
        mean.close();
        square.close();
        average.close();
    }
}
