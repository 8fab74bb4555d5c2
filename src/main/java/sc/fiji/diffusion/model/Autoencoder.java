// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.Closeable;
import java.io.IOException;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.SafetensorsFile;

/** The variational autoencoder between images and latents, with its weights. */
public final class Autoencoder implements Closeable {

    private final VaeConfig config;
    private final Network encoder;
    private final Network decoder;
    private final Weights weights;

    private Autoencoder(VaeConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
        this.encoder = Network.load(config.encoder());
        this.decoder = Network.load(config.decoder());
    }

    static Autoencoder load(ModelFolder folder) throws IOException {
        VaeConfig config = VaeConfig.read(folder.config("vae"));
        return new Autoencoder(
                config,
                Weights.load(SafetensorsFile.open(folder.autoencoderWeights()), config.layout()));
    }

    /** The configuration. */
    public VaeConfig config() {
        return config;
    }

    /**
     * Encodes images.
     *
     * @param image {@code [N, C, H, W]} in [-1, 1]; H and W multiples of the factor
     */
    public Posterior encode(Tensor image) {
        requireMultiple("width", image.dim(3));
        requireMultiple("height", image.dim(2));
        return Posterior.of(encoder.run(weights, image).get(0));
    }

    /** Decodes unscaled latents {@code [N, L, H, W]} to images of about [-1, 1]. */
    public Tensor decode(Tensor latents) {
        return decoder.run(weights, latents).get(0);
    }

    private void requireMultiple(String axis, int size) {
        if (size % config.factor() != 0) {
            throw new IllegalArgumentException(
                    "the autoencoder needs a "
                            + axis
                            + " that is a multiple of "
                            + config.factor()
                            + ", got "
                            + size);
        }
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
        weights.close();
    }
}
