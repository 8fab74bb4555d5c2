// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.NativeMemory;

class NetworkTest {

    private static final NetworkSource SOURCE =
            new NetworkSource("test-functions.py")
                    .with("some_number", 100)
                    .with("some_scale", 1e-1)
                    .with("some_switch", true)
                    .with("some_heads", new int[] {1, 2});

    private static final Tensor INPUT = Tensor.of(new float[] {0, 9}, 1, 2);

    private static Weights weights() {
        return Weights.of(Map.of("offset", Tensor.of(new float[] {10, 20}, 2)));
    }

    private static List<Tensor> describe() {
        try (Network network = Network.load(SOURCE.entry("describe"));
                Weights weights = weights()) {
            return network.run(weights, INPUT);
        }
    }

    @Test
    void runsTheEntryWithSettingsInputsAndWeights() {
        List<Tensor> results = describe();
        assertThat(results.get(0).shape()).containsExactly(1, 2);
        assertThat(results.get(0).data()).containsExactly(10.1f, 21);
        assertThat(results.get(1).shape()).isEmpty();
        assertThat(results.get(1).data()[0]).isEqualTo(2 * 31.1f + 100);
    }

    @Test
    void sourceThatDoesNotCompileIsNamedWithTheReason() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Network.load(SOURCE.entry("wrong")))
                .withMessageStartingWith("network wrong does not compile: ")
                .withMessageContaining("no_such_operator");
    }

    @Test
    void runsLeaveNoNativeMemoryBehind() {
        describe();
        NativeMemory before = NativeMemory.now();
        for (int i = 0; i < 5; i++) describe();
        assertThat(NativeMemory.now()).isEqualTo(before);
    }

    @Test
    void failedRunsAndLoadsLeaveNoNativeMemoryBehind() {
        NativeMemory before = NativeMemory.now();
        try (Network network = Network.load(SOURCE.entry("describe"));
                Weights weights = weights()) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> network.run(weights, Tensor.zeros(5)))
                        .hasMessageContaining("size");
            }
        }
        assertThatThrownBy(() -> Network.load(SOURCE.entry("wrong"))).isNotNull();
        assertThat(NativeMemory.now()).isEqualTo(before);
    }

    /** Each call has 4 MB of input and 4 MB of weights, which do not fit together. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void failedRunsKeepNeitherInputsNorWeights() throws IOException {
        Tensor input = Tensor.zeros((1 << 20) + 1);
        Map<String, Tensor> offset = Map.of("offset", Tensor.zeros(1 << 20));
        try (Network network = Network.load(SOURCE.entry("describe"))) {
            long before = 0;
            for (int i = 0; i < 100; i++) {
                if (i == 10) before = residentMegabytes();
                try (Weights weights = Weights.of(offset)) {
                    assertThatThrownBy(() -> network.run(weights, input))
                            .hasMessageContaining("size");
                }
                if (i % 5 == 0) System.gc(); // frees the buffers that tensors are copied through
            }
            assertThat(residentMegabytes() - before).isLessThan(200);
        }
    }

    private static long residentMegabytes() throws IOException {
        System.gc();
        String pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[1];
        return Long.parseLong(pages) * 4096 >> 20;
    }

    /** Threads of ImageJ have a class loader that need not know this plugin's libraries. */
    @Test
    void worksOnAThreadWithAnyContextClassLoaderAndKeepsIt() throws Exception {
        TorchEngine.get();
        URLClassLoader empty = new URLClassLoader(new URL[0], null);
        FutureTask<ClassLoader> task =
                new FutureTask<>(
                        () -> {
                            describe();
                            return Thread.currentThread().getContextClassLoader();
                        });
        Thread thread = new Thread(task);
        thread.setContextClassLoader(empty);
        thread.start();
        assertThat(task.get()).isSameAs(empty);
        empty.close();
    }
}
