// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTextTest {

    @TempDir Path folder;

    private void assertRefused(String json, String reason) {
        assertThatExceptionOfType(JsonParseException.class)
                .isThrownBy(() -> ModelText.parse(json))
                .withMessageContaining(reason);
    }

    @Test
    void ordinaryJsonIsParsed() {
        assertThat(ModelText.parse("{\"a\": [1, -2.5e-3, {\"b\": null}]}").toString())
                .isEqualTo("{\"a\":[1,-2.5e-3,{\"b\":null}]}");
    }

    @Test
    void deepNestingIsRefused() {
        assertRefused("[".repeat(1 << 20), "nested more than 64 deep");
        assertRefused("{\"a\":".repeat(100) + 1 + "}".repeat(100), "nested more than 64 deep");
        ModelText.parse("[".repeat(64) + "]".repeat(64));
    }

    @Test
    void hugeNumbersAreRefused() {
        assertRefused("{\"a\": 1e999999999}", "the number 1e999999999 is too large");
        assertRefused("[" + "9".repeat(100) + "]", "the number 9999");
    }

    @Test
    void keyThatStandsTwiceIsRefused() {
        assertRefused("{\"a\": {\"b\": 1, \"b\": 1}}", "the key \"b\" stands twice in one object");
        assertRefused("{\"a\": 1, \"\\u0061\": 1}", "the key \"a\" stands twice in one object");
        ModelText.parse("[{\"a\": {\"a\": [{\"a\": 1}]}}, {\"a\": 2}]");
    }

    @Test
    void brokenEscapeIsRefused() {
        assertRefused("{\"a\": \"\\u00\"}", "u00");
    }

    @Test
    void byteOrderMarkIsNoText() throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), "\ufeff{\"a\": 1}");
        assertThat(ModelText.read(file)).isEqualTo("{\"a\": 1}");
    }

    @Test
    void unfinishedJsonIsRefused() {
        assertThatExceptionOfType(JsonParseException.class)
                .isThrownBy(() -> ModelText.parse("{\"a\": [1,"));
    }

    @Test
    void hugeFileIsRefusedUnread() throws IOException {
        Path file = folder.resolve("config.json");
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(1L << 40);
        }
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ModelText.read(file))
                .withMessage(
                        file + " has 1099511627776 bytes, the limit for such a file is 33554432");
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("config.json"), new byte[] {'{', (byte) 0xff});
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ModelText.read(file))
                .withMessage(file + " is no text in UTF-8; get the model again");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ModelText.read(folder))
                .withMessage(folder + " is no file");
    }
}
