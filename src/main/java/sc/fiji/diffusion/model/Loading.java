// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Parts of something that is being loaded, which are closed again unless all of it loads.
 *
 * <pre>{@code
 * try (Loading parts = new Loading()) {
 *     Weights weights = parts.add(Weights.load(file, layout));
 *     Network network = parts.add(Network.load(source));
 *     return parts.done(new Unet(network, weights));
 * }
 * }</pre>
 */
final class Loading implements Closeable {

    private final Deque<Closeable> parts = new ArrayDeque<>();

    <T extends Closeable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** All is loaded: the parts stay open, as the whole's to close. */
    <T> T done(T whole) {
        parts.clear();
        return whole;
    }

    @Override
    public void close() throws IOException {
        for (Closeable part : parts) part.close();
    }
}
