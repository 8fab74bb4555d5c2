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
import sc.fiji.diffusion.testing.Reference;

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

    /** Runs a script of the menu with the tiny model; what it left is checked by a macro. */
    private void assertRuns(String name, String prepare, String options, String check) {
        String call = "runMacro(\"plugins/Diffusion/" + name + ".ijm\", \"" + options + "\");\n";
        Map<String, String> reasons =
                MacroBatch.run(
                        folder, Map.of(name, "setBatchMode(true);\n" + prepare + call + check));
        assertThat(reasons).containsEntry(name, MacroBatch.DONE);
    }

    private static final String TINY =
            "model=[" + Reference.path("models/tiny-sd1") + "] steps=1 guidance=1 ";

    @Test
    void scriptOfTheMenuRemovesDustFromEverySlice() {
        assertRuns(
                "Remove_Dust_from_Stack",
                "newImage(\"stack\", \"16-bit ramp\", 48, 40, 4);\n"
                        + "for (i = 1; i <= 4; i++) { setSlice(i); run(\"Add...\", \"value=\" + 99 * i);"
                        + " makeOval(20, 15, 5, 5); run(\"Set...\", \"value=60000\"); }\n"
                        + "run(\"Select None\");\n",
                "radius=4 tolerance=3 grow=1 | strength=0 " + TINY,
                "if (nSlices != 4 || bitDepth() != 16) exit(\"another type\");\n"
                        + "for (i = 1; i <= 4; i++) { setSlice(i);"
                        + " if (getPixel(22, 17) > 50000) exit(\"dust in slice \" + i); }\n"
                        + "out = getPixel(40, 30); selectImage(\"stack\"); setSlice(4);\n"
                        + "if (getPixel(40, 30) != out) exit(\"changed outside\");\n"
                        + "selectImage(\"dust of stack\");\n");
    }

    @Test
    void scriptOfTheMenuFillsMissingSlices() {
        assertRuns(
                "Fill_Missing_Slices",
                "newImage(\"stack\", \"8-bit ramp\", 48, 40, 5);\n"
                        + "setSlice(2); run(\"Set...\", \"value=0 slice\");"
                        + " setSlice(5); run(\"Set...\", \"value=0 slice\"); setSlice(1);\n",
                "strength=1 seed=1 " + TINY,
                "if (nSlices != 5 || bitDepth() != 8) exit(\"another type\");\n"
                        + "for (i = 1; i <= 5; i++) { setSlice(i); getStatistics(a, m, min, max);"
                        + " if (min == max) exit(\"slice \" + i + \" is empty\"); }\n"
                        + "setSlice(3); getStatistics(a, mean); selectImage(\"stack\"); setSlice(3);\n"
                        + "getStatistics(a, before); if (mean != before) exit(\"slice 3 changed\");\n");
    }

    @Test
    void scriptOfTheMenuMakesImagesWithLabels() {
        Path set = folder.resolve("set");
        assertRuns(
                "Make_Labelled_Training_Images",
                "",
                "count=2 structure=nuclei width=48 height=48 seed=1 folder=["
                        + set
                        + "] | strength=1 "
                        + TINY,
                "open(\""
                        + set
                        + "/labels/0002.tif\"); getStatistics(area, mean, min, max);\n"
                        + "if (min != 0 || max < 1) exit(\"labels \" + min + \" to \" + max);\n"
                        + "open(\""
                        + set
                        + "/images/0002.tif\"); if (getWidth() != 48) exit(\"size\");\n");
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("macros"))) {
            return files.filter(f -> f.toString().endsWith(".ijm"))
                    .filter(f -> !f.endsWith(ExplainMacrosTest.FROM_SCRATCH))
                    .sorted()
                    .toList();
        }
    }
}
