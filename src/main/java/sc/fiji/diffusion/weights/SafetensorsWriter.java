// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import sc.fiji.diffusion.files.WholeFile;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Writes safetensors files. The same tensors and metadata give the same bytes, whatever the order
 * of the maps: both are sorted by name. The header is padded with spaces to a multiple of 8 bytes,
 * and all tensors have one format, so each starts at a multiple of its value size.
 */
public final class SafetensorsWriter {

    private static final int ALIGNMENT = 8;
    private static final int CHUNK_BYTES = 1 << 20;

    private SafetensorsWriter() {}

    /**
     * Writes a file, replacing an old one in a single step when the new one is complete. Two
     * writers must not share a path.
     *
     * @param tensors the tensors by name
     * @param dtype F32, F16 or BF16; values are rounded to the nearest
     * @param metadata free text entries; may be empty
     * @throws WeightsException if a finite value becomes infinite in the format
     * @throws IOException if the file cannot be written
     * @throws IllegalArgumentException if the format is another one, or if a tensor has the name
     *     {@code __metadata__}
     */
    public static void write(
            Path path, Map<String, Tensor> tensors, DType dtype, Map<String, String> metadata)
            throws IOException {
        switch (dtype) {
            case F32, F16, BF16 -> {}
            default ->
                    throw new IllegalArgumentException("dtype must be F32, F16 or BF16: " + dtype);
        }
        if (tensors.containsKey(HeaderParser.METADATA)) {
            throw new IllegalArgumentException("no tensor can be named " + HeaderParser.METADATA);
        }
        SortedMap<String, Tensor> sorted = new TreeMap<>(tensors);
        byte[] header = header(sorted, dtype, new TreeMap<>(metadata));
        try {
            WholeFile.write(path, part -> writeParts(part, header, sorted, dtype));
        } catch (ArithmeticException e) {
            throw new WeightsException(path, e.getMessage() + "; write F32 instead", e);
        }
    }

    private static byte[] header(
            SortedMap<String, Tensor> tensors, DType dtype, SortedMap<String, String> metadata)
            throws IOException {
        StringWriter text = new StringWriter();
        JsonWriter json = new JsonWriter(text);
        json.beginObject();
        if (!metadata.isEmpty()) {
            json.name(HeaderParser.METADATA).beginObject();
            for (Map.Entry<String, String> e : metadata.entrySet()) {
                json.name(e.getKey()).value(e.getValue());
            }
            json.endObject();
        }
        long position = 0;
        for (Map.Entry<String, Tensor> e : tensors.entrySet()) {
            long end = position + (long) e.getValue().size() * dtype.bytes();
            json.name(e.getKey()).beginObject().name(HeaderParser.DTYPE).value(dtype.name());
            json.name(HeaderParser.SHAPE).beginArray();
            for (int length : e.getValue().shape()) json.value(length);
            json.endArray().name(HeaderParser.OFFSETS).beginArray();
            json.value(position).value(end).endArray().endObject();
            position = end;
        }
        json.endObject().flush();
        while (utf8(text).length % ALIGNMENT != 0) text.write(' ');
        return utf8(text);
    }

    private static byte[] utf8(StringWriter text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void writeParts(
            Path part, byte[] header, SortedMap<String, Tensor> tensors, DType dtype)
            throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
            chunk.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
            drain(chunk, channel);
            ByteBuffer headerBytes = ByteBuffer.wrap(header);
            while (headerBytes.hasRemaining()) channel.write(headerBytes);
            for (Map.Entry<String, Tensor> e : tensors.entrySet()) {
                writeValues(e.getKey(), e.getValue().data(), dtype, chunk, channel);
            }
            channel.force(true);
        }
    }

    private static void writeValues(
            String name, float[] values, DType dtype, ByteBuffer chunk, FileChannel channel)
            throws IOException {
        for (float value : values) {
            if (chunk.remaining() < dtype.bytes()) drain(chunk, channel);
            try {
                FloatCodec.encode(dtype, value, chunk);
            } catch (ArithmeticException e) {
                throw new ArithmeticException("tensor \"" + name + "\": " + e.getMessage());
            }
        }
        drain(chunk, channel);
    }

    private static void drain(ByteBuffer chunk, FileChannel channel) throws IOException {
        chunk.flip();
        while (chunk.hasRemaining()) channel.write(chunk);
        chunk.clear();
    }
}
