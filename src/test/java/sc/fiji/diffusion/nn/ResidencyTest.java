// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.NativeMemory;
import sc.fiji.diffusion.train.LearningRate;
import sc.fiji.diffusion.train.Trainer;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;

class ResidencyTest {

    @TempDir Path folder;

    private Weights first;
    private Weights second;

    @BeforeEach
    void load() throws IOException {
        first = load("first", 1);
        second = load("second", 2);
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private Weights load(String name, float value) throws IOException {
        Path file = folder.resolve(name + ".safetensors");
        SafetensorsWriter.write(file, Map.of("a", Tensor.full(value, 4)), DType.F16, Map.of());
        Weights weights =
                Weights.load(SafetensorsFile.open(file), new WeightLayout().tensor("a", 4));
        if (weights.isLoaded()) weights.unload();
        return weights;
    }

    private static float value(Weights weights) {
        return weights.toTensors().get("a").data()[3];
    }

    @Test
    void othersAreLetGoWhenMemoryIsShortAndReadAgainLater() {
        Residency residency = new Residency(() -> OptionalLong.of(0));
        residency.enter(first);
        residency.leave(first);
        assertThat(first.isLoaded()).isTrue();
        NativeMemory one = NativeMemory.now();
        residency.enter(second);
        residency.leave(second);
        assertThat(first.isLoaded()).isFalse();
        assertThat(second.isLoaded()).isTrue();
        assertThat(NativeMemory.now()).isEqualTo(one);
        assertThat(value(first)).isEqualTo(1);
        assertThat(value(second)).isEqualTo(2);
    }

    @Test
    void whatIsInUseStays() {
        Residency residency = new Residency(() -> OptionalLong.of(0));
        residency.enter(first);
        residency.enter(second);
        assertThat(first.isLoaded()).isTrue();
        assertThat(second.isLoaded()).isTrue();
    }

    @Test
    void nothingIsLetGoWhereMemorySufficesOrIsNotKnown() {
        for (OptionalLong free :
                new OptionalLong[] {OptionalLong.of(1L << 40), OptionalLong.empty()}) {
            Residency residency = new Residency(() -> free);
            residency.enter(first);
            residency.leave(first);
            residency.enter(second);
            residency.leave(second);
            assertThat(first.isLoaded()).isTrue();
            first.unload();
            second.unload();
        }
    }

    @Test
    void closedWeightsAreForgotten() {
        Residency residency = new Residency(() -> OptionalLong.of(0));
        residency.enter(first);
        residency.leave(first);
        residency.forget(first);
        residency.enter(second);
        assertThat(first.isLoaded()).isTrue();
    }

    /** A part of the tiny network of the tests, in a file that must be converted. */
    private Weights frozen(String name, Tensor value, Residency residency) throws IOException {
        Path file = folder.resolve(name + ".safetensors");
        SafetensorsWriter.write(file, Map.of(name, value), DType.F16, Map.of());
        WeightLayout layout = new WeightLayout().tensor(name, value.shape());
        return Weights.load(SafetensorsFile.open(file), layout, Precision.FLOAT32, residency);
    }

    /** Each of the two parts would be let go for the other. */
    @Test
    void allFrozenPartsStayForAWholeStepOfTraining() throws IOException {
        Residency residency = new Residency(() -> OptionalLong.of(0));
        Weights kernel = frozen("in.weight", Tensor.full(0.1f, 2, 3), residency);
        Weights bias = frozen("in.bias", Tensor.zeros(2), residency);
        assertThat(kernel.isLoaded()).isFalse();
        try (Trainer trainer =
                Trainer.resumeOrStart(
                        new NetworkSource("test-functions.py").entry("bottleneck"),
                        folder.resolve("none"),
                        Map.of("out.weight", Tensor.full(0.1f, 3, 2)),
                        List.of(kernel, bias))) {
            Tensor[] batch = {Tensor.of(new float[] {1, 0, 0, 0, 1, 0}, 2, 3)};
            LearningRate rate = LearningRate.constant(0.1, 1);
            float first = trainer.step(rate, step -> batch)[0].data()[0];
            for (int i = 0; i < 5; i++) trainer.step(rate, step -> batch);
            assertThat(trainer.evaluate(batch).get(0).data()[0]).isLessThan(first);
            residency.enter(second);
            assertThat(kernel.isLoaded() || bias.isLoaded()).isFalse();
        }
    }

    @Test
    void memoryThatIsFreeHasAReserve() {
        assertThat(new Residency(() -> OptionalLong.of(3L << 30)).fits(1L << 30)).isTrue();
        assertThat(new Residency(() -> OptionalLong.of(3L << 30)).fits(1 + (1L << 30))).isFalse();
    }
}
