// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import sc.fiji.diffusion.tensor.Tensor;

/** A safetensors file of reference values among the test resources. */
public final class Reference {

    private final JsonObject header;
    private final ByteBuffer values;

    private Reference(byte[] file) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(buffer.getLong());
        String json = new String(file, Long.BYTES, length, StandardCharsets.UTF_8);
        header = JsonParser.parseString(json).getAsJsonObject();
        values =
                buffer.slice(Long.BYTES + length, file.length - Long.BYTES - length)
                        .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Opens {@code reference/<path>}, such as {@code cases/randn.safetensors}. */
    public static Reference open(String path) {
        return new Reference(bytes(path));
    }

    /** The text of {@code reference/<path>}. */
    public static String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    /** The names of the tensors. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(header.keySet());
        names.remove("__metadata__");
        return names;
    }

    /** A float32 tensor. */
    public Tensor read(String name) {
        JsonObject entry = header.getAsJsonObject(name);
        if (entry == null) throw new IllegalArgumentException("no " + name + " in " + names());
        if (!entry.get("dtype").getAsString().equals("F32")) {
            throw new IllegalArgumentException(name + " is not float32: " + entry);
        }
        Tensor tensor = Tensor.zeros(integers(entry.getAsJsonArray("shape")));
        int start = integers(entry.getAsJsonArray("data_offsets"))[0];
        IntStream.range(0, tensor.size())
                .forEach(i -> tensor.data()[i] = values.getFloat(start + Float.BYTES * i));
        return tensor;
    }

    private static int[] integers(JsonArray array) {
        return array.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
    }

    private static byte[] bytes(String path) {
        try (InputStream in = Reference.class.getResourceAsStream("/reference/" + path)) {
            if (in == null) throw new IllegalArgumentException("no test resource " + path);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
