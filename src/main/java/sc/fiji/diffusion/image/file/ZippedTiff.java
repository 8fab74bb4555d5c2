// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A TIFF as the first entry of a zip archive, which ImageJ unpacks into memory. */
final class ZippedTiff {

    private static final int BLOCK = 1 << 16;

    private ZippedTiff() {}

    /** Checks the archive: the size of what is in it, and that as a TIFF. */
    static long check(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(bytes, StandardCharsets.ISO_8859_1)) {
            ZipEntry entry = zip.getNextEntry();
            if (entry == null) throw new FileContentException("it is no zip archive with a file");
            if (entry.getName().endsWith(".dcm")) return 1;
            if (!entry.getName().endsWith(".tif")) {
                throw new FileContentException(
                        "the archive's first file, " + entry.getName() + ", is no .tif");
            }
            Path unpacked = Files.createTempFile("unpacked", ".tif");
            try {
                unpack(zip, unpacked, Heap.left());
                return ImageBounds.checkPlain(unpacked);
            } finally {
                Files.delete(unpacked);
            }
        }
    }

    private static void unpack(InputStream zip, Path target, long most) throws IOException {
        try (OutputStream out = Files.newOutputStream(target)) {
            byte[] block = new byte[BLOCK];
            long size = 0;
            for (int n = zip.read(block); n >= 0; n = zip.read(block)) {
                size += n;
                if (size > most) Heap.require(size);
                out.write(block, 0, n);
            }
        }
    }
}
