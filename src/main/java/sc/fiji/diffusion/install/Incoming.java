// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/** Reads a connection, as long as something comes now and then: one that stalls does not end. */
final class Incoming implements Closeable {

    private static final int STALL_SECONDS = 60;
    private static final int CHUNK_BYTES = 1 << 16;

    private final byte[] chunk = new byte[CHUNK_BYTES];
    private final ExecutorService reader = Executors.newSingleThreadExecutor(Incoming::daemon);
    private final InputStream in;
    private final BiFunction<String, Throwable, IOException> broken;

    /**
     * @param in closed by the caller, which ends what is still read
     * @param broken makes the error for a reason and a cause
     */
    Incoming(InputStream in, BiFunction<String, Throwable, IOException> broken) {
        this.in = in;
        this.broken = broken;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "download");
        thread.setDaemon(true);
        return thread;
    }

    /** What {@link #next} has read. */
    byte[] bytes() {
        return chunk;
    }

    /**
     * Reads more.
     *
     * @param meanwhile called each second; may throw to stop
     * @return the number of bytes; -1 at the end
     */
    int next(Runnable meanwhile) throws IOException {
        Future<Integer> bytes = reader.submit(() -> in.read(chunk));
        for (int second = 0; second < STALL_SECONDS; second++) {
            try {
                return bytes.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                meanwhile.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw broken.apply("interrupted", e);
            } catch (ExecutionException e) {
                throw broken.apply(WebClient.reason(e.getCause()), e);
            }
        }
        throw broken.apply("nothing came for " + STALL_SECONDS + " seconds", null);
    }

    @Override
    public void close() {
        reader.shutdown();
    }
}
