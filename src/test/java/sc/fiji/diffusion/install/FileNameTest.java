// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

    private static String name(String path, String disposition) throws IOException {
        HttpHeaders headers =
                HttpHeaders.of(
                        Map.of("Content-Disposition", List.of(disposition)), (key, value) -> true);
        return FileName.of(URI.create("https://example.org" + path), headers);
    }

    @Test
    void theServerNamesAFileThatItsAddressDoesNot() throws IOException {
        String both = "attachment; filename=\"a.zip\"; filename*=UTF-8''na%20me+1.zip";
        assertThat(name("/api/7", both)).isEqualTo("na me+1.zip");
        assertThat(name("/api/7", "inline; filename=b.zip")).isEqualTo("b.zip");
        assertThat(name("/own.zip", both)).isEqualTo("own.zip");
        assertThat(name("/api/7", "attachment")).isEqualTo("7");
        assertThat(name("/api/7", "attachment; filename=\"../..\\\\up/c.zip\"")).isEqualTo("c.zip");
        assertThatThrownBy(() -> name("/api/", "attachment; filename=\"..\""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("https://example.org/api/ names no file");
    }

    @Test
    void aNameThatCannotBeDecodedGivesWayToThePlainOne() throws IOException {
        String bad = "attachment; filename*=UTF-8''a%zz.zip";
        assertThat(name("/api/7", bad + "; filename=\"a.zip\"")).isEqualTo("a.zip");
        assertThat(name("/api/7", bad)).isEqualTo("7");
        assertThat(name("/api/7", "attachment; filename*=UTF-8''%")).isEqualTo("7");
    }

    @Test
    void namesThatSomeSystemDoesNotTakeAreChanged() throws IOException {
        assertThat(name("/con.zip", "x")).isEqualTo("_con.zip");
        assertThat(name("/LPT1.safetensors", "x")).isEqualTo("_LPT1.safetensors");
        assertThat(name("/console.zip", "x")).isEqualTo("console.zip");
        assertThat(name("/a.zip..%20", "x")).isEqualTo("a.zip");
        assertThat(name("/a%00%0a%3fb.zip", "x")).isEqualTo("a___b.zip");
        assertThat(name("/" + "a".repeat(300) + ".zip", "x")).hasSize(200).endsWith("aa.zip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                ".hidden",
                "a/b",
                "a\\b",
                "a:b",
                "a*",
                "a?",
                "a\"",
                "a|b",
                "<a",
                "a\nb",
                "a\0b",
                "nul",
                "COM1.zip",
                "Aux .x",
                "a.",
                "a "
            })
    void isNoNameOnEverySystem(String name) {
        assertThat(FileName.isUsable(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "my model", "K\u00f6rner", "v1.5", "com10", "nully", "a..b"})
    void isANameOnEverySystem(String name) {
        assertThat(FileName.isUsable(name)).isTrue();
    }
}
