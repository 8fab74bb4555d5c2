// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptTest {

    private static final String ALPHABET = "ab ()[]:.1\\,é🔬";

    /** Parts as {@code text*weight}, sections by {@code |}. */
    private static String read(String prompt) {
        return Prompt.parse(prompt).sections().stream()
                .map(parts -> parts.stream().map(PromptTest::part).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("|"));
    }

    private static String part(Prompt.Part part) {
        return String.format(Locale.ROOT, "<%s>*%.3f", part.text(), part.weight());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '`',
            value = {
                "nuclei, dense;<nuclei, dense>*1.000",
                "``;<>*1.000",
                "(nuclei), dense;<nuclei>*1.100 <, dense>*1.000",
                "(a:2) (b:3);<a >*2.000 <b>*3.000",
                "[nuclei];<nuclei>*0.909",
                "((nuclei));<nuclei>*1.210",
                "[[nuclei]];<nuclei>*0.826",
                "[(nuclei)];<nuclei>*1.000",
                "(nuclei:1.4);<nuclei>*1.400",
                "(nuclei : .5 );<nuclei >*0.500",
                "(nuclei:-1);<nuclei>*-1.000",
                "(nuclei:0);<nuclei>*0.000",
                "(a (b:2) c:0.5) d;<a >*0.500 <b>*1.000 < c>*0.500 < d>*1.000",
                "((a) b:2);<a>*2.200 < b>*2.000",
                "([a]:2);<a>*1.818",
                "(1024:1.5);<1024>*1.500",
                "ratio 3:2;<ratio 3:2>*1.000",
                "a:1.2) b;<a:1.2) b>*1.000",
                "[a:1.2) b];<a:1.2) b>*0.909",
                "(a:b);<a:b>*1.100",
                "\\(DAPI\\) (nuclei);<(DAPI) >*1.000 <nuclei>*1.100",
                "\\[a\\] \\\\ \\x;<[a] \\ \\x>*1.000",
                "a (b;<a (b>*1.000",
                "a) b];<a) b]>*1.000",
                "(a [b) c;<(a [b) c>*1.000",
                "([a) b];<(>*1.000 <a) b>*0.909",
                "();<>*1.000",
                "(:2);<>*1.000",
                "a BREAK b;<a >*1.000|< b>*1.000",
                "BREAK a BREAK BREAK b BREAK;< a >*1.000|< b >*1.000",
                "BREAK;<>*1.000",
                "(a BREAK b:2) c;<a >*2.000|< b>*2.000 < c>*1.000",
                "BREAKFAST break;<BREAKFAST break>*1.000",
            })
    void readsTheNotation(String prompt, String expected) {
        assertThat(read(prompt)).isEqualTo(expected);
    }

    @Test
    void weightsBeyondTheLargestCountAsThatAndAreNamed() {
        String nested = "(".repeat(30) + "cell" + ")".repeat(30);
        for (String text :
                List.of(nested, "(cell:99)", "(cell:10.01)", "(cell:" + "9".repeat(400) + ")")) {
            Prompt.Part part = Prompt.parse(text + " x").beyond().get(0);
            assertThat(part.text()).isEqualTo("cell");
            assertThat(part.applied()).isEqualTo(10);
        }
        assertThat(Prompt.parse("(cell:-99)").beyond().get(0).applied()).isEqualTo(-10);
        assertThat(Prompt.parse("((cell:20):0.1)").beyond()).isEmpty();
        assertThat(Prompt.parse("((cell:" + "9".repeat(400) + "):0)").beyond()).isEmpty();
        assertThat(Prompt.parse("(cell:10) (x:-10) y").beyond()).isEmpty();
    }

    @Test
    void escapedTextIsPlainAndTheSame() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            String text = randomText(random);
            Prompt prompt = Prompt.parse(Prompt.escape(text));
            assertThat(prompt.plain()).as(text).isTrue();
            String found = prompt.sections().get(0).get(0).text();
            assertThat(found.isBlank() ? "" : found).isEqualTo(text.isBlank() ? "" : text);
        }
    }

    @Test
    void anyTextIsReadAndKeepsItsLettersInOrder() {
        Random random = new Random(2);
        for (int i = 0; i < 2000; i++) {
            String text = randomText(random);
            String kept =
                    Prompt.parse(text).sections().get(0).stream()
                            .map(Prompt.Part::text)
                            .collect(Collectors.joining());
            assertThat(letters(kept)).as(text).isEqualTo(letters(text));
        }
    }

    @Test
    void bracketsAroundAllMultiplyEveryWeight() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            String inner = "a (b:" + random.nextInt(4) + ") [c] " + "d".repeat(random.nextInt(3));
            List<Prompt.Part> plain = Prompt.parse(inner).sections().get(0);
            List<Prompt.Part> wrapped = Prompt.parse("(" + inner + ":2)").sections().get(0);
            assertThat(wrapped).hasSameSizeAs(plain);
            for (int k = 0; k < plain.size(); k++) {
                assertThat(wrapped.get(k).text()).isEqualTo(plain.get(k).text());
                assertThat(wrapped.get(k).weight()).isEqualTo(2 * plain.get(k).weight());
            }
        }
    }

    private static String letters(String text) {
        return text.replaceAll("[^abé🔬]", "");
    }

    private static String randomText(Random random) {
        int[] alphabet = ALPHABET.codePoints().toArray();
        return random.ints(random.nextInt(20), 0, alphabet.length)
                .mapToObj(k -> Character.toString(alphabet[k]))
                .collect(Collectors.joining());
    }
}
