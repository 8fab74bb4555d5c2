// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import sc.fiji.diffusion.engine.NativeWork;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.NotFiniteException;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Lowers an objective: a network whose first result is the loss. The batch of a step is a function
 * of the step's number, so that a run that resumes from a checkpoint goes on as if it had never
 * stopped.
 */
public final class Trainer implements AutoCloseable {

    private final Network objective;
    private final List<Weights> frozen;
    private final Weights weights;
    private final AdamW optimizer;

    private Trainer(
            NetworkSource objective, List<Weights> frozen, Weights weights, AdamW optimizer) {
        this.objective = Network.load(objective);
        this.frozen = frozen;
        this.weights = weights;
        this.optimizer = optimizer;
    }

    /**
     * A trainer of all weights of the objective.
     *
     * @see #resumeOrStart(NetworkSource, Path, Map, List)
     */
    public static Trainer resumeOrStart(
            NetworkSource objective, Path checkpoint, Map<String, Tensor> initial)
            throws IOException {
        return resumeOrStart(objective, checkpoint, initial, List.of());
    }

    /**
     * A trainer that goes on from the checkpoint if there is one, else starts from the weights.
     *
     * @param objective its first result is the loss
     * @param checkpoint where {@link #save} writes
     * @param initial the weights that are trained
     * @param frozen weights that the objective needs and that stay as they are; closed with this
     * @throws sc.fiji.diffusion.weights.WeightsException if the checkpoint is damaged, or of
     *     another network
     */
    public static Trainer resumeOrStart(
            NetworkSource objective,
            Path checkpoint,
            Map<String, Tensor> initial,
            List<Weights> frozen)
            throws IOException {
        AdamW.Settings settings = AdamW.Settings.DEFAULT;
        if (!Files.exists(checkpoint)) {
            Weights weights = ordered(initial);
            return new Trainer(objective, frozen, weights, AdamW.start(weights, settings));
        }
        Checkpoint saved = Checkpoint.read(checkpoint, initial);
        Weights weights = ordered(saved.weights());
        AdamW optimizer =
                new AdamW(
                        weights,
                        settings,
                        saved.mean(),
                        saved.square(),
                        saved.average(),
                        saved.step());
        return new Trainer(objective, frozen, weights, optimizer);
    }

    /** The weights by name: the norm of the gradient is a sum, and rounds by its order. */
    private static Weights ordered(Map<String, Tensor> weights) {
        return Weights.of(new TreeMap<>(weights)).trainable();
    }

    /**
     * Does one step.
     *
     * @param batch inputs of the objective for a step, counted from 0
     * @return what the objective returned: first the loss, then its parts
     * @throws NotFiniteException if the loss or its gradient is infinite or NaN; the weights are
     *     unchanged then
     */
    public Tensor[] step(LearningRate rate, LongFunction<Tensor[]> batch) {
        return step(rate, 1, batch);
    }

    /**
     * Does one step along the mean gradient of several batches.
     *
     * @param parts batches of a step; step n has the batches {@code n parts} and those after it
     * @return what the objective returned for the last batch, with the mean loss of all
     * @throws NotFiniteException if a loss or the gradient is infinite or NaN; the weights are
     *     unchanged then
     */
    public Tensor[] step(LearningRate rate, int parts, LongFunction<Tensor[]> batch) {
        Tensor[] values = null;
        double loss = 0;
        for (int i = 0; i < parts; i++) {
            Tensor[] inputs = batch.apply(optimizer.steps() * parts + i);
            values = withFrozen(() -> backward(inputs, parts));
            loss += values[0].data()[0] / parts;
        }
        NativeWork.call(() -> optimizer.step(rate.at(optimizer.steps())));
        values[0] = Tensor.full((float) loss);
        return values;
    }

    /** Adds the gradient of a batch, divided by the number of batches, to those of the weights. */
    private Tensor[] backward(Tensor[] batch, int parts) {
        try (NDManager scope = weights.newScope()) {
            NDList results;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                results = call(weights, true, batch, scope);
                collector.backward(parts == 1 ? results.get(0) : results.get(0).div(parts));
            }
            Tensor[] values = results.stream().map(Network::toTensor).toArray(Tensor[]::new);
            requireFinite(values[0].data()[0]);
            return values;
        }
    }

    /** What the objective gives for a batch with the averaged weights. */
    public List<Tensor> evaluate(Tensor[] batch) {
        return withFrozen(() -> evaluateNow(batch));
    }

    private List<Tensor> evaluateNow(Tensor[] batch) {
        try (NDManager scope = weights.newScope()) {
            return call(optimizer.nativeAverage(), false, batch, scope).stream()
                    .map(Network::toTensor)
                    .toList();
        }
    }

    /** Computes with the frozen weights in memory, from the objective to its gradient. */
    private <T> T withFrozen(Supplier<T> task) {
        return NativeWork.call(() -> Weights.keepLoaded(frozen, task));
    }

    private NDList call(Weights trained, boolean training, Tensor[] batch, NDManager scope) {
        NDList inputs = new NDList();
        for (Tensor tensor : batch) inputs.add(Network.toArray(scope, tensor));
        inputs.addAll(named(trained));
        for (Weights part : frozen) inputs.addAll(named(part));
        return objective.call(training, inputs);
    }

    /** The arrays as entries of the dictionary that the objective takes. */
    private static List<NDArray> named(Weights weights) {
        List<NDArray> arrays = new ArrayList<>();
        weights.byName()
                .forEach(
                        (name, array) -> {
                            array.setName("w." + name);
                            arrays.add(array);
                        });
        return arrays;
    }

    private void requireFinite(float loss) {
        if (!Float.isFinite(loss)) {
            throw new NotFiniteException(
                    "loss is "
                            + loss
                            + " at step "
                            + optimizer.steps()
                            + "; lower the learning rate and go on from the last checkpoint");
        }
    }

    /** Steps done, those of earlier runs included. */
    public long steps() {
        return optimizer.steps();
    }

    /** The averaged weights. */
    public Map<String, Tensor> average() {
        return optimizer.average();
    }

    /** Writes everything that {@link #resumeOrStart} needs. */
    public void save(Path checkpoint) throws IOException {
        new Checkpoint(
                        weights.toTensors(),
                        optimizer.mean(),
                        optimizer.square(),
                        optimizer.average(),
                        optimizer.steps())
                .write(checkpoint);
    }

    @Override
    public void close() {
        objective.close();
        optimizer.close();
        weights.close();
        frozen.forEach(Weights::close);
    }
}
