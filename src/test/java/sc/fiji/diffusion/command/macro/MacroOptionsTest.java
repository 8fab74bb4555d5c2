// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.macro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MacroOptionsTest {

    private static final List<String> KEYS = List.of("model", "negative", "steps", "prompt");

    private static Map<String, String> parse(String options) {
        return MacroOptions.parse(options, KEYS);
    }

    @Test
    void valuesArePlainOrBracketedAndBracketsMayNest() {
        assertThat(parse(" steps=5  model=[my model] negative=[a [b] c] "))
                .containsExactly(
                        entry("steps", "5"),
                        entry("model", "my model"),
                        entry("negative", "a [b] c"));
        assertThat(parse("negative='two words' steps= prompt=x"))
                .containsExactly(
                        entry("negative", "two words"), entry("steps", ""), entry("prompt", "x"));
        assertThat(parse("")).isEmpty();
    }

    @Test
    void wordsOfThePromptAreNoSettings() {
        assertThat(parse("prompt=[steps=99 of a model=x dance]"))
                .containsExactly(entry("prompt", "steps=99 of a model=x dance"));
    }

    @Test
    void keysMayStandInAnyOrder() {
        assertThat(parse("prompt=[two words] steps=5 negative=[no no]"))
                .containsEntry("prompt", "two words")
                .containsEntry("steps", "5")
                .containsEntry("negative", "no no");
    }

    @Test
    void lastKeyMayHoldBracketsThatDoNotBalance() {
        assertThat(parse("steps=5 prompt=[a ] b]")).containsEntry("prompt", "a ] b");
        assertThat(parse("steps=5 prompt=[a [ b]")).containsEntry("prompt", "a [ b");
        assertThat(parse("prompt=[a ] b] steps=5")).containsEntry("prompt", "a ] b");
        assertThat(parse("prompt=[a]] model=[m] steps=5")).containsEntry("prompt", "a]");
        assertThat(parse("prompt=[a [ b] model=[m] steps=5")).containsEntry("prompt", "a [ b");
    }

    @Test
    void optionsAfterAPromptAreNoPartOfIt() {
        assertThatThrownBy(() -> parse("steps=5 prompt=[a] steps=[7]"))
                .hasMessage("steps is given twice");
        assertThatThrownBy(() -> parse("prompt=[a] stepz=[7]"))
                .hasMessageStartingWith("unknown key \"stepz\"; the keys are");
        assertThatThrownBy(() -> parse("prompt=[a] stepz=[7] model=[m]"))
                .hasMessageStartingWith("unknown key \"stepz\"");
        for (String open :
                List.of("prompt=[a", "prompt=[a model=[m]", "prompt=[a model=[m] x=[y]")) {
            assertThatThrownBy(() -> parse(open))
                    .hasMessageStartingWith("prompt has an opening bracket without a closing one");
        }
    }

    @Test
    void quotesHoldAnythingAndTwoStandForOne() {
        assertThat(parse("prompt='it''s [a' steps=5"))
                .containsExactly(entry("prompt", "it's [a"), entry("steps", "5"));
        assertThat(parse("prompt='' steps=5")).containsEntry("prompt", "");
        assertThat(parse("prompt='tis steps=5"))
                .containsExactly(entry("prompt", "'tis"), entry("steps", "5"));
        assertThatThrownBy(() -> parse("prompt='a'b steps=5"))
                .hasMessageStartingWith("no key=value at \"b\"");
    }

    @Test
    void valuesMayBeVariablesOfTheMacro() {
        Map<String, String> variables = Map.of("x", "7", "text", "two words steps=9");
        assertThat(MacroOptions.parse("steps=&x prompt=&text ", KEYS, variables::get))
                .containsExactly(entry("steps", "7"), entry("prompt", "two words steps=9"));
        assertThat(MacroOptions.parse("prompt=[&x] negative=a&x", KEYS, variables::get))
                .containsExactly(entry("prompt", "&x"), entry("negative", "a&x"));
        assertThatThrownBy(() -> MacroOptions.parse("steps=&y", KEYS, variables::get))
                .hasMessageStartingWith("steps=&y names a variable that the macro does not have");
    }

    @Test
    void whatIsNotKnownIsRefusedNamingTheKeys() {
        assertThatThrownBy(() -> parse("step=5"))
                .hasMessageStartingWith(
                        "unknown key \"step\"; the keys are model, negative, steps, prompt;");
        assertThatThrownBy(() -> parse("prompt=two words"))
                .hasMessageStartingWith("no key=value at \"words\"; the keys are");
        assertThatThrownBy(() -> parse("prompt steps=5"))
                .hasMessageStartingWith("no key=value at \"prompt\"");
        assertThatThrownBy(() -> parse("steps =5")).hasMessageStartingWith("no key=value at");
        assertThatThrownBy(() -> parse("Steps=5")).hasMessageStartingWith("unknown key \"Steps\"");
        assertThatThrownBy(() -> parse("steps=1 steps=2")).hasMessage("steps is given twice");
        assertThatThrownBy(() -> parse("model=[a steps=2"))
                .hasMessageStartingWith("model has an opening bracket without a closing one");
    }

    @Test
    void everyPromptSurvivesBeingRecorded() {
        Random random = new Random(11);
        String[] pieces = {
            "[", "]", " ", "=", "steps=", "model=[x]", "a", "'", "&x", "\"", "\\", "é\n"
        };
        for (int trial = 0; trial < 2000; trial++) {
            StringBuilder prompt = new StringBuilder();
            for (int i = random.nextInt(9); i > 0; i--) {
                prompt.append(pieces[random.nextInt(pieces.length)]);
            }
            Map<String, String> values = values("a b", prompt.toString());
            assertThat(parse(MacroOptions.format(values) + " ")).isEqualTo(values);
        }
    }

    @Test
    void everyOtherValueSurvivesBeingRecorded() {
        for (String odd : List.of("", "a ]", "[", "it's [", "'", "&x", "a b", "] steps=[1")) {
            Map<String, String> values = values(odd, "x");
            assertThat(parse(MacroOptions.format(values))).isEqualTo(values);
        }
    }

    @Test
    void recordedLineEscapesWhatTheMacroLanguageReads() {
        Map<String, String> values = values("", "say \"c:\\x\"\n");
        assertThat(Recording.line("Text to Image...", values, false))
                .isEqualTo(
                        "run(\"Text to Image...\", \"model=m negative=[] steps=5"
                                + " prompt=[say \\\"c:\\\\x\\\"\\n]\");\n");
        assertThat(Recording.line("X", values, true)).startsWith("IJ.run(\"X\", ");
    }

    private static Map<String, String> values(String negative, String prompt) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("model", "m");
        values.put("negative", negative);
        values.put("steps", "5");
        values.put("prompt", prompt);
        return values;
    }
}
