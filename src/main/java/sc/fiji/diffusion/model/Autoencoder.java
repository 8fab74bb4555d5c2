// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.Closeable;
import java.io.IOException;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.TensorSource;

/** The variational autoencoder between images and latents, with its weights. */
public sealed class Autoencoder implements Closeable permits PixelCodec {

    private final VaeConfig config;
    private final Network encoder;
    private final Network decoder;
    private final Weights weights;

    Autoencoder(VaeConfig config, Network encoder, Network decoder, Weights weights) {
        this.config = config;
        this.encoder = encoder;
        this.decoder = decoder;
        this.weights = weights;
    }

    static Autoencoder load(ModelSource source) throws IOException {
        VaeConfig config = VaeConfig.read(source.config(ModelSource.VAE));
        TensorSource file = source.weights(ModelSource.VAE);
        try (Loading parts = new Loading()) {
            Weights weights = parts.add(Weights.load(file, config.layout()));
            Network encoder = parts.add(Network.load(config.encoder()));
            Network decoder = parts.add(Network.load(config.decoder()));
            return parts.done(new Autoencoder(config, encoder, decoder, weights));
        }
    }

    /** The configuration. */
    public VaeConfig config() {
        return config;
    }

    /**
     * Encodes images.
     *
     * @param image {@code [N, C, H, W]} in [-1, 1]; H and W multiples of the factor
     * @throws IllegalArgumentException if the shape is another one
     */
    public Posterior encode(Tensor image) {
        requireChannels("image", image, config.imageChannels());
        if (image.dim(2) % config.factor() != 0 || image.dim(3) % config.factor() != 0) {
            throw new IllegalArgumentException(
                    "width and height of the image must be multiples of "
                            + config.factor()
                            + ", were "
                            + image.dim(3)
                            + " and "
                            + image.dim(2));
        }
        return Posterior.of(encoder.run(weights, image).get(0));
    }

    /**
     * Decodes unscaled latents {@code [N, L, H, W]} to images of about [-1, 1].
     *
     * @throws IllegalArgumentException if they have another number of channels
     */
    public Tensor decode(Tensor latents) {
        requireChannels("latents", latents, config.latentChannels());
        return decoder.run(weights, latents).get(0);
    }

    private static void requireChannels(String name, Tensor tensor, int channels) {
        if (tensor.rank() != 4 || tensor.dim(1) != channels) {
            throw new IllegalArgumentException(
                    name
                            + " for this autoencoder must be [N, "
                            + channels
                            + ", H, W], found "
                            + tensor);
        }
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
        weights.close();
    }
}
