// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/** One part of a model as views of a file. */
final class PartViews implements TensorSource {

    private final TensorSource file;
    private final Map<String, View> views;

    PartViews(TensorSource file, Map<String, View> views) {
        this.file = file;
        this.views = views;
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
        return Collections.unmodifiableSet(views.keySet());
    }

    @Override
    public DType dtype(String name) throws WeightsException {
        return file.dtype(view(name).stored());
    }

    @Override
    public int[] shape(String name) throws WeightsException {
        return view(name).shape().clone();
    }

    @Override
    public ByteBuffer bytes(String name) throws WeightsException {
        View view = view(name);
        return view.of(file.bytes(view.stored()), dtype(name).bytes());
    }

    @Override
    public <T> T convert(String name, Function<ByteBuffer, T> conversion) throws WeightsException {
        View view = view(name);
        int valueBytes = dtype(name).bytes();
        return file.convert(view.stored(), b -> conversion.apply(view.of(b, valueBytes)));
    }

    @Override
    public void requireFinite(String name) throws WeightsException {
        file.requireFinite(view(name).stored());
    }

    /** The tensors of the file that the part is made of, by the names here. */
    Map<String, View> views() {
        return views;
    }

    private View view(String name) throws WeightsException {
        View view = views.get(name);
        if (view == null) throw missing(name);
        return view;
    }
}
