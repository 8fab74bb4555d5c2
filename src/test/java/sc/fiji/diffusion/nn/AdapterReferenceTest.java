// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Differences;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.TensorChange;
import sc.fiji.diffusion.weights.adapter.AdaptedPart;
import sc.fiji.diffusion.weights.adapter.AdapterFile;

/**
 * Weights with adapters against those that PEFT and LyCORIS compute with, which {@code
 * src/test/python/adapters.py} recorded.
 */
class AdapterReferenceTest {

    private static final Reference BASE = Reference.open("adapters/base.safetensors");
    private static final Reference EXPECTED = Reference.open("adapters/expected.safetensors");

    /** Adapters with their weights, such as {@code peft-lora@1} or {@code a@1+b@0.5}. */
    static Stream<String> cases() {
        TreeSet<String> cases = new TreeSet<>();
        for (String name : EXPECTED.names()) cases.add(name.substring(0, name.lastIndexOf('/')));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void weightIsThatOfTheLibrary(String adapters) throws IOException {
        Map<String, List<TensorChange>> changes = new HashMap<>();
        for (String adapter : adapters.split("\\+")) {
            String[] parts = adapter.split("@");
            AdapterFile.open(file(parts[0]))
                    .changes("unet", BASE.file(), Double.parseDouble(parts[1]))
                    .forEach((n, c) -> changes.computeIfAbsent(n, k -> new ArrayList<>()).add(c));
        }
        AdaptedPart part = new AdaptedPart(BASE.file(), changes);
        int compared = 0;
        for (String name : changes.keySet()) {
            String expected = adapters + "/" + name;
            if (!EXPECTED.names().contains(expected)) continue;
            double difference = changed(part, name).maxAbsDifference(EXPECTED.read(expected));
            double relative = difference / largest(EXPECTED.read(expected));
            assertThat(Differences.note("weights with adapters", relative))
                    .as(expected)
                    .isLessThan(1e-6);
            compared++;
        }
        assertThat(compared).isEqualTo(expectedLayers(adapters)).isPositive();
    }

    /** In half precision the sum is rounded once, from the float32 that was computed. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT16", "BFLOAT16"})
    void attachingAgainCompilesNothingAndDetachingLeavesNoTrace(Precision precision)
            throws IOException {
        String name = "mid_block.resnets.0.conv1.weight";
        WeightLayout layout = new WeightLayout().conv("mid_block.resnets.0.conv1", 8, 12, 3);
        Map<String, TensorChange> changes =
                AdapterFile.open(file("peft-dora")).changes("unet", BASE.file(), -0.7);
        AdaptedPart part = new AdaptedPart(BASE.file(), Map.of(name, List.of(changes.get(name))));
        Tensor expected = EXPECTED.read("peft-dora@-0.7/" + name);
        try (Weights weights = Weights.load(BASE.file(), layout, precision)) {
            float[] before = values(weights, name);
            int compiled = 0;
            for (int i = 0; i < 3; i++) {
                if (i == 1) compiled = FormatNetworks.compiled();
                weights.adapt(part);
                Tensor adapted = Tensor.of(values(weights, name), expected.shape());
                assertThat(adapted.maxAbsDifference(expected)).isLessThan(step(precision));
                weights.adapt(BASE.file());
                assertThat(values(weights, name)).isEqualTo(before);
            }
            assertThat(FormatNetworks.compiled()).isEqualTo(compiled);
        }
    }

    private static float[] values(Weights weights, String name) {
        NDArray array = weights.byName().get(name);
        try (NDArray unnamed = array.reshape(array.getShape());
                NDArray exact = FormatNetworks.cast(unnamed, DType.F32)) {
            return exact.toFloatArray();
        }
    }

    /** Half of the distance of neighbouring numbers below 4, which all weights are. */
    private static double step(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> 2e-6;
            case FLOAT16 -> 0x1p-10 + 2e-6;
            case BFLOAT16 -> 0x1p-7 + 2e-6;
        };
    }

    private static Path file(String adapter) {
        Path folder = Reference.path("adapters");
        Path ofPeft = folder.resolve(adapter).resolve("adapter_model.safetensors");
        return Files.exists(ofPeft) ? ofPeft : folder.resolve(adapter + ".safetensors");
    }

    private static Tensor changed(AdaptedPart part, String name) throws IOException {
        try (NDManager manager = TorchEngine.get().newManager()) {
            return Network.toTensor(
                    ChangedWeight.of(part, name, new TensorDecoder(DType.F32), manager));
        }
    }

    private static double largest(Tensor tensor) {
        double largest = 0;
        for (float value : tensor.data()) largest = Math.max(largest, Math.abs(value));
        return largest;
    }

    private static long expectedLayers(String adapters) {
        return EXPECTED.names().stream().filter(n -> n.startsWith(adapters + "/")).count();
    }
}
