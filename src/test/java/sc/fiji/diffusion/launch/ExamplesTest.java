// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.model.ModelLibrary;
import sc.fiji.diffusion.testing.TinyModel;

/**
 * The macros that users start from, with a small model under the name of the shipped one and with
 * few steps.
 */
class ExamplesTest {

    private static final Path MACROS = Path.of("macros");

    @TempDir Path folder;

    @Test
    void everyExampleMacroRunsToItsEndAndSavesImages() throws IOException {
        TinyModel.copyTo(folder.resolve("models").resolve(ModelLibrary.DEFAULT));
        Map<String, String> macros = new TreeMap<>();
        try (Stream<Path> files = Files.list(MACROS)) {
            for (Path file : files.toList()) {
                String fewSteps = Files.readString(file).replaceAll("steps=\\d+", "steps=4");
                macros.put(file.getFileName().toString(), fewSteps);
            }
        }
        assertThat(macros).containsKey("Tour.ijm").hasSizeGreaterThan(5);
        Map<String, String> reasons = MacroBatch.run(folder, macros);
        reasons.forEach((name, reason) -> assertThat(reason).as(name).isEqualTo(MacroBatch.DONE));
        assertThat(folder.resolve("contact_sheet.png")).isNotEmptyFile();
        assertThat(folder.resolve("repaired.tif")).isNotEmptyFile();
    }
}
