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

    private SystemMemory() {}

    /**
     * Bytes that programs can have without others being swapped out; empty where the system does
     * not tell (on macOS what is free says little, since it keeps memory filled).
     */
    public static OptionalLong available() {
        if (Files.isReadable(LINUX)) return ofLinux();
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        if (!windows) return OptionalLong.empty();
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return OptionalLong.of(system.getFreeMemorySize());
    }

    private static OptionalLong ofLinux() {
        try (Stream<String> lines = Files.lines(LINUX)) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty(); // as on systems that do not tell
        }
    }
}
