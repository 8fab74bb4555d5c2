// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.TensorChange;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * The tensors of a part with what adapters do to them.
 *
 * @param base the tensors as they are stored
 * @param changes by name
 */
public record AdaptedPart(TensorSource base, Map<String, List<TensorChange>> changes)
        implements TensorSource {

    @Override
    public Path path() {
        return base.path();
    }

    @Override
    public List<Path> files() {
        return base.files();
    }

    @Override
    public Set<String> names() {
        return base.names();
    }

    @Override
    public DType dtype(String name) throws WeightsException {
        return base.dtype(name);
    }

    @Override
    public int[] shape(String name) throws WeightsException {
        return base.shape(name);
    }

    @Override
    public ByteBuffer bytes(String name) throws WeightsException {
        return base.bytes(name);
    }

    @Override
    public <T> T convert(String name, Function<ByteBuffer, T> conversion) throws WeightsException {
        return base.convert(name, conversion);
    }

    @Override
    public void requireFinite(String name) throws WeightsException {
        base.requireFinite(name);
    }

    @Override
    public List<TensorChange> changes(String name) {
        return changes.getOrDefault(name, List.of());
    }
}
