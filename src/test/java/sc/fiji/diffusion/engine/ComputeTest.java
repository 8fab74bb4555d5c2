// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The choice of device and number format, a function of wish and machine. */
class ComputeTest {

    private static final Machine PLAIN = new Machine(List.of(), 2, Set.of("avx2"));
    private static final Machine BF16 = new Machine(List.of(), 8, Set.of("avx512_bf16"));
    private static final Machine TWO_GPUS =
            new Machine(List.of("NVIDIA A40", "NVIDIA H100"), 8, Set.of());

    private static Machine machine(String name) {
        return switch (name) {
            case "plain" -> PLAIN;
            case "bf16" -> BF16;
            default -> TWO_GPUS;
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain | automatic | automatic | CPU, 2 threads, float32",
                "bf16 | automatic | automatic | CPU, 8 threads, float32",
                "bf16 | CPU | bfloat16 | CPU, 8 threads, bfloat16",
                "gpus | automatic | automatic | CUDA 0 NVIDIA A40, float16",
                "gpus | gpu 1 | BFloat16 | CUDA 1 NVIDIA H100, bfloat16",
                "gpus | GPU 0 | float32 | CUDA 0 NVIDIA A40, float32",
                "gpus | CPU | automatic | CPU, 8 threads, float32"
            })
    void followsTheWish(String machine, String device, String precision, String line) {
        Compute compute = Compute.choose(new Wish(device, precision), machine(machine));
        assertThat(compute.describe()).isEqualTo(line);
        assertThat(compute.fallback()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain | GPU 0 | automatic | GPU 0 is chosen, but the engine finds no GPU",
                "gpus | GPU 2 | automatic | GPU 2 is chosen, but the engine finds 2 GPU(s)",
                "plain | CPU | bfloat16 | bfloat16 is chosen, but is far slower",
                "bf16 | CPU | float16 | float16 is chosen, but is far slower"
            })
    void saysWhyItDoesNotFollow(String machine, String device, String precision, String reason) {
        Compute compute = Compute.choose(new Wish(device, precision), machine(machine));
        assertThat(compute.onGpu()).isFalse();
        assertThat(compute.precision()).isEqualTo(Precision.FLOAT32);
        assertThat(compute.describe()).startsWith("CPU, ").contains(", float32 (" + reason);
    }

    @Test
    void unknownWishesAreRefused() {
        assertThatThrownBy(() -> new Wish("TPU", "automatic"))
                .hasMessageContaining("unknown device \"TPU\"");
        assertThatThrownBy(() -> new Wish("CPU", "int8"))
                .hasMessageContaining(
                        "unknown precision \"int8\"; choose one of: automatic, float32");
    }

    @Test
    void readsTheFlagsOfLinux() {
        String text = "model name\t: X\nflags\t\t: fpu avx2 amx_bf16\n\nflags\t\t: fpu\n";
        assertThat(Machine.flags(text, "")).containsExactlyInAnyOrder("fpu", "avx2", "amx_bf16");
        assertThat(new Machine(List.of(), 1, Machine.flags(text, "")).hasBfloat16()).isTrue();
    }

    @Test
    void flagsOfArmProcessorsAreNotThoseOfX86() {
        String text = "processor\t: 0\nFeatures\t: fp asimd bf16 i8mm\n";
        assertThat(Machine.flags(text, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AVX2, false",
        "avx512_core, false",
        "AVX512_CORE_VNNI, false",
        "AVX512_CORE_BF16, true",
        "AVX512_CORE_AMX, true",
        "DEFAULT, true",
        "'', true"
    })
    void instructionsThatMayNotBeUsedAreNotThere(String limit, boolean bfloat16) {
        Set<String> flags = Machine.flags("flags : avx2 avx512_bf16 amx_bf16\n", limit);
        assertThat(flags).contains("avx2");
        assertThat(new Machine(List.of(), 1, flags).hasBfloat16()).isEqualTo(bfloat16);
    }

    @Test
    void namesOfOtherFlagsAndLinesAreNotTaken() {
        String text = "model name : avx512_bf16\nflags : fpu avx512_bf16x\n";
        assertThat(new Machine(List.of(), 1, Machine.flags(text, "")).hasBfloat16()).isFalse();
        assertThat(Machine.flags("", "")).isEmpty();
    }

    @Test
    void errorsForWantOfMemoryAreTold() {
        String cpu =
                "[enforce fail at alloc_cpu.cpp:115] err == 0. DefaultCPUAllocator: can't"
                        + " allocate memory: you tried to allocate 99 bytes.";
        String cuda = "CUDA out of memory. Tried to allocate 2.00 GiB.";
        assertThat(NativeMemory.isExhausted(new RuntimeException(cpu))).isTrue();
        assertThat(NativeMemory.isExhausted(new RuntimeException("x", new Error(cuda)))).isTrue();
        assertThat(NativeMemory.isExhausted(new RuntimeException("shape mismatch"))).isFalse();
    }
}
