// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Several safetensors files that hold the tensors of one network together, and the index that says
 * which holds what: {@code {"weight_map": {"conv_in.bias": "model-00001-of-00002.safetensors"}}}.
 */
public final class ShardedFile implements TensorSource {

    /** How the name of an index goes on after {@code model} or {@code diffusion_pytorch_model}. */
    public static final String INDEX = ".safetensors.index";

    /** As for a header: beyond any real index. */
    private static final long MAX_INDEX_BYTES = Header.MAX_BYTES;

    private static final String WEIGHT_MAP = "weight_map";

    private final Path index;
    private final Map<String, SafetensorsFile> shardByTensor;

    private ShardedFile(Path index, Map<String, SafetensorsFile> shardByTensor) {
        this.index = index;
        this.shardByTensor = shardByTensor;
    }

    /**
     * Opens the files of an index, and checks that each holds what the index says.
     *
     * @throws WeightsException if the index is malformed or names a file that is not beside it, or
     *     if a file lacks a tensor
     * @throws IOException if a file cannot be read
     */
    public static ShardedFile open(Path index) throws IOException {
        Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
        Map<String, SafetensorsFile> byTensor = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : weightMap(index).entrySet()) {
            String name = entry.getValue();
            if (!shards.containsKey(name)) shards.put(name, shard(index, name));
            SafetensorsFile shard = shards.get(name);
            if (!shard.names().contains(entry.getKey())) throw shard.missing(entry.getKey());
            byTensor.put(entry.getKey(), shard);
        }
        return new ShardedFile(index, byTensor);
    }

    private static SafetensorsFile shard(Path index, String name) throws IOException {
        if (name.isEmpty() || !name.endsWith(".safetensors") || name.matches(".*[/\\\\:\0].*")) {
            throw new WeightsException(
                    index,
                    "names \""
                            + Header.clip(name)
                            + "\" as a file of weights, which is no .safetensors file beside it;"
                            + " get the model again from a source that you trust");
        }
        Path file = index.resolveSibling(name);
        if (Files.isRegularFile(file)) return SafetensorsFile.open(file);
        throw new WeightsException(index, "names " + name + ", which is missing beside it");
    }

    private static Map<String, String> weightMap(Path index) throws IOException {
        long size = Files.size(index);
        if (size > MAX_INDEX_BYTES) {
            String problem = "index of " + size + " bytes, the limit is " + MAX_INDEX_BYTES;
            throw new WeightsException(index, problem);
        }
        try (JsonReader reader =
                new JsonReader(Files.newBufferedReader(index, StandardCharsets.UTF_8))) {
            return weightMap(index, reader);
        } catch (WeightsException e) {
            throw e;
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new WeightsException(
                    index, "is no index of weights: " + Header.clip(e.getMessage()), e);
        }
    }

    private static Map<String, String> weightMap(Path index, JsonReader reader) throws IOException {
        Map<String, String> map = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
            if (reader.nextName().equals(WEIGHT_MAP)) readInto(map, index, reader);
            else reader.skipValue();
        }
        reader.endObject();
        if (map.isEmpty()) throw new WeightsException(index, "has no \"" + WEIGHT_MAP + "\"");
        return map;
    }

    private static void readInto(Map<String, String> map, Path index, JsonReader reader)
            throws IOException {
        reader.beginObject();
        while (reader.hasNext()) {
            String tensor = reader.nextName();
            if (map.put(tensor, reader.nextString()) != null) {
                String problem = "names the tensor \"" + Header.clip(tensor) + "\" twice";
                throw new WeightsException(index, problem);
            }
        }
        reader.endObject();
    }

    @Override
    public Path path() {
        return index;
    }

    @Override
    public List<Path> files() {
        return shardByTensor.values().stream().map(SafetensorsFile::path).distinct().toList();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(shardByTensor.keySet());
    }

    @Override
    public DType dtype(String name) throws WeightsException {
        return shard(name).dtype(name);
    }

    @Override
    public int[] shape(String name) throws WeightsException {
        return shard(name).shape(name);
    }

    @Override
    public ByteBuffer bytes(String name) throws WeightsException {
        return shard(name).bytes(name);
    }

    @Override
    public <T> T convert(String name, Function<ByteBuffer, T> conversion) throws WeightsException {
        return shard(name).convert(name, conversion);
    }

    @Override
    public void requireFinite(String name) throws WeightsException {
        shard(name).requireFinite(name);
    }

    private SafetensorsFile shard(String name) throws WeightsException {
        SafetensorsFile shard = shardByTensor.get(name);
        if (shard == null) throw missing(name);
        return shard;
    }
}
