// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A safetensors file, checked as a whole when opened and then read through memory mapping, so that
 * only the tensors asked for are loaded, and pages are shared with the file cache.
 *
 * <pre>{@code
 * SafetensorsFile weights = SafetensorsFile.open(folder.resolve("model.safetensors"));
 * Tensor bias = weights.read("conv_in.bias", 320);
 * }</pre>
 *
 * <p>The file may be of any size, a single tensor of at most 2^31 - 1 bytes. There is nothing to
 * close: the channel is closed after {@link #open}, and a mapping goes when this object and all
 * buffers of {@link #bytes} have been collected. Until then the file must not be truncated or
 * written to; replacing it, as {@link SafetensorsWriter} does, is safe, though Windows refuses it.
 * Instances are immutable and can be used from any thread.
 */
public final class SafetensorsFile implements TensorSource {

    private static final long MAX_MAPPING = Integer.MAX_VALUE;

    private final Path path;
    private final Header header;
    private final Map<String, ByteBuffer> mapped;
    private final long fileSize;

    private SafetensorsFile(
            Path path, Header header, Map<String, ByteBuffer> mapped, long fileSize) {
        this.path = path;
        this.header = header;
        this.mapped = mapped;
        this.fileSize = fileSize;
    }

    /**
     * Opens and checks a file.
     *
     * @throws WeightsException if it is malformed, or a folder
     * @throws IOException if it cannot be read
     */
    public static SafetensorsFile open(Path path) throws IOException {
        if (Files.isDirectory(path)) throw new WeightsException(path, "is a folder, not a file");
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            Header header = Header.read(channel, path);
            return new SafetensorsFile(path, header, map(channel, header), channel.size());
        }
    }

    /** Few large mappings serve all tensors; each starts at the tensor that no longer fitted. */
    private static Map<String, ByteBuffer> map(FileChannel channel, Header header)
            throws IOException {
        Map<String, ByteBuffer> mapped = new HashMap<>();
        long dataEnd = channel.size() - header.dataStart();
        long start = 0;
        ByteBuffer segment = ByteBuffer.allocateDirect(0);
        for (Map.Entry<String, TensorInfo> entry : header.tensors().entrySet()) {
            TensorInfo info = entry.getValue();
            if (info.length() > MAX_MAPPING) continue;
            if (info.end() > start + segment.capacity()) {
                start = info.begin();
                long size = Math.min(MAX_MAPPING, dataEnd - start);
                long position = header.dataStart() + start;
                segment = channel.map(FileChannel.MapMode.READ_ONLY, position, size);
            }
            int from = (int) (info.begin() - start);
            mapped.put(entry.getKey(), segment.slice(from, (int) info.length()));
        }
        return mapped;
    }

    @Override
    public Path path() {
        return path;
    }

    /** The names of the tensors in the order of their bytes in the file. */
    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(header.tensors().keySet());
    }

    /** The free text entries of the header in their order; empty if there are none. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    @Override
    public DType dtype(String name) throws WeightsException {
        return info(name).dtype();
    }

    @Override
    public int[] shape(String name) throws WeightsException {
        return info(name).shapeArray();
    }

    @Override
    public ByteBuffer bytes(String name) throws WeightsException {
        requireMappable(name);
        return mapped.get(name).duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public <T> T convert(String name, Function<ByteBuffer, T> conversion) throws WeightsException {
        TensorInfo info = requireMappable(name);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() != fileSize) {
                String was = "has " + channel.size() + " bytes, it had " + fileSize;
                throw new WeightsException(path, was + " when it was opened; open it again");
            }
            long position = header.dataStart() + info.begin();
            try (Mapping mapping = new Mapping(channel, position, info.length())) {
                return conversion.apply(mapping.bytes());
            }
        } catch (WeightsException e) {
            throw e;
        } catch (IOException e) {
            throw new WeightsException(path, "cannot be read any more: " + e.getMessage(), e);
        }
    }

    @Override
    public void requireFinite(String name) throws WeightsException {
        if (CheckedTensors.contains(path, name)) return;
        TensorSource.super.requireFinite(name);
        CheckedTensors.add(path, name);
    }

    private TensorInfo requireMappable(String name) throws WeightsException {
        TensorInfo info = info(name);
        if (info.length() <= MAX_MAPPING) return info;
        String found = "\" has " + info.length() + " bytes, the limit is " + MAX_MAPPING;
        throw new WeightsException(path, "tensor \"" + name + found + "; split it");
    }

    private TensorInfo info(String name) throws WeightsException {
        TensorInfo info = header.tensors().get(name);
        if (info != null) return info;
        throw missing(name);
    }
}
