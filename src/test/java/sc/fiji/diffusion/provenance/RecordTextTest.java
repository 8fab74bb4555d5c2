// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where records lie in a text, and that everything else stays. */
class RecordTextTest {

    private static final Provenance FIRST = record("Inpaint Selection", "seed", "5");
    private static final Provenance SECOND = record("Text to Image", "prompt", "C:\\users\n*");
    private static final Provenance OTHER = record("Resume", "seed", "7", "steps", "3");

    private static Provenance record(String task, String... keysAndValues) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Provenance(AiShare.WHOLLY, task, settings);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AI-generated: yes\n",
                "AI-generated: \n",
                "AI-generated: no\nSoftware: Acquire 2\nCamera: x\n",
                "AI-generated: WHOLLY\nSoftware: x\nTask: y\n",
                "AI-generated: wholly\nTask: Text to Image\n",
                "AI-generated: wholly",
                "Camera: x\nTask: y\nSoftware: z\n",
                " AI-generated: wholly\nSoftware: x\nTask: y\n",
                "\\u00",
            })
    void whatCannotBeReadAsARecordIsText(String text) {
        assertThat(Provenance.parse(text)).isEmpty();
        assertThat(Provenance.parse(text + "\n" + FIRST.toText())).containsExactly(FIRST);
        assertThat(Provenance.parse(FIRST.toText() + "\n" + text)).containsExactly(FIRST);
        assertThat(RecordText.of(text).with(FIRST)).isEqualTo(FIRST.toText() + "\n" + text);
    }

    @Test
    void lineWithoutAReadableKeyEndsARecord() {
        for (String line : List.of("", "no key", "OME:Image: 1", " : x", ": x", "key:", "key:x")) {
            String text = FIRST.toText() + line + "\nafter: x\n";
            assertThat(Provenance.parse(text)).as(line).containsExactly(FIRST);
        }
    }

    @Test
    void linesEndAsOnAnySystem() {
        String text = "mine: x\n" + FIRST.toText() + "\n" + SECOND.toText();
        for (String end : List.of("\n", "\r\n", "\r")) {
            String there = text.replace("\n", end);
            assertThat(Provenance.parse(there)).containsExactly(FIRST, SECOND);
            assertThat(RecordText.of(there).withFirst(OTHER))
                    .contains(text.replace(FIRST.toText(), OTHER.toText()).replace("\n", end));
        }
    }

    @Test
    void everyCharacterOutsideOfTheReplacedRecordStays() {
        Random random = new Random(1);
        String[] own = {
            "", "\n", "\r\n\r", "mine: \u2028 x\r", "no key\n", "AI-generated: yes\n\n"
        };
        for (int i = 0; i < 500; i++) {
            String before = own[random.nextInt(own.length)] + "\n";
            String between = "\n" + own[random.nextInt(own.length)] + "\n";
            String after = "\n" + own[random.nextInt(own.length)];
            String rest = between + SECOND.toText() + after;
            assertThat(RecordText.of(before + FIRST.toText() + rest).withFirst(OTHER))
                    .contains(before + OTHER.toText() + rest);
        }
    }

    @Test
    void recordAtTheEndOfATextStaysWithoutALineEnd() {
        String text = FIRST.toText().stripTrailing();
        assertThat(RecordText.of(text).withFirst(OTHER)).contains(OTHER.toText().stripTrailing());
        assertThat(RecordText.of("mine: x").withFirst(OTHER)).isEmpty();
    }

    @Test
    void anyValueIsReadBack() {
        Random random = new Random(2);
        String odd =
                "\\unru0fF: \n\r\t\0\u0001\u007f\u0085\u2028\ud83d\ude00\ud800\udc00\uffff\ufffe";
        for (int i = 0; i < 2000; i++) {
            StringBuilder value = new StringBuilder();
            for (int k = random.nextInt(12); k > 0; k--) {
                value.append(odd.charAt(random.nextInt(odd.length())));
            }
            Provenance record = record("Text to Image", "prompt", value.toString(), "seed", "1");
            assertThat(Provenance.parse(record.toText())).containsExactly(record);
        }
    }
}
