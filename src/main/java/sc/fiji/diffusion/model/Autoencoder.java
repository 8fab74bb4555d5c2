// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.Closeable;
import java.io.IOException;
import sc.fiji.diffusion.engine.NativeMemory;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.engine.SystemMemory;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.TensorSource;

/** The variational autoencoder between images and latents, with its weights. */
public sealed class Autoencoder implements Closeable permits PixelCodec {

    /** Latent pixels a side of a tile, and those that two tiles share. */
    private static final int TILE = 32;

    private static final int OVERLAP = 8;

    /** How many results of its widest layers at full size the decoder has at a time. */
    private static final int FULL_SIZE_LAYERS = 4;

    private final VaeConfig config;
    private final Network encoder;
    private final Network decoder;
    private final SafeWeights weights;
    private boolean tiled;

    /** How many values latents had that memory did not suffice for as a whole. */
    private int tooLarge = Integer.MAX_VALUE;

    Autoencoder(VaeConfig config, Network encoder, Network decoder, SafeWeights weights) {
        this.config = config;
        this.encoder = encoder;
        this.decoder = decoder;
        this.weights = weights;
    }

    static Autoencoder load(ModelSource source, Precision precision) throws IOException {
        if (!source.has(ModelSource.VAE)) {
            throw new ModelException(
                    "model "
                            + source.name()
                            + " has no autoencoder (vae): give it one with the key vae, as the path"
                            + " of an autoencoder or of another model of its family");
        }
        VaeConfig config = VaeConfig.read(source.config(ModelSource.VAE));
        TensorSource file = source.weights(ModelSource.VAE);
        try (Loading parts = new Loading()) {
            SafeWeights.Loader loader = p -> Weights.load(file, config.layout(), p);
            SafeWeights weights = parts.add(new SafeWeights(loader, safe(precision, config)));
            Network encoder = parts.add(Network.load(config.encoder()));
            Network decoder = parts.add(Network.load(config.decoder()));
            return parts.done(new Autoencoder(config, encoder, decoder, weights));
        }
    }

    /** Not the float16 in which an autoencoder is known to overflow. */
    private static Precision safe(Precision precision, VaeConfig config) {
        boolean overflows = precision == Precision.FLOAT16 && config.forceUpcast();
        return overflows ? Precision.FLOAT32 : precision;
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
        return Posterior.of(weights.run(w -> encoder.run(w, image).get(0)));
    }

    /**
     * Decodes unscaled latents {@code [N, L, H, W]} to images of about [-1, 1]. Where memory does
     * not suffice for the whole, it decodes tiles, and from then on at once.
     *
     * @throws IllegalArgumentException if they have another number of channels
     */
    public Tensor decode(Tensor latents) {
        requireChannels("latents", latents, config.latentChannels());
        boolean large = latents.dim(2) * latents.dim(3) > TILE * TILE;
        if (latents.size() >= tooLarge || large && !fits(latents)) return decodeTiles(latents);
        try {
            return decodeWhole(latents);
        } catch (RuntimeException e) {
            if (!NativeMemory.isExhausted(e) || !large) throw e;
            TorchEngine.get().releaseUnused();
            tooLarge = latents.size();
            return decodeTiles(latents);
        }
    }

    /**
     * Whether the layers at full size fit into what a hard limit leaves, which ends the process.
     */
    private boolean fits(Tensor latents) {
        long pixels = (long) latents.dim(0) * latents.dim(2) * latents.dim(3);
        long bytes = FULL_SIZE_LAYERS * Float.BYTES * pixels * config.factor() * config.factor();
        return SystemMemory.fitsLimit(bytes * config.channels()[0]);
    }

    private Tensor decodeTiles(Tensor latents) {
        tiled = true;
        return new TiledDecoder(this::decodeWhole, TILE, OVERLAP).decode(latents);
    }

    private Tensor decodeWhole(Tensor latents) {
        return weights.run(w -> decoder.run(w, latents).get(0));
    }

    /** What had to be done otherwise than asked for, for the user; empty if nothing. */
    String rescue() {
        String tiles = tiled ? "VAE in tiles, since memory did not suffice for the whole" : "";
        String separator = tiles.isEmpty() || weights.rescue().isEmpty() ? "" : "; ";
        return weights.rescue() + separator + tiles;
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
