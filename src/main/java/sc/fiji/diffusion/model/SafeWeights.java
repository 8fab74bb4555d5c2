// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.NotFiniteException;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Weights in half precision that become float32 for good once a result overflows. Some autoencoders
 * leave the range of float16 inside, and would give black images.
 */
final class SafeWeights implements Closeable {

    /** Loads the same weights in a number format. */
    @FunctionalInterface
    interface Loader {

        /** Loads them; the caller closes them. */
        Weights load(Precision precision) throws IOException;
    }

    private final Loader loader;
    private final Precision wanted;
    private Precision precision;
    private Weights weights;

    /** Loads the weights. */
    SafeWeights(Loader loader, Precision precision) throws IOException {
        this.loader = loader;
        this.wanted = precision;
        this.precision = precision;
        this.weights = loader.load(precision);
    }

    /**
     * Runs a network, and again in float32 if a result in half precision is not finite.
     *
     * @throws NotFiniteException if the result in float32 is not finite either
     * @throws UncheckedIOException if the weights cannot be read again
     */
    Tensor run(Function<Weights, Tensor> network) {
        try {
            return network.apply(weights);
        } catch (NotFiniteException e) {
            if (precision == Precision.FLOAT32) throw e;
        }
        reload();
        return network.apply(weights);
    }

    /** What was done against an overflow, for the user; empty if there was none. */
    String rescue() {
        return precision == wanted ? "" : "VAE in float32, since " + wanted.label() + " overflowed";
    }

    private void reload() {
        try {
            Weights exact = loader.load(Precision.FLOAT32);
            weights.close();
            weights = exact;
            precision = Precision.FLOAT32;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    new ModelException(
                            "the autoencoder overflows in "
                                    + precision.label()
                                    + " and cannot be loaded again in float32: "
                                    + e.getMessage(),
                            e));
        }
    }

    @Override
    public void close() {
        weights.close();
    }
}
