// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.phantom.Phantom;
import sc.fiji.diffusion.phantom.PhantomSet;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/**
 * Encoded phantoms, made once and kept in files: the encoder costs more than a step of training.
 * What phantom {@code i} shows follows from the seed and i.
 *
 * @param seed of the phantoms
 * @param latents their posterior means, {@code [N, L, h, w]}
 */
record LatentPool(long seed, Tensor latents) {

    private static final int CHUNK = 500;
    private static final int BATCH = 20;

    /** What an entry shows. */
    PhantomSpec spec(int index) {
        return new PhantomSet(seed).spec(index);
    }

    int size() {
        return latents.dim(0);
    }

    /** Encodes what is not yet in the folder, chunk by chunk, and reads all of it. */
    static LatentPool fill(
            Path folder,
            VaeConfig config,
            Map<String, Tensor> vae,
            long seed,
            int imageSize,
            int count)
            throws IOException {
        Files.createDirectories(folder);
        List<Tensor> chunks = new ArrayList<>();
        NetworkSource source =
                Precision.ofThisMachine()
                        .apply(new NetworkSource("train.py").and(config.source()))
                        .entry("vae_moments");
        try (Network encoder = Network.load(source);
                Weights weights = Weights.of(vae)) {
            for (int start = 0; start < count; start += CHUNK) {
                Path file = chunk(folder, seed, start);
                if (!Files.exists(file)) {
                    Tensor chunk =
                            encode(
                                    encoder,
                                    weights,
                                    config.latentChannels(),
                                    seed,
                                    imageSize,
                                    start);
                    SafetensorsWriter.write(file, Map.of("latents", chunk), DType.F16, Map.of());
                }
                chunks.add(SafetensorsFile.open(file).read("latents"));
            }
        }
        return new LatentPool(seed, Tensor.concat(chunks));
    }

    /** How many latents a folder holds. */
    static int count(Path folder, long seed) {
        int count = 0;
        while (Files.exists(chunk(folder, seed, count))) count += CHUNK;
        return count;
    }

    private static Path chunk(Path folder, long seed, int start) {
        return folder.resolve("latents-" + seed + "-" + start + ".safetensors");
    }

    private static Tensor encode(
            Network encoder, Weights weights, int latents, long seed, int imageSize, int start) {
        List<Tensor> parts = new ArrayList<>();
        for (int i = start; i < start + CHUNK; i += BATCH) {
            Tensor images = Tensor.zeros(BATCH, 1, imageSize, imageSize);
            for (int k = 0; k < BATCH; k++) {
                Phantom phantom = new PhantomSet(seed).draw(i + k, imageSize, imageSize);
                PhantomBatches.copy(phantom.pixels(), false, images, k);
            }
            parts.add(encoder.run(weights, images).get(0).channels(0, latents));
        }
        return Tensor.concat(parts);
    }
}
