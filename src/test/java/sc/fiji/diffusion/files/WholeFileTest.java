// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir Path folder;

    @Test
    void isReplacedWhenTheNewOneIsWhole() throws IOException {
        Path file = folder.resolve("table.csv");
        WholeFile.write(file, "old");
        WholeFile.write(file, "new");
        assertThat(file).hasContent("new");
        assertThat(folder).isDirectoryContaining("glob:**table.csv");
        assertThat(folder.toFile().list()).containsExactly("table.csv");
    }

    @Test
    void staysAsItWasWhenTheNewOneBreaks() throws IOException {
        Path file = folder.resolve("table.csv");
        WholeFile.write(file, "old");
        WholeFile.Content half =
                part -> {
                    Files.writeString(part, "hal");
                    throw new IOException("No space left on device");
                };
        assertThatThrownBy(() -> WholeFile.write(file, half))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk of " + file + " is full; make room and do the same again");
        assertThat(file).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("table.csv");
    }

    @Test
    void textIsWrittenOverAFileOfAnyBytesAndWithHalvesOfCharacters() throws IOException {
        Path file = folder.resolve("text.txt");
        Files.write(file, new byte[] {(byte) 0xe9, 'x', (byte) 0xff});
        WholeFile.write(file, "a\ud800b");
        assertThat(file).hasContent("a?b");
    }
}
