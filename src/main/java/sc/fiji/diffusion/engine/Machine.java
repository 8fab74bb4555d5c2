// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is to compute with.
 *
 * @param gpus the name of each CUDA device that the engine can use, such as {@code NVIDIA A40}
 * @param threads that the engine uses on the processor
 * @param processorFlags the instruction sets of the processor as Linux names them; empty if unknown
 */
public record Machine(List<String> gpus, int threads, Set<String> processorFlags) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final int PATIENCE_SECONDS = 5;

    /** Copies the collections. */
    public Machine {
        gpus = List.copyOf(gpus);
        processorFlags = Set.copyOf(processorFlags);
    }

    /** Whether the processor multiplies bfloat16 numbers itself; without, they are very slow. */
    public boolean hasBfloat16() {
        return processorFlags.contains("avx512_bf16") || processorFlags.contains("amx_bf16");
    }

    static Machine of(int gpuCount, int threads) {
        return new Machine(names(gpuCount), threads, flags());
    }

    private static Set<String> flags() {
        try {
            return Files.isReadable(PROCESSORS)
                    ? flags(Files.readString(PROCESSORS, StandardCharsets.UTF_8))
                    : Set.of();
        } catch (IOException e) {
            return Set.of(); // then nothing is known of the processor, as on other systems
        }
    }

    /** The flags in the text of Linux about the processors. */
    static Set<String> flags(String cpuinfo) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith("flags"))
                .limit(1)
                .flatMap(line -> Stream.of(line.substring(line.indexOf(':') + 1).split("\\s+")))
                .filter(flag -> !flag.isEmpty())
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
