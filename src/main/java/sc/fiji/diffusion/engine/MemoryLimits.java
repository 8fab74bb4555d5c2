// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What limits a process on Linux below the memory of the machine: its container, which ends it, and
 * its address space, without which the Java machine ends itself.
 *
 * @param process the folder of the process, {@code /proc/self}
 * @param groups the folder of the control groups, {@code /sys/fs/cgroup}
 */
record MemoryLimits(Path process, Path groups) {

    static final MemoryLimits OF_THIS_PROCESS =
            new MemoryLimits(Path.of("/proc/self"), Path.of("/sys/fs/cgroup"));

    /** Limits beyond this are none. */
    private static final long UNLIMITED = 1L << 60;

    /** Bytes that are left of the tightest limit; empty if there is none. */
    OptionalLong left() {
        return Stream.of(addressSpace(), unifiedGroup(), separateGroup())
                .flatMapToLong(OptionalLong::stream)
                .min();
    }

    private OptionalLong addressSpace() {
        OptionalLong limit = number(process.resolve("limits"), "Max address space", 1);
        OptionalLong used = number(process.resolve("status"), "VmSize:", 1024);
        return difference(limit, used, OptionalLong.of(0));
    }

    /** Version 2 of the control groups, as a container sees its own. */
    private OptionalLong unifiedGroup() {
        return difference(
                number(groups.resolve("memory.max"), "", 1),
                number(groups.resolve("memory.current"), "", 1),
                number(groups.resolve("memory.stat"), "inactive_file ", 1));
    }

    /** Version 1. */
    private OptionalLong separateGroup() {
        Path memory = groups.resolve("memory");
        return difference(
                number(memory.resolve("memory.limit_in_bytes"), "", 1),
                number(memory.resolve("memory.usage_in_bytes"), "", 1),
                number(memory.resolve("memory.stat"), "total_inactive_file ", 1));
    }

    /** What is left of a limit; pages of files that can be dropped do not count as used. */
    private static OptionalLong difference(
            OptionalLong limit, OptionalLong used, OptionalLong droppable) {
        boolean known = limit.isPresent() && used.isPresent() && limit.getAsLong() < UNLIMITED;
        if (!known) return OptionalLong.empty();
        long left = limit.getAsLong() - used.getAsLong() + droppable.orElse(0);
        return OptionalLong.of(Math.max(0, left));
    }

    /** The first number after the beginning of a line; empty if there is none. */
    private static OptionalLong number(Path file, String start, long unit) {
        try {
            if (!Files.isReadable(file)) return OptionalLong.empty();
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            return lines.stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()).strip().split("\\s+")[0])
                    .limit(1)
                    .filter(word -> word.matches("\\d{1,19}"))
                    .flatMapToLong(word -> LongStream.of(parse(word, unit)))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty(); // as on systems that do not tell
        }
    }

    private static long parse(String digits, long unit) {
        try {
            return Long.parseLong(digits) * unit;
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE; // as some systems write that there is no limit
        }
    }
}
