// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonParser;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.testing.Reference;

/** The vocabulary that the plugin brings, for checkpoints that rely on it. */
class ClipVocabularyTest {

    @Test
    void isTheVocabularyOfClip() throws IOException {
        assertThat(ClipVocabulary.ids(ClipVocabulary.merges(49408)))
                .isEqualTo(JsonParser.parseString(Reference.text("clip-tokenizer/vocab.json")));
    }

    @Test
    void tokenizerEncodesAsThatOfAFolder() throws IOException {
        try (ClipTokenizer ours = ClipTokenizer.clip(49408, "<|endoftext|>");
                ClipTokenizer other = ClipTokenizer.open(Reference.path("clip-tokenizer"))) {
            for (String text :
                    new String[] {"", "fluorescent nuclei, 561nm", "naïve <|endoftext|>"}) {
                assertThat(ours.encode(text)).isEqualTo(other.encode(text));
            }
        }
    }

    @Test
    void paddingIsThatOfTheEncoder() throws IOException {
        try (ClipTokenizer openClip = ClipTokenizer.clip(49408, "!")) {
            assertThat(openClip.encode("a")).startsWith(49406, 320, 49407, 0, 0).endsWith(0);
        }
    }

    @Test
    void sizeOfNoVocabularyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClipTokenizer.clip(49409, "!"))
                .withMessage(
                        "CLIP has vocabularies of 514 to 49408 tokens, but the text encoder has"
                                + " 49409");
    }
}
