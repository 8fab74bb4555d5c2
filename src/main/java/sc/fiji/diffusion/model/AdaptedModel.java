// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.weights.TensorChange;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.adapter.AdaptedPart;
import sc.fiji.diffusion.weights.adapter.AdapterFile;

/**
 * A model with adapters, which add to the weights of its networks. Its hash is that of the weights
 * before: adapters have hashes of their own.
 */
final class AdaptedModel extends SourceWrapper {

    private final Map<String, Map<String, List<TensorChange>>> changes = new LinkedHashMap<>();

    private AdaptedModel(ModelSource model) {
        super(model);
    }

    /**
     * Opens adapters and finds what they change.
     *
     * @param loras with paths
     * @throws IOException if one is damaged or was trained for another kind of model, with the
     *     reason
     */
    static AdaptedModel of(ModelSource model, List<Lora> loras) throws IOException {
        AdaptedModel adapted = new AdaptedModel(model);
        for (Lora lora : loras) adapted.add(AdapterFile.open(Path.of(lora.file())), lora.weight());
        return adapted;
    }

    private void add(AdapterFile file, double weight) throws IOException {
        for (String part : file.components()) {
            if (!has(part)) throw AdapterFile.lacks(file, part, name());
            Map<String, List<TensorChange>> all =
                    changes.computeIfAbsent(part, p -> new LinkedHashMap<>());
            file.changes(part, model().weights(part), weight)
                    .forEach((name, c) -> all.computeIfAbsent(name, n -> new ArrayList<>()).add(c));
        }
    }

    @Override
    public TensorSource weights(String part) throws IOException {
        TensorSource base = model().weights(part);
        return changes.containsKey(part) ? new AdaptedPart(base, changes.get(part)) : base;
    }
}
