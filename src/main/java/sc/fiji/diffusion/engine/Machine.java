// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is to compute with. Choices are functions of this, so that each can be made on every
 * machine.
 *
 * @param gpus the name of each CUDA device that the engine can use, such as {@code NVIDIA A40}
 * @param threads that the engine uses on the processor
 * @param processorFlags the instruction sets of an x86 processor as Linux names them; empty if
 *     unknown, as on other systems and of Arm processors
 */
public record Machine(List<String> gpus, int threads, Set<String> processorFlags) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final int PATIENCE_SECONDS = 5;
    private static final Set<String> BFLOAT16 = Set.of("avx512_bf16", "amx_bf16");

    /** What may limit the instructions that libtorch's layers (oneDNN) use. */
    private static final List<String> LIMITS = List.of("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA");

    /** The limits of oneDNN that leave an x86 processor without instructions for bfloat16. */
    private static final Set<String> WITHOUT_BFLOAT16 =
            Set.of(
                    "SSE41",
                    "AVX",
                    "AVX2",
                    "AVX2_VNNI",
                    "AVX2_VNNI_2",
                    "AVX512_MIC",
                    "AVX512_MIC_4OPS",
                    "AVX512_CORE",
                    "AVX512_CORE_VNNI");

    /** Copies the collections. */
    public Machine {
        gpus = List.copyOf(gpus);
        processorFlags = Set.copyOf(processorFlags);
    }

    /**
     * Whether the processor multiplies bfloat16 numbers itself; without, they are very slow. Only
     * of x86: for Arm and Apple processors libtorch was not seen to be faster with them.
     */
    public boolean hasBfloat16() {
        return processorFlags.stream().anyMatch(BFLOAT16::contains);
    }

    static Machine of(int gpuCount, int threads) {
        return new Machine(names(gpuCount), threads, flags());
    }

    private static Set<String> flags() {
        try {
            return Files.isReadable(PROCESSORS)
                    ? flags(Files.readString(PROCESSORS, StandardCharsets.UTF_8), limit())
                    : Set.of();
        } catch (IOException e) {
            return Set.of(); // then nothing is known of the processor, as on other systems
        }
    }

    private static String limit() {
        return LIMITS.stream()
                .map(name -> System.getenv().getOrDefault(name, ""))
                .filter(limit -> !limit.isBlank())
                .findFirst()
                .orElse("");
    }

    /**
     * The flags in the text of Linux about the processors, less those that may not be used.
     *
     * @param limit the best instruction set that oneDNN may use, as it names them; empty for none
     */
    static Set<String> flags(String cpuinfo, String limit) {
        boolean limited = WITHOUT_BFLOAT16.contains(limit.strip().toUpperCase(Locale.ROOT));
        return cpuinfo.lines()
                .filter(line -> line.startsWith("flags"))
                .limit(1)
                .flatMap(line -> Stream.of(line.substring(line.indexOf(':') + 1).split("\\s+")))
                .filter(flag -> !flag.isEmpty() && !(limited && BFLOAT16.contains(flag)))
                .collect(Collectors.toSet());
    }

    /** The driver knows the names; where it does not tell, the devices are only numbered. */
    private static List<String> names(int count) {
        List<String> names = new ArrayList<>(count == 0 ? List.of() : askDriver());
        while (names.size() < count) names.add("");
        return names.subList(0, count);
    }

    private static List<String> askDriver() {
        try {
            Process process =
                    new ProcessBuilder("nvidia-smi", "--query-gpu=name", "--format=csv,noheader")
                            .redirectErrorStream(true)
                            .start();
            try (Stream<String> lines = process.inputReader().lines()) {
                List<String> names = lines.map(String::strip).toList();
                boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return ended && process.exitValue() == 0 ? names : List.of();
            } finally {
                process.destroy();
            }
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // the program is not there; a name is all that is missed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
