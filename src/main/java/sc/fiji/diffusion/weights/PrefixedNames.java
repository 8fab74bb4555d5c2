// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Tensors under names with a prefix that their file leaves out for some of them, as transformers
 * does since version 5 for a text tower that stands alone.
 */
public final class PrefixedNames implements TensorSource {

    private final TensorSource file;
    private final Map<String, String> stored = new LinkedHashMap<>();

    private PrefixedNames(TensorSource file, String prefix, List<String> stems) {
        this.file = file;
        for (String name : file.names()) {
            boolean bare = stems.stream().anyMatch(name::startsWith);
            stored.put(bare ? prefix + name : name, name);
        }
    }

    /**
     * The tensors of a file with a prefix before the names that begin like one of the stems; the
     * file itself if no name does.
     *
     * @throws WeightsException if the file has a tensor under both names
     */
    public static TensorSource of(TensorSource file, String prefix, List<String> stems)
            throws WeightsException {
        for (String name : file.names()) {
            boolean bare = stems.stream().anyMatch(name::startsWith);
            if (bare && file.names().contains(prefix + name)) {
                throw new WeightsException(
                        file.path(),
                        String.format(
                                Locale.ROOT,
                                "holds both \"%s\" and \"%s\"; get the file again",
                                name,
                                prefix + name));
            }
        }
        PrefixedNames names = new PrefixedNames(file, prefix, stems);
        return names.names().equals(file.names()) ? file : names;
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public List<Path> files() {
        return file.files();
    }

    @Override
    public Set<String> names() {
        return stored.keySet();
    }

    @Override
    public DType dtype(String name) throws WeightsException {
        return file.dtype(stored(name));
    }

    @Override
    public int[] shape(String name) throws WeightsException {
        return file.shape(stored(name));
    }

    @Override
    public ByteBuffer bytes(String name) throws WeightsException {
        return file.bytes(stored(name));
    }

    @Override
    public <T> T convert(String name, Function<ByteBuffer, T> conversion) throws WeightsException {
        return file.convert(stored(name), conversion);
    }

    @Override
    public void requireFinite(String name) throws WeightsException {
        file.requireFinite(stored(name));
    }

    private String stored(String name) throws WeightsException {
        String found = stored.get(name);
        if (found == null) throw missing(name);
        return found;
    }
}
