// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The names and shapes of all tensors in the published checkpoints of one model, with the names
 * that diffusers gives them.
 *
 * @param rows one for each stored tensor
 */
public record KeyTable(List<Row> rows) {

    /**
     * One tensor.
     *
     * @param key its name in the file
     * @param component the part of the model
     * @param names in that part; three for an attention's query, key and value in one
     * @param shape as stored
     */
    public record Row(String key, String component, List<String> names, int[] shape) {

        /** The number of values. */
        public long size() {
            return Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
        }
    }

    /**
     * Reads a table of the reference data.
     *
     * @param name such as {@code sd1.5}
     */
    public static KeyTable read(String name) throws IOException {
        Path file = Reference.path("single-file/" + name + ".tsv.gz");
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            return new KeyTable(lines.lines().skip(1).map(KeyTable::row).toList());
        }
    }

    private static Row row(String line) {
        String[] cells = line.split("\t");
        int[] shape = Arrays.stream(cells[3].split("x")).mapToInt(Integer::parseInt).toArray();
        return new Row(cells[0], cells[1], List.of(cells[2].split("\\+")), shape);
    }

    /** The same with another shape for one tensor. */
    public KeyTable with(String key, int... shape) {
        List<Row> changed = new ArrayList<>(rows);
        changed.replaceAll(
                r -> r.key().equals(key) ? new Row(key, r.component(), r.names(), shape) : r);
        return new KeyTable(changed);
    }

    /** The same with more tensors, of no component. */
    public KeyTable and(Map<String, int[]> more) {
        List<Row> all = new ArrayList<>(rows);
        more.forEach((key, shape) -> all.add(new Row(key, "", List.of(), shape)));
        return new KeyTable(all);
    }

    /** Writes a float16 file of zeros that takes no room on the disk. */
    public Path writeSparse(Path file, Map<String, String> metadata) throws IOException {
        JsonObject header = new JsonObject();
        JsonObject texts = new JsonObject();
        metadata.forEach(texts::addProperty);
        header.add("__metadata__", texts);
        long position = 0;
        for (Row row : rows) {
            long end = position + 2 * row.size();
            header.add(row.key(), entry(row.shape(), position, end));
            position = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(start.putLong(json.length).array());
            out.write(json);
            out.setLength(Long.BYTES + json.length + position);
        }
        return file;
    }

    private static JsonObject entry(int[] shape, long begin, long end) {
        JsonObject entry = new JsonObject();
        entry.addProperty("dtype", "F16");
        JsonArray lengths = new JsonArray();
        for (int length : shape) lengths.add(length);
        entry.add("shape", lengths);
        JsonArray offsets = new JsonArray();
        offsets.add(begin);
        offsets.add(end);
        entry.add("data_offsets", offsets);
        return entry;
    }
}
