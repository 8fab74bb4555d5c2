// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every macro in {@code macros}, run as its reader would run it, with the shipped model. */
class ExampleMacrosTest {

    @TempDir Path folder;

    @Test
    void everyExampleRunsToItsEnd() throws IOException {
        Map<String, String> macros = new LinkedHashMap<>();
        for (Path file : examples()) macros.put(file.toString(), Files.readString(file));

        Map<String, String> reasons = MacroBatch.run(folder, macros);

        assertThat(reasons).hasSameSizeAs(examples());
        assertThat(reasons.values()).as(reasons.toString()).containsOnly(MacroBatch.DONE);
        assertThat(folder.resolve("contact_sheet.png")).isNotEmptyFile();
        assertThat(folder.resolve("repaired.tif")).isNotEmptyFile();
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("macros"))) {
            return files.filter(f -> f.toString().endsWith(".ijm")).sorted().toList();
        }
    }
}
