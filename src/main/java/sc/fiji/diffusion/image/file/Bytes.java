// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** The content of a file, or of one inside another, to be read at any place. */
interface Bytes {

    /** How many there are. */
    long size();

    /**
     * Some of them, most significant byte first.
     *
     * @throws FileContentException if they lie beyond the end
     */
    ByteBuffer at(long offset, long length) throws IOException;

    /** Whether a part lies inside. */
    default boolean holds(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= size() - length;
    }

    /** The bytes of an array. */
    static Bytes of(byte[] content) {
        return new Bytes() {
            @Override
            public long size() {
                return content.length;
            }

            @Override
            public ByteBuffer at(long offset, long length) throws IOException {
                requireInside(this, offset, length);
                return ByteBuffer.wrap(content, (int) offset, (int) length).slice();
            }
        };
    }

    /** The bytes of an open file. */
    static Bytes of(FileChannel channel) throws IOException {
        long size = channel.size();
        return new Bytes() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public ByteBuffer at(long offset, long length) throws IOException {
                requireInside(this, offset, length);
                ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
                while (bytes.hasRemaining()) {
                    if (channel.read(bytes, offset + bytes.position()) < 0) {
                        throw new FileContentException("it became shorter while it was read");
                    }
                }
                return bytes.flip();
            }
        };
    }

    private static void requireInside(Bytes bytes, long offset, long length) throws IOException {
        if (bytes.holds(offset, length)) return;
        throw new FileContentException(
                "it has "
                        + bytes.size()
                        + " bytes, and "
                        + length
                        + " are to be read from byte "
                        + offset
                        + " on");
    }

    /** Some bytes with the least or the most significant one first. */
    default ByteBuffer at(long offset, long length, ByteOrder order) throws IOException {
        return at(offset, length).order(order);
    }
}
