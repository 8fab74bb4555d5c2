// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.util.Optional;

/**
 * What the name of a tensor in an adapter says.
 *
 * @param module the layer
 * @param role what the tensor is to the layer
 */
record AdapterKey(ModuleName module, TensorRole role) {

    /** Reads a name; empty if it is none of an adapter's. */
    static Optional<AdapterKey> parse(String name) {
        for (TensorRole role : TensorRole.values()) {
            Optional<String> stem = role.stem(name);
            if (stem.isPresent()) {
                return Optional.of(new AdapterKey(ModuleName.of(stem.get()), role));
            }
        }
        return Optional.empty();
    }
}
