// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.ImagePlus;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import sc.fiji.diffusion.image.TiffSaver;

/**
 * ImageJ's TIFF with one more entry in its first directory: XMP, tag 700 (Adobe, XMP Specification
 * Part 3, section 3.2.2). Packet and new directory are put at the end of the file, so that no pixel
 * moves; the header then points to the new directory.
 */
final class TiffFile {

    static final int XMP_TAG = 700;

    private static final int MAGIC = 42;
    private static final int TYPE_BYTE = 1;
    private static final int HEADER_BYTES = 8;
    private static final int ENTRY_BYTES = 12;
    private static final long LARGEST = 0xffffffffL;

    private TiffFile() {}

    /** Writes an image as ImageJ does, and adds the packet. */
    static void write(ImagePlus image, byte[] xmp, Path file) throws IOException {
        TiffSaver.write(image, file);
        addXmp(file, xmp);
    }

    /** Adds a packet to a TIFF that has none. */
    static void addXmp(Path file, byte[] xmp) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long packetAt = even(channel.size());
            long directoryAt = even(packetAt + xmp.length);
            requireRoom(file, directoryAt);
            ByteBuffer header = read(channel, 0, HEADER_BYTES, ByteOrder.BIG_ENDIAN);
            ByteOrder order = header.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            header.order(order);
            if (header.getShort(2) != MAGIC) throw new IOException(file + " is no TIFF file");
            ByteBuffer directory = directory(channel, header.getInt(4) & LARGEST, order);
            write(channel, ByteBuffer.wrap(xmp), packetAt);
            write(channel, with(directory, xmp.length, (int) packetAt), directoryAt);
            write(channel, header.putInt(4, (int) directoryAt).rewind(), 0);
        }
    }

    private static void requireRoom(Path file, long directoryAt) {
        if (directoryAt + (1 << 16) <= LARGEST) return;
        throw new IllegalArgumentException(
                "a TIFF with XMP may not be larger than 4 GB, and this image makes one of "
                        + (directoryAt >> 20)
                        + " MB; save it in parts, or by File > Save As, which keeps the record in"
                        + " the image's info");
    }

    /** A directory: the number of its entries, the entries, and where the next directory is. */
    private static ByteBuffer directory(FileChannel channel, long at, ByteOrder order)
            throws IOException {
        int entries = read(channel, at, Short.BYTES, order).getShort() & 0xffff;
        return read(channel, at, Short.BYTES + entries * ENTRY_BYTES + Integer.BYTES, order);
    }

    /** The directory with one more entry, in the order of the tags. */
    private static ByteBuffer with(ByteBuffer directory, int length, int offset) {
        int entries = directory.getShort() & 0xffff;
        ByteBuffer longer =
                ByteBuffer.allocate(directory.capacity() + ENTRY_BYTES).order(directory.order());
        longer.putShort((short) (entries + 1));
        int before = 0;
        while (before < entries && tag(directory, before) < XMP_TAG) before++;
        longer.put(directory.slice(Short.BYTES, before * ENTRY_BYTES));
        longer.putShort((short) XMP_TAG).putShort((short) TYPE_BYTE).putInt(length).putInt(offset);
        directory.position(Short.BYTES + before * ENTRY_BYTES);
        return longer.put(directory).flip();
    }

    private static int tag(ByteBuffer directory, int entry) {
        return directory.getShort(Short.BYTES + entry * ENTRY_BYTES) & 0xffff;
    }

    private static ByteBuffer read(FileChannel channel, long at, int length, ByteOrder order)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(order);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("the TIFF ends within its directory at " + at);
            }
        }
        return bytes.rewind();
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) channel.write(bytes, at + bytes.position());
    }

    private static long even(long position) {
        return position + (position & 1);
    }
}
