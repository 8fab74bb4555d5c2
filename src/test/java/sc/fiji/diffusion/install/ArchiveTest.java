// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With small archives, and bounds that are set low. */
class ArchiveTest {

    private static final Archive.Bounds LOW = new Archive.Bounds(3, 1000, 5);

    /** In an entry of the list at the end of a zip: its mark, and where the size is. */
    private static final int LISTED = 0x02014b50;

    private static final int SIZE_IN_LISTED = 24;

    @TempDir Path temp;

    private Path file;
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        file = temp.resolve("m.zip");
        folder = Files.createDirectory(temp.resolve("out"));
    }

    private void zip(byte[] content, String... names) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(content);
                zip.closeEntry();
            }
        }
    }

    private void unpack() throws IOException {
        new Archive(file, LOW).unpack(folder, Optional::of, Transfer.SILENT);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::unpack)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void unpacksFilesInFolders() throws IOException {
        zip("x".getBytes(), "a/b.txt", "c.txt");
        unpack();
        assertThat(folder.resolve("a/b.txt")).hasContent("x");
        assertThat(folder.resolve("c.txt")).hasContent("x");
    }

    @Test
    void whatUnpacksToFarMoreThanItsSizeIsRefusedBefore() throws IOException {
        zip(new byte[2000], "zeros");
        assertRefused("has 0.1 kB and unpacks to 2.0 kB, as no model does; it was not unpacked");
        assertThat(folder).isEmptyDirectory();
        zip(new byte[1000], "zeros");
        unpack();
        assertThat(folder.resolve("zeros")).hasSize(1000);
    }

    @Test
    void whatHardlyShrinksMayBeLarge() throws IOException {
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        zip(noise, "noise");
        unpack();
        assertThat(folder.resolve("noise")).hasBinaryContent(noise);
    }

    @Test
    void whatUnpacksToMoreThanItSaysIsStopped() throws IOException {
        zip(new byte[900], "zeros");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (bytes.getInt(at) != LISTED) at++;
        bytes.putInt(at + SIZE_IN_LISTED, 10);
        Files.write(file, bytes.array());
        assertRefused("zeros in it has more bytes than it says");
    }

    @Test
    void tooManyFilesAreRefused() throws IOException {
        zip("x".getBytes(), "a", "b", "c", "d");
        assertRefused("holds 4 files, more than a model has");
    }

    @Test
    void anArchiveCutAnywhereIsCalledDamaged() throws IOException {
        zip("some text that is not long".getBytes(), "a.txt", "b.txt");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("is damaged, or no zip (");
        }
    }

    @Test
    void aChangedByteOfAFileIsFound() throws IOException {
        byte[] noise = new byte[100];
        new Random(1).nextBytes(noise);
        zip(noise, "noise");
        byte[] changed = Files.readAllBytes(file);
        changed[80] ^= 1;
        Files.write(file, changed);
        assertRefused("noise");
        assertRefused("is damaged, or no zip (");
    }

    @Test
    void anEmptyArchiveIsSaidSo() throws IOException {
        zip(new byte[0], "folder/");
        assertRefused("holds no files; get it again");
    }

    @Test
    void namesThatReachElsewhereOrCannotBeAreRefused() throws IOException {
        for (String name : new String[] {"../evil", "a/../../evil", "..\\evil", "a/.."}) {
            zip("x".getBytes(), name);
            assertRefused("names a file outside itself: " + name);
        }
        zip("x".getBytes(), "a\0b");
        assertRefused("is damaged, or no zip (");
        zip("x".getBytes(), "same", "./same");
        assertRefused("./same in it is there twice");
        assertThat(temp.toFile().list()).containsExactlyInAnyOrder("m.zip", "out");
    }
}
