// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.TensorChange;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * The tensors of a part and a small one more, which is in memory.
 *
 * @param base the tensors of the part
 * @param name of the other
 * @param tensor the other
 */
public record MoreTensors(TensorSource base, String name, Tensor tensor) implements TensorSource {

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
        Set<String> names = new LinkedHashSet<>(base.names());
        names.add(name);
        return Collections.unmodifiableSet(names);
    }

    @Override
    public DType dtype(String of) throws WeightsException {
        return of.equals(name) ? DType.F32 : base.dtype(of);
    }

    @Override
    public int[] shape(String of) throws WeightsException {
        return of.equals(name) ? tensor.shape().clone() : base.shape(of);
    }

    @Override
    public ByteBuffer bytes(String of) throws WeightsException {
        return of.equals(name) ? bytes() : base.bytes(of);
    }

    @Override
    public void requireFinite(String of) throws WeightsException {
        if (!of.equals(name)) base.requireFinite(of); // the other was read, and so checked
    }

    private ByteBuffer bytes() {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(tensor.data().length * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor.data());
        return bytes;
    }

    @Override
    public <T> T convert(String of, Function<ByteBuffer, T> conversion) throws WeightsException {
        return of.equals(name) ? conversion.apply(bytes()) : base.convert(of, conversion);
    }

    @Override
    public List<TensorChange> changes(String of) {
        return base.changes(of);
    }
}
