// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Makes the next batches on other threads while a step runs: on a GPU, a step takes less time than
 * drawing its noise does. The batches are the same as without; a source that is a function of the
 * step's number alone may be asked from several threads.
 */
public final class Prefetch implements LongFunction<Tensor[]>, AutoCloseable {

    private final LongFunction<Tensor[]> source;
    private final int ahead;
    private final ExecutorService workers;
    private final Map<Long, Future<Tensor[]>> coming = new ConcurrentHashMap<>();

    /** As many batches ahead as there are processors, less the one that does the steps. */
    public Prefetch(LongFunction<Tensor[]> source) {
        this(source, Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    }

    /**
     * @param source batch of a step
     * @param ahead how many batches are kept ready
     */
    Prefetch(LongFunction<Tensor[]> source, int ahead) {
        this.source = source;
        this.ahead = ahead;
        this.workers =
                Executors.newFixedThreadPool(
                        ahead,
                        task -> {
                            Thread thread = new Thread(task, "batches");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** The batch of a step; steps are asked in order. */
    @Override
    public Tensor[] apply(long step) {
        for (long next = step; next <= step + ahead; next++) {
            coming.computeIfAbsent(next, n -> workers.submit(() -> source.apply(n)));
        }
        try {
            return coming.remove(step).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while batch " + step + " was made", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("batch " + step + " failed: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
