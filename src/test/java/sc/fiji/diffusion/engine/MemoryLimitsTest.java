// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With files as Linux has them. */
class MemoryLimitsTest {

    @TempDir Path temp;

    private MemoryLimits limits() {
        return new MemoryLimits(temp.resolve("process"), temp.resolve("groups"));
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(temp.resolve(file).getParent());
        Files.writeString(temp.resolve(file), text);
    }

    @Test
    void noneAreKnown() {
        assertThat(limits().left()).isEmpty();
    }

    @Test
    void anAddressSpaceHasALimit() throws IOException {
        String head = "Limit                     Soft Limit           Hard Limit           Units\n";
        write("process/status", "Name:\tjava\nVmPeak:\t 3000 kB\nVmSize:\t 2000 kB\n");
        write("process/limits", head + "Max address space         unlimited  unlimited  bytes\n");
        assertThat(limits().left()).isEmpty();
        write("process/limits", head + "Max address space         3072000    unlimited  bytes\n");
        assertThat(limits().left()).hasValue(3000 * 1024 - 2000 * 1024);
    }

    @Test
    void aContainerHasALimit() throws IOException {
        write("groups/memory.max", "max\n");
        write("groups/memory.current", "600\n");
        write("groups/memory.stat", "anon 100\ninactive_file 250\nactive_file 9\n");
        assertThat(limits().left()).isEmpty();
        write("groups/memory.max", "1000\n");
        assertThat(limits().left()).hasValue(1000 - 600 + 250);
    }

    @Test
    void theTightestCounts() throws IOException {
        write("groups/memory.max", "1000\n");
        write("groups/memory.current", "100\n");
        write("groups/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("groups/memory/memory.usage_in_bytes", "5\n");
        assertThat(limits().left()).hasValue(900);
        write("groups/memory/memory.limit_in_bytes", "500\n");
        write("groups/memory/memory.stat", "inactive_file 7\ntotal_inactive_file 2\n");
        assertThat(limits().left()).hasValue(500 - 5 + 2);
        write("groups/memory/memory.usage_in_bytes", "600\n");
        assertThat(limits().left()).hasValue(0);
    }
}
