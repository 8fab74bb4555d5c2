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

/** The macros that explain, each once with few steps, and the course from scratch in miniature. */
class ExplainMacrosTest {

    static final String FROM_SCRATCH = "Diffusion_From_Scratch.ijm";

    private static final Path FOLDER = Path.of("macros", "explain");
    private static final String ALL = "All_Pictures.ijm";

    @TempDir Path folder;

    @Test
    void everyMacroRunsAndLeavesItsPictures() throws IOException {
        Map<String, String> macros = new LinkedHashMap<>();
        String clip = "clip=[" + Reference.path("models/tiny-clip") + "]";
        for (Path file : files()) {
            String text = Files.readString(file).replace("clip=microscopy-128", clip);
            macros.put(file.getFileName().toString(), fewSteps(text) + "\nrun(\"Close All\");");
        }
        String course = Files.readString(Path.of("macros", FROM_SCRATCH));
        macros.put(FROM_SCRATCH, miniature(course));

        Map<String, String> reasons = MacroBatch.run(folder, macros);

        assertThat(reasons.values()).as(reasons.toString()).containsOnly(MacroBatch.DONE);
        for (String picture :
                List.of(
                        "forward-latents-DDPM",
                        "forward-pixels-VE-plot",
                        "reverse-probability-flow-ODE",
                        "ode-interpolation",
                        "ode-error-over-steps",
                        "likelihood-map",
                        "clip-labels",
                        "clip-similarity",
                        "vae-compare",
                        "vae-walk",
                        "compare-settings",
                        "4-samples-clean-5",
                        "3-guesses-ddpm")) {
            assertThat(folder.resolve(picture + ".png")).isNotEmptyFile();
        }
    }

    /** Two steps of training and two cases where a macro has hundreds. */
    private static String fewSteps(String macro) {
        return macro.replaceFirst("var steps = \\d+", "var steps = 2")
                .replaceFirst("var cases = \\d+", "var cases = 2");
    }

    /** Two steps of training on few images, four samples. */
    private static String miniature(String course) {
        return course.replaceFirst("var steps = \\d+", "var steps = 2")
                .replaceFirst("var samples = \\d+", "var samples = 4")
                .replaceFirst("count=4000", "count=20")
                .replaceFirst("batch=\\d+", "batch=2")
                .replace("40, ", "6, ");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> !f.endsWith(ALL)).sorted().toList();
        }
    }
}
