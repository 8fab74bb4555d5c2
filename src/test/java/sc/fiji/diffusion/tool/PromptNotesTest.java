// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Guidance;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.record.Records;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/** What is said, in the log and the record, of prompts that are not followed as they stand. */
class PromptNotesTest {

    @TempDir static Path folder;

    private static ModelSpec model;

    /** Keeps what it is warned of. */
    private static final class Notes implements Progress {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void step(int step, int steps, Supplier<Tensor> preview) {}

        @Override
        public void warn(String message) {
            heard.add(message);
        }
    }

    @BeforeAll
    static void writeEmbedding() throws IOException {
        Path file = folder.resolve("my-cell.safetensors");
        SafetensorsWriter.write(
                file, Map.of("<My Cell>", Tensor.zeros(1, 32)), DType.F32, Map.of());
        model =
                ModelSpec.of(Reference.path("models/tiny-sd1"))
                        .withEmbeddings(List.of(file.toString()));
    }

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    private static List<String> notes(String prompt, String negative) throws IOException {
        Sampling sampling =
                new Sampling(model, prompt, negative, 1, Guidance.of(2), Method.OF_MODEL, 0, 1, 2);
        Notes notes = new Notes();
        ImagePlus made = new TextToImageTool(sampling, 16, 16, OutputType.SAME).run(notes);
        String recorded = Records.last(made).settings().getOrDefault("note", "");
        assertThat(recorded).isEqualTo(String.join("; ", notes.heard));
        return notes.heard;
    }

    @Test
    void embeddingInNoPromptIsNamedOnce() throws IOException {
        String unused = "the embedding \"<my cell>\" has no effect: its word stands in no prompt";
        assertThat(notes("a nucleus", "")).containsExactly(unused);
        assertThat(notes("a my cell", "<my> cell")).containsExactly(unused);
        assertThat(notes("a <MY  cell>", "")).isEmpty();
        assertThat(notes("a (<my cell>:1.2) b", "")).isEmpty();
        assertThat(notes("a nucleus", "<my cell>")).isEmpty();
    }

    @Test
    void weightBeyondTheLargestIsNamedAndGivesWhatTheLargestGives() throws IOException {
        assertThat(notes("(<my cell>:25)", ""))
                .containsExactly(
                        "the weight of \"<my cell>\" in the prompt is 25.00 and counts as 10; write"
                                + " \\( and \\) for brackets that are text");
        assertThat(pixels("(a:25) nucleus")).isEqualTo(pixels("(a:10) nucleus"));
        assertThat(pixels("(a:25) nucleus")).isNotEqualTo(pixels("(a:9) nucleus"));
    }

    private static Object pixels(String prompt) throws IOException {
        Sampling sampling =
                new Sampling(model, prompt, "", 1, Guidance.of(1), Method.OF_MODEL, 0, 1, 1);
        return new TextToImageTool(sampling, 16, 16, OutputType.GRAY32)
                .run(Progress.NONE)
                .getStack()
                .getPixels(1);
    }
}
