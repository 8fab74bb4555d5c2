// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.image.file.FileNames;
import sc.fiji.diffusion.testing.Mutations;

class CaptionsTest {

    private static final int ROUNDS = 2000;
    private static final String ROW = "{\"file_name\": \"a.tif\", \"text\": \"a cell\"}\n";

    @TempDir Path folder;

    private String caption(String image) throws IOException {
        return Captions.of(FileNames.in(folder)).of(folder.resolve(image));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void textsBesideImagesAreFoundWhateverTheirCase() throws IOException {
        write("Cell.TXT", "\ufeffa \n cell\t ");
        assertThat(caption("cell.tif")).isEqualTo("a cell");
    }

    @Test
    void rowsOfTablesFitNamesWhateverCaseAndEnding() throws IOException {
        write(
                "Captions.csv",
                "\ufefffile,text\r\nA.TIF,one\r\nb.tiff,\"two, \"\"quoted\"\"\nlines\"\r\n"
                        + "\"c,d.tif\",three, with a comma\r\ntrain/e.png,four\r\n");
        assertThat(caption("a.tif")).isEqualTo("one");
        assertThat(caption("b.tif")).isEqualTo("two, \"quoted\" lines");
        assertThat(caption("c,d.tif")).isEqualTo("three, with a comma");
        assertThat(caption("e.png")).isEqualTo("four");
        assertThat(caption("f.png")).isEmpty();
    }

    @Test
    void rowsThatDisagreeOnANameWithoutItsEndingAreNotUsedForAnother() throws IOException {
        write("captions.csv", "a.tif,one\na.png,two\n");
        assertThat(caption("a.png")).isEqualTo("two");
        assertThat(caption("a.bmp")).isEmpty();
    }

    @Test
    void nullIsNoCaption() throws IOException {
        write("metadata.jsonl", ROW + "{\"file_name\": \"b.tif\", \"text\": null}\n\n");
        assertThat(caption("a.tif")).isEqualTo("a cell");
        assertThat(caption("b.tif")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "7",
                "{\"file_name\": 7, \"text\": \"x\"}",
                "{\"file_name\": \"a\"}",
                "{\"file_name\": \"a\", \"text\": [\"x\"]}",
                "{\"file_name\": \"a\", \"text\": {}}",
                "{\"file_name\": \"a\", \"text\": \"x\"",
                "{\"file_name\": \"a\", \"text\": \"x\"} and more",
                "{\"file_name\": \"a\", \"text\": true}",
                "no json"
            })
    void otherJsonIsRefusedWithItsLine(String row) throws IOException {
        write("metadata.jsonl", ROW + row + "\n");
        assertThatThrownBy(() -> caption("a.tif"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("metadata.jsonl, line 2: expected {\"file_name\"")
                .hasMessageContaining("found");
    }

    @Test
    void deepJsonIsRefused() throws IOException {
        write("metadata.jsonl", "[".repeat(100_000));
        assertThatThrownBy(() -> caption("a.tif")).hasMessageContaining("metadata.jsonl, line 1");
    }

    @Test
    void rowsWithoutACommaAndFilesThatAreNoTextAreRefused() throws IOException {
        write("captions.csv", "file,text\nno comma\n");
        assertThatThrownBy(() -> caption("a.tif")).hasMessageContaining("captions.csv, line 2");
        write("captions.csv", "");
        Files.write(folder.resolve("a.txt"), new byte[] {(byte) 0xc3, '\n'});
        assertThatThrownBy(() -> caption("a.tif"))
                .hasMessageContaining("a.txt is no text in UTF-8");
        Files.write(folder.resolve("a.txt"), new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> caption("a.tif")).hasMessageContaining("too many for captions");
    }

    @Test
    @Timeout(60)
    void damagedTablesEndInACaptionOrInTheFilesName() throws IOException {
        Mutations mutations = new Mutations();
        String csv = "file,text\na.tif,\"one, two\"\n\"b.tif\",caf\u00e9\n";
        for (int seed = 0; seed < ROUNDS; seed++) {
            boolean json = seed % 2 == 0;
            byte[] valid =
                    (json ? ROW + ROW.replace('a', 'b') : csv).getBytes(StandardCharsets.UTF_8);
            Path file = folder.resolve(json ? "metadata.jsonl" : "captions.csv");
            Files.write(file, Mutations.of(valid, seed));
            mutations.check("seed " + seed, file.toString(), () -> caption("a.tif"));
            Files.delete(file);
        }
        mutations.requireBoth();
    }
}
