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

/**
 * Every macro in {@code macros} and {@code plugins}, run as its reader would run it, with the
 * shipped model.
 */
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

    @Test
    void scriptOfTheMenuRepaintsEachSlice() {
        String script = "plugins/Diffusion/Inpaint_Each_Slice.ijm";
        String stack = "newImage(\"stack\", \"8-bit ramp\", 64, 64, 3); makeOval(20, 20, 20, 20);";
        String call = "runMacro(\"" + script + "\", \"steps=2 seed=1 prompt=[nuclei]\");";
        String check =
                "if (nSlices != 3) exit(\"slices: \" + nSlices);"
                        + "for (i = 1; i <= 3; i++) {"
                        + "setSlice(i); makeOval(25, 25, 10, 10); v = getValue(\"StdDev\");"
                        + "selectImage(1); setSlice(i); makeOval(25, 25, 10, 10);"
                        + "if (getValue(\"StdDev\") == v) exit(\"slice \" + i + \" is as before\");"
                        + "selectImage(nImages); }";

        Map<String, String> reasons =
                MacroBatch.run(
                        folder, Map.of(script, "setBatchMode(true);" + stack + call + check));

        assertThat(reasons).containsValue(MacroBatch.DONE);
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("macros"))) {
            return files.filter(f -> f.toString().endsWith(".ijm")).sorted().toList();
        }
    }
}
