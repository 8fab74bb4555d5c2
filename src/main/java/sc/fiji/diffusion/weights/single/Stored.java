// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * The tensors of a file whose names begin alike.
 *
 * @param file the file
 * @param prefix what their names begin with, left out of the names here
 */
record Stored(TensorSource file, String prefix) {

    /** The names after the prefix. */
    List<String> names() {
        return file.names().stream()
                .filter(n -> n.startsWith(prefix))
                .map(n -> n.substring(prefix.length()))
                .toList();
    }

    boolean has(String name) {
        return file.names().contains(prefix + name);
    }

    boolean isEmpty() {
        return file.names().stream().noneMatch(n -> n.startsWith(prefix));
    }

    int[] shape(String name) throws WeightsException {
        return file.shape(prefix + name);
    }

    /**
     * The length of one axis.
     *
     * @throws WeightsException if there is no such tensor, or if it has not so many axes
     */
    int length(String name, int axis) throws WeightsException {
        int[] shape = shape(name);
        if (axis < shape.length) return shape[axis];
        String problem = "tensor \"" + prefix + name + "\" has only " + shape.length + " axes";
        throw new WeightsException(file.path(), problem + "; get the checkpoint again");
    }

    /** How many names {@code stem.0.end}, {@code stem.1.end}, ... there are without a gap. */
    int count(String stem, String end) {
        int n = 0;
        while (has(stem + "." + n + end)) n++;
        return n;
    }

    /** All tensors whose names the function knows, as they are stored. */
    Map<String, View> views(Function<String, Optional<String>> rename) throws WeightsException {
        Map<String, View> views = new LinkedHashMap<>();
        for (String name : names()) {
            Optional<String> to = rename.apply(name);
            if (to.isPresent()) views.put(to.get(), View.whole(prefix + name, shape(name)));
        }
        return views;
    }
}
