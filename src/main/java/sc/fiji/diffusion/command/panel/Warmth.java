// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import ij.Prefs;
import java.io.IOException;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.tool.Models;

/**
 * What the first run would wait for, done while its user still draws and types: PyTorch is started
 * and the model opened, whose weights are read when they are used. ImageJ's preference {@value
 * #ALLOWED} forbids it with the value {@code false}.
 */
final class Warmth {

    private static final String ALLOWED = "diffusion.prepare";

    private Warmth() {}

    /** Begins in the background, if no model is loaded. */
    static void prepare(String model) {
        if (!Prefs.get(ALLOWED, true) || Models.shared().loaded().isPresent()) return;
        Thread thread = new Thread(() -> open(model), "diffusion-prepare");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    private static void open(String model) {
        try {
            Models.shared().with(ModelSpec.of(model), opened -> null);
        } catch (IOException | RuntimeException | LinkageError e) {
            // A run meets the same, and says so.
        }
    }
}
