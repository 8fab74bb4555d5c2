// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Safetensors files byte by byte, right or wrong. */
final class RawFile {

    private RawFile() {}

    /** The bytes of a file: length, header, data. */
    static byte[] bytes(long headerLength, byte[] header, byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES + header.length + data.length);
        return out.order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerLength)
                .put(header)
                .put(data)
                .array();
    }

    /** The bytes of a file whose header has its true length. */
    static byte[] bytes(String header, byte... data) {
        byte[] utf8 = header.getBytes(StandardCharsets.UTF_8);
        return bytes(utf8.length, utf8, data);
    }

    /** Writes {@code raw.safetensors}. */
    static Path write(Path folder, byte[] bytes) throws IOException {
        return Files.write(folder.resolve("raw.safetensors"), bytes);
    }
}
