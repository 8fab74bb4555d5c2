// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The memory of the machine. */
public final class SystemMemory {

    private static final Path LINUX = Path.of("/proc/meminfo");

    /** For what Java and the libraries themselves need now and then. */
    private static final long RESERVE_BYTES = 32L << 20;

    private SystemMemory() {}

    /**
     * Bytes that this process can have without others being swapped out; empty where the system
     * does not tell (on macOS what is free says little, since it keeps memory filled).
     */
    public static OptionalLong available() {
        if (Files.isReadable(LINUX)) return ofLinux(MemoryLimits.OF_THIS_PROCESS.left());
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        if (!windows) return OptionalLong.empty();
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return OptionalLong.of(system.getFreeMemorySize());
    }

    /**
     * Whether so many bytes more keep clear of the limits of this process. Beyond these it is
     * ended, or ends itself, without a word; beyond {@link #available} it only gets slow.
     */
    public static boolean fitsLimit(long bytes) {
        OptionalLong left = MemoryLimits.OF_THIS_PROCESS.left();
        return left.isEmpty() || bytes + RESERVE_BYTES <= left.getAsLong();
    }

    private static OptionalLong ofLinux(OptionalLong limited) {
        try (Stream<String> lines = Files.lines(LINUX)) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .map(free -> Math.min(free, limited.orElse(free)))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty(); // as on systems that do not tell
        }
    }
}
