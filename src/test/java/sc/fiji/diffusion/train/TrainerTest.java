// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.NotFiniteException;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.NativeMemory;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsWriter;
import sc.fiji.diffusion.weights.WeightsException;

class TrainerTest {

    private static final LearningRate RATE = new LearningRate(1e-2, 2, 40);

    private static final Map<String, Tensor> INITIAL =
            Initializer.initialize(TinyNetworks.VAE.layout(), 1);

    @TempDir Path folder;

    private Trainer trainer(String checkpoint) throws IOException {
        return trainer(checkpoint, Precision.FLOAT32);
    }

    private Trainer trainer(String checkpoint, Precision precision) throws IOException {
        return Trainer.resumeOrStart(objective(precision), folder.resolve(checkpoint), INITIAL);
    }

    private static NetworkSource objective(Precision precision) {
        return precision
                .apply(new NetworkSource("train.py").and(TinyNetworks.VAE.source()))
                .entry("vae_objective");
    }

    /** Images, the noise of the posterior sample, and the weight of the divergence. */
    private static Tensor[] batch(long step) {
        Random random = StepRandom.of(1, step);
        return new Tensor[] {
            StepRandom.gaussian(random, 4, 1, 16, 16).map(Math::tanh),
            StepRandom.gaussian(random, 4, 4, 8, 8),
            Tensor.full(2e-5f, 1)
        };
    }

