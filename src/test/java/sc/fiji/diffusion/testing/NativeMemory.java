// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import ai.djl.ndarray.NDManager;
import sc.fiji.diffusion.engine.TorchEngine;

/**
 * What the engine holds at one moment, for tests that compare two of them: a manager or array that
 * somebody forgot to close stays in these numbers.
 *
 * @param managers open managers right below the engine's root, those of loaded models included
 * @param arrays open arrays in all managers
 */
public record NativeMemory(int managers, int arrays) {

    /** The present state of the engine. */
    public static NativeMemory now() {
        try (NDManager probe = TorchEngine.get().newManager()) {
            NDManager root = probe.getParentManager();
            // The root's text ends with the number of its resources; nothing else gives it.
            String text = root.toString();
            int resources = Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1));
            return new NativeMemory(resources - 1, root.getManagedArrays().size());
        }
    }
}
