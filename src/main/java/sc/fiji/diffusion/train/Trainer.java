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
import java.util.Map;
import java.util.function.LongFunction;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Lowers an objective: a network whose first result is the loss. The batch of a step is a function
 * of the step's number, so that a run that resumes from a checkpoint goes on as if it had never
 * stopped.
 */
final class Trainer implements AutoCloseable {

    private final Network objective;
    private final Weights weights;
    private final AdamW optimizer;

    private Trainer(NetworkSource objective, Weights weights, AdamW optimizer) {
        this.objective = Network.load(objective);
        this.weights = weights;
        this.optimizer = optimizer;
    }

    /**
     * A trainer that goes on from the checkpoint if there is one, else starts from the weights.
     *
     * @throws sc.fiji.diffusion.weights.WeightsException if the checkpoint is damaged, or of
     *     another network
     */
    static Trainer resumeOrStart(
            NetworkSource objective, Path checkpoint, Map<String, Tensor> initial)
            throws IOException {
        if (Files.exists(checkpoint)) {
            Checkpoint saved = Checkpoint.read(checkpoint, initial);
            Weights weights = Weights.of(saved.weights()).trainable();
            AdamW optimizer =
                    new AdamW(weights, saved.mean(), saved.square(), saved.average(), saved.step());
            return new Trainer(objective, weights, optimizer);
        }
        Weights weights = Weights.of(initial).trainable();
        return new Trainer(objective, weights, AdamW.start(weights));
    }

    /**
     * Does one step.
     *
     * @param batch inputs of the objective for a step, counted from 0
     * @return what the objective returned: first the loss, then its parts
     * @throws IllegalStateException if the loss or its gradient is infinite or NaN; the weights are
     *     unchanged then
     */
    Tensor[] step(LearningRate rate, LongFunction<Tensor[]> batch) {
        Tensor[] tensors = batch.apply(optimizer.steps());
        try (NDManager scope = weights.newScope()) {
            NDArray[] inputs = new NDArray[tensors.length];
            for (int i = 0; i < inputs.length; i++) inputs[i] = Network.toArray(scope, tensors[i]);
            NDList results;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                results = objective.call(weights, true, inputs);
                collector.backward(results.get(0));
            }
            Tensor[] values = results.stream().map(Network::toTensor).toArray(Tensor[]::new);
            requireFinite(values[0].data()[0]);
            optimizer.step(rate.at(optimizer.steps()));
            return values;
        }
    }

    private void requireFinite(float loss) {
        if (!Float.isFinite(loss)) {
            throw new IllegalStateException(
                    "loss is "
                            + loss
                            + " at step "
                            + optimizer.steps()
                            + "; lower the learning rate and go on from the last checkpoint");
        }
    }

    long steps() {
        return optimizer.steps();
    }

    /** The averaged weights. */
    Map<String, Tensor> average() {
        return optimizer.average();
    }

    /** Writes everything that {@link #resumeOrStart} needs. */
    void save(Path checkpoint) throws IOException {
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
    }
}
