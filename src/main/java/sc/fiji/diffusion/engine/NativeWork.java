// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps libtorch whole while a thread is in it. When the process ends, libtorch's own clean-up
 * frees what a call still uses, and the process would crash instead. So the end of the process
 * waits for the calls under way, and a thread that begins another one then never comes back from
 * it. Runs need not be told: one that is computing stops between two of its calls.
 *
 * <p>A call may contain others of the same thread; it must not wait for those of another thread.
 */
public final class NativeWork {

    /** Longer than one call takes, short of what a system that shuts down grants. */
    private static final long PATIENCE_SECONDS = 60;

    /** Calls share it; the end of the process takes it and keeps it. */
    private static final ReentrantReadWriteLock CALLS = new ReentrantReadWriteLock();

    static {
        Thread waiting = new Thread(NativeWork::awaitCalls, "diffusion-end");
        Runtime.getRuntime().addShutdownHook(waiting);
    }

    private NativeWork() {}

    /** Makes a call, unless the process ends. */
    public static <T, E extends Exception> T call(Call<T, E> call) throws E {
        CALLS.readLock().lock();
        try {
            return call.run();
        } finally {
            CALLS.readLock().unlock();
        }
    }

    private static void awaitCalls() {
        try {
            if (!CALLS.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("Diffusion still computes; the process ends nevertheless");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something that uses libtorch, in seconds rather than minutes. */
    @FunctionalInterface
    public interface Call<T, E extends Exception> {

        /** Computes. */
        T run() throws E;
    }
}
