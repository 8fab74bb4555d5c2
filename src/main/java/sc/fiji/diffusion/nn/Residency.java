// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import sc.fiji.diffusion.engine.SystemMemory;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * Which weights are in memory. Those of files are let go when others need the room, the least
 * recently used first, and read again when they are used: a machine that cannot hold all parts of a
 * model at a time can hold one after the other. Usable from any thread.
 */
final class Residency {

    /** What computing takes besides the weights: a step of SDXL at 1024 pixels. */
    private static final long RESERVE_BYTES = 2L << 30;

    private static final Residency SHARED = new Residency(SystemMemory::available);

    private final Supplier<OptionalLong> available;

    /** Those in memory, the least recently used first, with the number of their users. */
    private final Map<Weights, Integer> users = new LinkedHashMap<>();

    /**
     * @param available bytes of memory that are free, empty if unknown
     */
    Residency(Supplier<OptionalLong> available) {
        this.available = available;
    }

    static Residency shared() {
        return SHARED;
    }

    /** Whether so many bytes more can be had, with a reserve. */
    boolean fits(long bytes) {
        OptionalLong free = available.get();
        return free.isEmpty() || bytes + RESERVE_BYTES <= free.getAsLong();
    }

    /** Brings weights into memory and keeps them there until {@link #leave}. */
    synchronized void enter(Weights weights) {
        Integer count = users.remove(weights);
        try {
            if (!weights.isLoaded()) {
                makeRoom(weights.bytesToLoad());
                weights.load();
            }
            users.put(weights, (count == null ? 0 : count) + 1);
        } catch (WeightsException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void leave(Weights weights) {
        users.computeIfPresent(weights, (w, count) -> count - 1);
    }

    /** Weights that are closed are none of its business any more. */
    synchronized void forget(Weights weights) {
        users.remove(weights);
    }

    private void makeRoom(long bytes) {
        List<Weights> idle = new ArrayList<>();
        users.forEach(
                (w, count) -> {
                    if (count == 0) idle.add(w);
                });
        for (Weights weights : idle) {
            if (fits(bytes)) return;
            weights.unload();
            users.remove(weights);
        }
    }
}
