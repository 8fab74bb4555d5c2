// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the messages of libtorch 2.7 on the processor and on CUDA. */
class NativeMemoryTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[enforce fail at alloc_cpu.cpp:119] err == 0. DefaultCPUAllocator: can't allocate"
                        + " memory: you tried to allocate 274877906944 bytes. Error code 12 (Cannot"
                        + " allocate memory)",
                "RuntimeError: could not create a primitive",
                "RuntimeError: could not execute a primitive",
                "std::bad_alloc",
                "CUDA out of memory. Tried to allocate 2.00 GiB",
                "libtokenizers.so: failed to map segment from shared object"
            })
    void saysThatMemoryIsExhaustedAndWhereItSaysSo(String line) {
        String message =
                "The following operation failed in the TorchScript interpreter.\n"
                        + "  return torch.conv2d(x, k)\n         ~~~~~~~~~~~~ <--- HERE\n"
                        + line
                        + "\n";
        RuntimeException error = new RuntimeException("outer", new RuntimeException(message));
        assertThat(NativeMemory.isExhausted(error)).isTrue();
        assertThat(NativeMemory.reason(error)).isEqualTo(line);
    }

    @Test
    void saysNothingOfTheKind() {
        RuntimeException error = new RuntimeException("shape mismatch\nRuntimeError: sizes differ");
        assertThat(NativeMemory.isExhausted(error)).isFalse();
        assertThat(NativeMemory.reason(error)).isEqualTo("shape mismatch");
        assertThat(NativeMemory.isExhausted(new OutOfMemoryError("Java heap space"))).isTrue();
    }
}
