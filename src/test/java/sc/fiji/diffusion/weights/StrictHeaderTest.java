// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What safetensors 0.8.0 for Python reads and refuses in a field that it does not know. */
class StrictHeaderTest {

    @TempDir private Path folder;

    private SafetensorsFile open(String value) throws IOException {
        String header =
                "{\"a\":{\"x\":"
                        + value
                        + ",\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
        return SafetensorsFile.open(RawFile.write(folder, RawFile.bytes(header, (byte) 7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "-0",
                "1e308",
                "1.5E-3",
                "18446744073709551616",
                "[]",
                "{}",
                "\"\\ud83d\\ude00 \\u00e9 \\/ \u007f\"",
                "[[{\"b\":[1]}]]"
            })
    void othersAreReadAndLeftAlone(String value) throws IOException {
        assertThat(open(value).read("a").data()).containsExactly(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"\t\"           | control character 9 in a text at character 11",
                "\"\u0000\"       | control character 0 in a text",
                "\"\\x\"          | unknown escape \\x",
                "\"\\'\"          | unknown escape \\'",
                "\"\\ud800\"      | lone surrogate in a text",
                "\"\\udc00\"      | lone surrogate in a text",
                "\"\\ud800\\u0061\" | lone surrogate in a text",
                "\"\\u00\"        | \\u without four digits",
                "TRUE             | 'T' outside of a text",
                "nUll             | 'U' outside of a text",
                "NaN              | 'N' outside of a text",
                "1e999            | the number 1e999 is too large",
                "01               | not valid JSON",
                "1.               | not valid JSON",
            })
    void whatTheReferenceRefusesIsRefused(String value, String reason) {
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(() -> open(value))
                .withMessageContaining("header is not valid JSON")
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"[, ]", "'{\"b\":', }"})
    void nestingEndsWhereItDoesInTheReference(String left, String right) throws IOException {
        int deepest = StrictJson.MAX_DEPTH - 2;
        open(left.repeat(deepest) + (right.equals("}") ? "1" : "") + right.repeat(deepest));
        assertThatExceptionOfType(WeightsException.class)
                .isThrownBy(
                        () ->
                                open(
                                        left.repeat(deepest + 1)
                                                + (right.equals("}") ? "1" : "")
                                                + right.repeat(deepest + 1)))
                .withMessageContaining("nested more than 127 deep");
    }
}