    private static void steps(Trainer trainer, int count) {
        for (int i = 0; i < count; i++) trainer.step(RATE, TrainerTest::batch);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void resumedRunEqualsOneThatNeverStoppedToTheBit(Precision precision) throws IOException {
        try (Trainer whole = trainer("whole", precision)) {
            steps(whole, 5);
            whole.save(folder.resolve("whole"));
        }
        try (Trainer first = trainer("parts", precision)) {
            steps(first, 3);
            first.save(folder.resolve("parts"));
        }
        try (Trainer second = trainer("parts", precision)) {
            assertThat(second.steps()).isEqualTo(3);
            steps(second, 2);
            second.save(folder.resolve("parts"));
        }
        // The file holds weights, both moments, the average and the step.
        assertThat(folder.resolve("parts")).hasSameBinaryContentAs(folder.resolve("whole"));
    }

    @Test
    void lossFallsOnOneBatch() throws IOException {
        Tensor[] batch = batch(0);
        try (Trainer trainer = trainer("none")) {
            float first = trainer.step(RATE, step -> batch)[0].data()[0];
            float last = first;
            for (int i = 0; i < 30; i++) last = trainer.step(RATE, step -> batch)[0].data()[0];
            assertThat(last).isLessThan(0.7f * first);
        }
    }

    @Test
    void stepOverSeveralBatchesFollowsTheirMeanGradient() throws IOException {
        Tensor[] both = batch(0);
        Map<String, Tensor> whole;
        try (Trainer trainer = trainer("none")) {
            trainer.step(RATE, step -> both);
            whole = trainer.average();
        }
        try (Trainer trainer = trainer("none")) {
            float loss = trainer.step(RATE, 2, step -> part(both, (int) step))[0].data()[0];
            assertThat(trainer.steps()).isEqualTo(1);
            assertThat(loss).isPositive();
            trainer.average()
                    .forEach(
                            (name, t) ->
                                    assertThat(t.maxAbsDifference(whole.get(name)))
                                            .as(name)
                                            .isLessThan(1e-4));
        }
    }

    /** One half of a batch of four. */
    private static Tensor[] part(Tensor[] batch, int half) {
        return new Tensor[] {
            Tensor.concat(List.of(batch[0].batch(2 * half), batch[0].batch(2 * half + 1))),
            Tensor.concat(List.of(batch[1].batch(2 * half), batch[1].batch(2 * half + 1))),
            batch[2]
        };
    }

    @Test
    void frozenWeightsStayAndTheOthersLearn() throws IOException {
        Map<String, Tensor> frozen = new LinkedHashMap<>(INITIAL);
        Map<String, Tensor> trained = new LinkedHashMap<>();
        trained.put("quant_conv.weight", frozen.remove("quant_conv.weight"));
        try (Trainer trainer =
                Trainer.resumeOrStart(
                        objective(Precision.FLOAT32),
                        folder.resolve("frozen"),
                        trained,
                        List.of(Weights.of(frozen)))) {
            Tensor[] batch = batch(0);
            float before = trainer.evaluate(batch).get(0).data()[0];
            for (int i = 0; i < 5; i++) trainer.step(RATE, step -> batch);
            assertThat(trainer.average().keySet()).containsExactly("quant_conv.weight");
            assertThat(trainer.evaluate(batch).get(0).data()[0]).isNotEqualTo(before);
        }
    }

    @Test
    void averageFollowsTheWeights() throws IOException {
        try (Trainer trainer = trainer("none")) {
            steps(trainer, 2);
            Tensor average = trainer.average().get("decoder.conv_out.weight");
            assertThat(average.maxAbsDifference(INITIAL.get("decoder.conv_out.weight")))
                    .isGreaterThan(1e-4);
        }
    }

    @Test
    void twoThousandStepsLeaveNoNativeMemoryBehind() throws IOException {
        NetworkSource objective = new NetworkSource("test-functions.py").entry("bottleneck");
        Map<String, Tensor> initial =
                Map.of(
                        "in.weight", Tensor.full(0.1f, 2, 3),
                        "in.bias", Tensor.zeros(2),
                        "out.weight", Tensor.full(0.1f, 3, 2));
        Tensor[] batch = {Tensor.of(new float[] {1, 0, 0, 0, 1, 0}, 2, 3)};
        NativeMemory before = NativeMemory.now();
        try (Trainer trainer = Trainer.resumeOrStart(objective, folder.resolve("none"), initial)) {
            trainer.step(RATE, step -> batch);
            NativeMemory running = NativeMemory.now();
            while (trainer.steps() < 2000) trainer.step(RATE, step -> batch);
            assertThat(NativeMemory.now()).isEqualTo(running);
        }
        assertThat(NativeMemory.now()).isEqualTo(before);
    }

    @Test
    void stepsOfANetworkLeaveNoNativeMemoryBehind() throws IOException {
        NativeMemory before = NativeMemory.now();
        try (Trainer trainer = trainer("none")) {
            steps(trainer, 1);
            NativeMemory running = NativeMemory.now();
            steps(trainer, 4);
            assertThat(NativeMemory.now()).isEqualTo(running);
        }
        assertThat(NativeMemory.now()).isEqualTo(before);
    }

    @Test
    void lossThatIsNotFiniteStopsTheRunAndKeepsTheWeights() throws IOException {
        try (Trainer trainer = trainer("none")) {
            Tensor[] batch = batch(0);
            batch[0] = batch[0].times(Double.NaN);
            assertThatExceptionOfType(NotFiniteException.class)
                    .isThrownBy(() -> trainer.step(RATE, step -> batch))
                    .withMessage(
                            "loss is NaN at step 0; lower the learning rate and go on from the"
                                    + " last checkpoint");
            trainer.average()
                    .forEach((n, t) -> assertThat(t.data()).isEqualTo(INITIAL.get(n).data()));
            assertThat(trainer.steps()).isZero();
        }
    }

    @Test
    void checkpointOfAnotherNetworkIsRefused() throws IOException {
        Path checkpoint = folder.resolve("other");
        Map<String, Tensor> other = new LinkedHashMap<>(INITIAL);
        other.put("decoder.conv_out.bias", Tensor.zeros(3));
        new Checkpoint(other, other, other, other, 7).write(checkpoint);
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> trainer("other"))
                .withMessageStartingWith(checkpoint + ": expected the tensors of the network");
    }

    @Test
    void fileThatIsNoCheckpointIsRefused() throws IOException {
        Path file = folder.resolve("weights");
        SafetensorsWriter.write(file, INITIAL, DType.F32, Map.of());
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> Checkpoint.read(file))
                .withMessage(
                        file
                                + ": expected the number of steps under \"step\", found null; this"
                                + " is no checkpoint of training");
        Files.write(file, new byte[3]);
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> trainer("weights"))
                .withMessageContaining("damaged");
    }
}
