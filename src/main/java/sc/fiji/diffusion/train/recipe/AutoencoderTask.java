// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.Initializer;
import sc.fiji.diffusion.train.LatentNormalizer;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.StepRandom;
import sc.fiji.diffusion.train.data.Batches;
import sc.fiji.diffusion.train.run.TrainingTask;

/**
 * An autoencoder (Kingma and Welling 2013) with four latent channels at a quarter of the image's
 * width: learns values and edges, and if asked to convince a discriminator of patches (Isola et al.
 * 2017, sec. 3.2), which learns beside it. Its latents are written with mean 0 and deviation 1.
 */
public final class AutoencoderTask implements TrainingTask {

    private static final int LATENTS = 4;
    private static final int RESOLUTIONS = 3;
    private static final float KL_WEIGHT = 3e-4f;

    /** Weight of the discriminator's opinion, reached over the first steps. */
    private static final double ADVERSARIAL_WEIGHT = 0.05;

    private static final double ADVERSARIAL_WARMUP = 1000;
    private static final String DISCRIMINATOR = "discriminator.";
    private static final int NORMALIZER_BATCHES = 8;

    private final ModelFiles files;
    private final VaeConfig config;
    private final Batches batches;
    private final Precision precision;
    private final boolean adversarial;

    /**
     * Writes the configuration file of the autoencoder.
     *
     * @param folder of the model; the autoencoder goes to {@code vae} inside it
     * @param adversarial whether a discriminator learns beside it
     * @throws IOException if the folder cannot be written
     */
    public AutoencoderTask(
            Path folder,
            NetworkSize size,
            boolean adversarial,
            Batches batches,
            Precision precision)
            throws IOException {
        this.files = new ModelFiles(folder);
        this.batches = batches;
        this.precision = precision;
        this.adversarial = adversarial;
        Map<String, Object> settings = settings(size, batches);
        config = VaeConfig.read(files.config("vae", "AutoencoderKL", settings));
    }

    private static Map<String, Object> settings(NetworkSize size, Batches batches) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sample_size", batches.side());
        settings.put("in_channels", batches.data().channels());
        settings.put("out_channels", batches.data().channels());
        settings.put("latent_channels", LATENTS);
        settings.put("block_out_channels", size.channels(RESOLUTIONS));
        settings.put("down_block_types", Collections.nCopies(RESOLUTIONS, "DownEncoderBlock2D"));
        settings.put("up_block_types", Collections.nCopies(RESOLUTIONS, "UpDecoderBlock2D"));
        settings.put("layers_per_block", size.layers());
        settings.put("norm_num_groups", 8);
        settings.put("act_fn", "silu");
        settings.put("scaling_factor", 1.0);
        settings.put("force_upcast", false);
        return settings;
    }

    /** The configuration. */
    public VaeConfig config() {
        return config;
    }

    @Override
    public NetworkSource objective() {
        NetworkSource source =
                precision.apply(new NetworkSource("train.py", "patches.py").and(config.source()));
        return source.entry(adversarial ? "adversarial_objective" : "vae_objective");
    }

    @Override
    public long parameters() {
        return config.layout().parameterCount();
    }

    @Override
    public Map<String, Tensor> initial() {
        Map<String, Tensor> weights =
                new LinkedHashMap<>(Initializer.initialize(config.layout(), batches.seed()));
        if (adversarial) {
            Random random = new Random(batches.seed() + 1);
            int[] channels = {config.imageChannels(), 32, 64, 64, 1};
            for (int i = 0; i + 1 < channels.length; i++)
                add(weights, DISCRIMINATOR + i, channels[i], channels[i + 1], random);
        }
        return weights;
    }

    private static void add(
            Map<String, Tensor> weights, String name, int in, int out, Random random) {
        double bound = 1 / Math.sqrt(9.0 * in);
        Tensor kernel = Tensor.zeros(out, in, 3, 3).map(z -> (2 * random.nextDouble() - 1) * bound);
        weights.put(name + ".weight", kernel);
        weights.put(name + ".bias", Tensor.zeros(out));
    }

    @Override
    public Tensor[] batch(long number) {
        return inputs(batches, batches.random(number), number);
    }

    private Tensor[] inputs(Batches from, Random random, long number) {
        Tensor images = from.draw(random).images();
        int side = from.side() / config.factor();
        Tensor noise =
                StepRandom.gaussian(random, images.dim(0), config.latentChannels(), side, side);
        Tensor kl = Tensor.full(KL_WEIGHT, 1);
        if (!adversarial) return new Tensor[] {images, noise, kl};
        double share = Math.min(1, number / ADVERSARIAL_WARMUP);
        return new Tensor[] {
            images, noise, kl, Tensor.full((float) (ADVERSARIAL_WEIGHT * share), 1)
        };
    }

    @Override
    public List<String> heldOutNames() {
        return List.of("mean squared error");
    }

    @Override
    public Tensor[] heldOut(int index) {
        Batches heldOut = batches.heldOut();
        return inputs(heldOut, heldOut.random(0), 0);
    }

    @Override
    public void write(Map<String, Tensor> average) throws IOException {
        Map<String, Tensor> own = new LinkedHashMap<>(average);
        own.keySet().removeIf(name -> name.startsWith(DISCRIMINATOR));
        files.weights("vae", LatentNormalizer.measure(latents(own)).apply(own));
    }

    /** Latents of some training images. */
    private Tensor latents(Map<String, Tensor> weights) {
        List<Tensor> means = new ArrayList<>();
        try (Network encoder = Network.load(config.encoder());
                Weights native32 = Weights.of(weights)) {
            for (int i = 0; i < NORMALIZER_BATCHES; i++) {
                Tensor images = batches.draw(batches.random(i)).images();
                Tensor moments = encoder.run(native32, images).get(0);
                means.add(moments.channels(0, config.latentChannels()));
            }
        }
        return Tensor.concat(means);
    }

    /**
     * Held-out images, and what the autoencoder that was written last makes of each, in [-1, 1].
     *
     * @throws IOException if it cannot be read
     */
    public Tensor reconstructions(int count) throws IOException {
        Map<String, Tensor> weights = files.readWeights("vae");
        Batches heldOut = batches.heldOut();
        Tensor drawn = heldOut.draw(heldOut.random(0)).images();
        Tensor images = drawn.slice(0, Math.min(count, drawn.dim(0)));
        try (Network encoder = Network.load(config.encoder());
                Network decoder = Network.load(config.decoder());
                Weights native32 = Weights.of(weights)) {
            Tensor moments = encoder.run(native32, images).get(0);
            Tensor mean = moments.channels(0, config.latentChannels());
            return Tensor.concat(List.of(images, decoder.run(native32, mean).get(0)));
        }
    }
}
