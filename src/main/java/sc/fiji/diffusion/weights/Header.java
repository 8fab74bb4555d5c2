// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checked header of a safetensors file: 8 bytes of little-endian length, then that many bytes
 * of JSON. The checks are those of the format's reference implementation, and duplicate keys are
 * refused.
 *
 * @param tensors the tensors in the order of their bytes
 * @param metadata the free text entries
 * @param dataStart the position in the file at which the tensors' bytes start
 */
record Header(Map<String, TensorInfo> tensors, Map<String, String> metadata, long dataStart) {

    /** The largest header that is read, in bytes, as in the reference implementation. */
    static final int MAX_BYTES = 100_000_000;

    private static final int MAX_MESSAGE = 500;

    private static final String DAMAGED =
            "; the file is damaged, incomplete or not safetensors: get it again";

    /**
     * Reads and checks the header.
     *
     * @param file for messages
     */
    static Header read(FileChannel channel, Path file) throws IOException {
        long fileSize = channel.size();
        if (fileSize < Long.BYTES) {
            throw broken(file, "expected a header length in the first 8 bytes, found " + fileSize);
        }
        refuseOtherKinds(channel, file, fileSize);
        long length = readFully(channel, 0, Long.BYTES).getLong();
        if (length < 0 || length > MAX_BYTES) {
            String found = Long.toUnsignedString(length);
            throw broken(file, "header of " + found + " bytes, the limit is " + MAX_BYTES);
        }
        long dataStart = Long.BYTES + length;
        if (dataStart > fileSize) {
            String expected = "header of " + length + " bytes, the file has only ";
            throw broken(file, expected + (fileSize - Long.BYTES) + " after the header length");
        }
        ByteBuffer bytes = readFully(channel, Long.BYTES, (int) length);
        HeaderParser.Parsed parsed = new HeaderParser(file).parse(text(file, bytes));
        Map<String, TensorInfo> sorted = sortedByPosition(parsed.tensors());
        checkLayout(file, sorted, fileSize - dataStart);
        return new Header(sorted, parsed.metadata(), dataStart);
    }

    private static void refuseOtherKinds(FileChannel channel, Path file, long fileSize)
            throws IOException {
        int count = (int) Math.min(FileKind.BYTES, fileSize);
        Optional<String> kind = FileKind.of(readFully(channel, 0, count).array());
        if (kind.isPresent()) throw new WeightsException(file, "is " + kind.get());
    }

    private static ByteBuffer readFully(FileChannel channel, long position, int count)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        return bytes.flip();
    }

    private static String text(Path file, ByteBuffer bytes) throws WeightsException {
        if (!bytes.hasRemaining() || bytes.get(0) != '{') {
            String found = bytes.hasRemaining() ? "byte " + (bytes.get(0) & 0xff) : "nothing";
            throw broken(file, "expected a header that starts with '{', found " + found);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            String where = "byte " + (bytes.position() + Long.BYTES);
            throw broken(file, "header is not UTF-8 at " + where, e);
        }
    }

    private static Map<String, TensorInfo> sortedByPosition(Map<String, TensorInfo> tensors) {
        List<Map.Entry<String, TensorInfo>> entries = new ArrayList<>(tensors.entrySet());
        Comparator<TensorInfo> order =
                Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end);
        entries.sort(Map.Entry.comparingByValue(order));
        Map<String, TensorInfo> sorted = new LinkedHashMap<>();
        for (Map.Entry<String, TensorInfo> e : entries) sorted.put(e.getKey(), e.getValue());
        return sorted;
    }

    /** The tensors must cover the data exactly: no hole, no overlap, nothing behind the last. */
    private static void checkLayout(Path file, Map<String, TensorInfo> tensors, long dataBytes)
            throws WeightsException {
        long position = 0;
        for (Map.Entry<String, TensorInfo> entry : tensors.entrySet()) {
            TensorInfo info = entry.getValue();
            String tensor = "tensor \"" + entry.getKey() + "\": ";
            if (info.begin() != position) {
                String expected = "expected its bytes to begin at " + position + ", found ";
                throw broken(file, tensor + expected + info.begin());
            }
            checkSize(file, tensor, info);
            position = info.end();
        }
        if (position != dataBytes) {
            String expected = "expected " + position + " bytes of tensors after the header, found ";
            throw broken(file, expected + dataBytes);
        }
    }

    private static void checkSize(Path file, String tensor, TensorInfo info)
            throws WeightsException {
        String what = info.dtype() + " of shape " + info.shape();
        long needed;
        try {
            needed = info.neededBytes();
        } catch (ArithmeticException e) {
            throw broken(file, tensor + what + " is too large", e);
        }
        if (needed != info.length()) {
            String expected = "expected " + needed + " bytes for " + what + ", found ";
            throw broken(file, tensor + expected + info.length());
        }
    }

    static WeightsException broken(Path file, String problem) {
        return broken(file, problem, null);
    }

    static WeightsException broken(Path file, String problem, Throwable cause) {
        return new WeightsException(file, clip(problem) + DAMAGED, cause);
    }

    /** Texts of a hostile header can be as long as it is. */
    static String clip(String text) {
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "...";
    }
}
