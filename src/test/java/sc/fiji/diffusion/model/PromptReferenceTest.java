// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Differences;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.text.Prompt;

/** Prompts that are weighted, long, or read from another layer; {@code more.py} made the values. */
class PromptReferenceTest {

    private static final String CASES = "cases/prompts.safetensors";
    private static final String PROMPT = "fluorescent nuclei, dense field";

    private static TextEncoders sd1;
    private static TextEncoders sdxl;
    private static Reference expected;

    @BeforeAll
    static void load() throws IOException {
        Assumptions.assumeTrue(Reference.has(CASES), "no " + CASES + " in this reference");
        expected = Reference.open(CASES);
        sd1 =
                TextEncoders.load(
                        ModelSource.open(Reference.path("models/tiny-sd1")), Precision.FLOAT32);
        sdxl =
                TextEncoders.load(
                        ModelSource.open(Reference.path("models/tiny-sdxl")), Precision.FLOAT32);
    }

    @AfterAll
    static void close() {
        if (sd1 != null) sd1.close();
        if (sdxl != null) sdxl.close();
    }

    private static Tensor context(String prompt, int clipSkip) {
        return sd1.encode(Prompt.parse(prompt), clipSkip).context();
    }

    private static void assertClose(Tensor actual, String name) {
        Tensor values = expected.read(name);
        assertThat(actual.shape()).isEqualTo(values.shape());
        double largest = 0;
        for (float v : values.data()) largest = Math.max(largest, Math.abs(v));
        assertThat(Differences.note("prompts", actual.maxAbsDifference(values) / largest))
                .as(name)
                .isLessThan(1e-4);
    }

    /** Diffusers counts the layers that are skipped beyond those that are always skipped. */
    @Test
    void clipSkipTakesTheLayerThatDiffusersTakes() {
        for (int skipped = 1; skipped <= 3; skipped++) {
            assertClose(context(PROMPT, 1 + skipped), "sd1.skip." + skipped);
        }
        for (int skipped = 1; skipped <= 2; skipped++) {
            Conditioning text = sdxl.encode(Prompt.parse(PROMPT), 2 + skipped);
            assertClose(text.context(), "sdxl.skip." + skipped);
            assertClose(text.pooled(), "sdxl.pooled." + skipped);
        }
        assertThat(context(PROMPT, 1).data()).isEqualTo(context(PROMPT, 0).data());
        assertThat(sdxl.encode(Prompt.parse(PROMPT), 2).context().data())
                .isEqualTo(sdxl.encode(Prompt.parse(PROMPT), 0).context().data());
    }

    @Test
    void layerThatTheTextEncoderLacksIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context(PROMPT, 6))
                .withMessage(
                        "clipskip must be between 1 and 5 for this model, or 0 for the model's own"
                                + " layer; was 6");
    }

    @Test
    void weightsMoveTokensAwayFromTheEmptyText() {
        assertClose(context("a (red:1.4) [cell]", 0), "sd1.weighted");
    }

    @Test
    void weightsOfOneAndNoMarksAreTheSameBits() {
        Tensor plain = context("a red cell", 0);
        assertThat(context("a (red:1) ([cell])", 0).data()).isEqualTo(plain.data());
        Tensor weighted = context("a (red:1.3) cell", 0);
        int width = plain.dim(2);
        int cut = 2 * width; // the start and "a"
        assertThat(Arrays.copyOf(weighted.data(), cut)).isEqualTo(Arrays.copyOf(plain.data(), cut));
        assertThat(weighted.data()).isNotEqualTo(plain.data());
    }

    @Test
    void longPromptIsEncodedStretchByStretchAndTheShortOneFilledUp() {
        String longPrompt = "nuclei ".repeat(40).strip();
        assertClose(context(longPrompt, 0), "sd1.long");
        List<Conditioning> both = sd1.encode(Prompt.parse("blurry"), Prompt.parse(longPrompt), 0);
        assertClose(both.get(0).context(), "sd1.short");
        assertClose(both.get(1).context(), "sd1.long");
        List<Conditioning> swapped =
                sd1.encode(Prompt.parse(longPrompt), Prompt.parse("blurry"), 0);
        assertClose(swapped.get(1).context(), "sd1.short");
    }

    @Test
    void wholeTextOfALongPromptIsThatOfItsFirstStretchAndTheRestIsNamed() {
        String first = "nuclei ".repeat(15).strip();
        Prompt longPrompt = Prompt.parse(first + " mitochondria, dense");
        assertThat(sdxl.encode(longPrompt, 0).pooled().data())
                .isEqualTo(sdxl.encode(Prompt.parse(first), 0).pooled().data());
        assertThat(sdxl.unseenAsWhole(longPrompt)).isEqualTo("mitochondria, dense");
        assertThat(sdxl.unseenAsWhole(Prompt.parse(first))).isEmpty();
        assertThat(sd1.unseenAsWhole(longPrompt)).isEmpty();
    }

    @Test
    void noNegativePromptIsZerosForSdxlAndTheEmptyTextForOthers() {
        Prompt prompt = Prompt.parse(PROMPT);
        Conditioning none = sdxl.encode(Prompt.empty(), prompt, 0).get(0);
        assertThat(none.context().data()).containsOnly(0);
        assertThat(none.pooled().data()).containsOnly(0);
        assertThat(sd1.encode(Prompt.empty(), prompt, 0).get(0).context().data())
                .isEqualTo(context("", 0).data());
    }
}
