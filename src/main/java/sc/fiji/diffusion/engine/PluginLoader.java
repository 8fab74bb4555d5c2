// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import java.util.function.Supplier;

/** DJL finds its parts through the thread's loader, which in ImageJ is not that of the plugin. */
final class PluginLoader {

    private PluginLoader() {}

    /** Does something with the plugin's class loader as that of the thread. */
    static <T> T with(Supplier<T> task) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(PluginLoader.class.getClassLoader());
        try {
            return task.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
