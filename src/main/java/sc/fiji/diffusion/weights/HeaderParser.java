// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parses the JSON of a safetensors header: an object of {@code name: {"dtype", "shape",
 * "data_offsets"}} and optionally {@code "__metadata__"}, an object of texts. Checks the form of
 * each value, not how the values fit together.
 */
final class HeaderParser {

    static final String METADATA = "__metadata__";
    static final String DTYPE = "dtype";
    static final String SHAPE = "shape";
    static final String OFFSETS = "data_offsets";

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Path file;

    /** The values of a header in their order. */
    record Parsed(Map<String, TensorInfo> tensors, Map<String, String> metadata) {}

    /**
     * @param file for messages
     */
    HeaderParser(Path file) {
        this.file = file;
    }

    Parsed parse(String json) throws WeightsException {
        try {
            StrictJson.check(json);
        } catch (IllegalArgumentException e) {
            throw Header.broken(file, "header is not valid JSON: " + e.getMessage(), e);
        }
        JsonReader reader = new JsonReader(new StringReader(json));
        try {
            Parsed header = header(reader);
            expect(reader, JsonToken.END_DOCUMENT);
            return header;
        } catch (WeightsException e) {
            throw e;
        } catch (IOException e) {
            throw Header.broken(file, "header is not valid JSON" + at(reader), e);
        }
    }

    private Parsed header(JsonReader reader) throws IOException {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String key = newKey(reader, seen);
            if (key.equals(METADATA)) metadata(reader, metadata);
            else tensors.put(key, tensor(reader, key));
        }
        reader.endObject();
        return new Parsed(tensors, metadata);
    }

    private void metadata(JsonReader reader, Map<String, String> metadata) throws IOException {
        Set<String> seen = new HashSet<>();
        expect(reader, JsonToken.BEGIN_OBJECT);
        reader.beginObject();
        while (reader.hasNext()) {
            String key = newKey(reader, seen);
            expect(reader, JsonToken.STRING);
            metadata.put(key, reader.nextString());
        }
        reader.endObject();
    }

    /** Unknown fields are passed over, as the reference implementation does. */
    private TensorInfo tensor(JsonReader reader, String name) throws IOException {
        Set<String> seen = new HashSet<>();
        DType dtype = null;
        List<Integer> shape = new ArrayList<>();
        long[] offsets = new long[0];
        expect(reader, JsonToken.BEGIN_OBJECT);
        reader.beginObject();
        while (reader.hasNext()) {
            switch (newKey(reader, seen)) {
                case DTYPE -> dtype = dtype(reader, name);
                case SHAPE -> shape = shape(reader);
                case OFFSETS -> offsets = offsets(reader);
                default -> reader.skipValue();
            }
        }
        reader.endObject();
        for (String field : List.of(DTYPE, SHAPE, OFFSETS)) {
            if (!seen.contains(field)) {
                throw Header.broken(file, "tensor \"" + name + "\": no \"" + field + "\"");
            }
        }
        return new TensorInfo(dtype, shape, offsets[0], offsets[1]);
    }

    private DType dtype(JsonReader reader, String name) throws IOException {
        expect(reader, JsonToken.STRING);
        String found = reader.nextString();
        Optional<DType> dtype = DType.byName(found);
        if (dtype.isPresent()) return dtype.get();
        String problem =
                "tensor \"" + name + "\": unknown dtype \"" + found + "\", expected one of ";
        problem = Header.clip(problem + List.of(DType.values()));
        throw new WeightsException(file, problem + "; convert the file");
    }

    private List<Integer> shape(JsonReader reader) throws IOException {
        List<Integer> shape = new ArrayList<>();
        for (long length : numbers(reader)) {
            if (length > Integer.MAX_VALUE) {
                String limit = " is " + length + ", the limit is " + Integer.MAX_VALUE;
                throw Header.broken(file, "length of an axis" + limit + at(reader));
            }
            shape.add((int) length);
        }
        return shape;
    }

    private long[] offsets(JsonReader reader) throws IOException {
        List<Long> found = numbers(reader);
        if (found.size() != 2 || found.get(0) > found.get(1)) {
            throw Header.broken(file, "expected [begin, end], found " + found + at(reader));
        }
        return new long[] {found.get(0), found.get(1)};
    }

    private List<Long> numbers(JsonReader reader) throws IOException {
        List<Long> numbers = new ArrayList<>();
        expect(reader, JsonToken.BEGIN_ARRAY);
        reader.beginArray();
        while (reader.hasNext()) {
            expect(reader, JsonToken.NUMBER);
            String literal = reader.nextString();
            if (!WHOLE_NUMBER.matcher(literal).matches()) {
                String expected = "expected a whole number of 0 to 18 digits, found ";
                throw Header.broken(file, expected + literal + at(reader));
            }
            numbers.add(Long.parseLong(literal));
        }
        reader.endArray();
        return numbers;
    }

    private String newKey(JsonReader reader, Set<String> seen) throws IOException {
        String key = reader.nextName();
        if (!seen.add(key)) {
            throw Header.broken(file, "duplicate key \"" + key + "\"" + at(reader));
        }
        return key;
    }

    private void expect(JsonReader reader, JsonToken expected) throws IOException {
        if (reader.peek() != expected) {
            throw Header.broken(
                    file, "expected " + expected + ", found " + reader.peek() + at(reader));
        }
    }

    private static String at(JsonReader reader) {
        return " at " + reader.getPreviousPath() + " of the header";
    }
}
