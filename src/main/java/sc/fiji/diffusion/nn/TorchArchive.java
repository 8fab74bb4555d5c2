// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript source into the archive that {@code torch.jit.load} reads: a zip of stored
 * entries with the source, a pickled object of class {@code __torch__.Net}, no constants, and the
 * format version.
 */
final class TorchArchive {

    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

    private TorchArchive() {}

    /** The bytes of an archive whose module is the class {@code Net} of the source. */
    static byte[] pack(String source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "net/data.pkl", pickledModule());
            store(zip, "net/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            store(zip, "net/constants.pkl", NO_CONSTANTS);
            store(zip, "net/version", "3\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Pickle, protocol 2, of {@code __torch__.Net()} with the state {@code {"training": False}}.
     */
    private static byte[] pickledModule() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x80, 2}); // PROTO 2
        out.write("c__torch__\nNet\n".getBytes(StandardCharsets.UTF_8)); // GLOBAL
        out.write(new byte[] {')', (byte) 0x81}); // EMPTY_TUPLE NEWOBJ
        out.write(new byte[] {'}', '('}); // EMPTY_DICT MARK
        byte[] key = "training".getBytes(StandardCharsets.UTF_8);
        out.write(new byte[] {'X', (byte) key.length, 0, 0, 0}); // BINUNICODE
        out.write(key);
        out.write(new byte[] {(byte) 0x89, 'u', 'b', '.'}); // NEWFALSE SETITEMS BUILD STOP
        return out.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
