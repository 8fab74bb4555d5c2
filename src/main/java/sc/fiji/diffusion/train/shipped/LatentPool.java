// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import sc.fiji.diffusion.nn.InpaintingCondition;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.phantom.Phantom;
import sc.fiji.diffusion.phantom.PhantomSet;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.StepRandom;
import sc.fiji.diffusion.train.data.Holes;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/**
 * Encoded phantoms, made once and kept in files: the encoder costs more than a step of training.
 * What phantom {@code i} shows, and the hole in it, follow from the seed and i.
 *
 * @param seed of the phantoms
 * @param latents their posterior means, {@code [N, L, h, w]}
 * @param conditions what an inpainting model sees besides: the hole, and the latents of the phantom
 *     with grey in the hole, {@code [N, 1 + L, h, w]}; of all others {@code [N, 0, h, w]}
 */
record LatentPool(long seed, Tensor latents, Tensor conditions) {

    private static final int CHUNK = 500;
    private static final int BATCH = 20;

    /** What an entry shows. */
    PhantomSpec spec(int index) {
        return new PhantomSet(seed).spec(index);
    }

    int size() {
        return latents.dim(0);
    }

    /** How many latents a folder holds. */
    static int count(Path folder, long seed) {
        int count = 0;
        while (Files.exists(chunk(folder, "latents", seed, count))) count += CHUNK;
        return count;
    }

    /**
     * Reads what a {@link Filler} made.
     *
     * @param count of latents, at least 1
     * @param holes whether to read the conditions
     * @throws java.nio.file.NoSuchFileException if there are fewer
     */
    static LatentPool read(Path folder, long seed, int count, boolean holes) throws IOException {
        List<Tensor> latents = new ArrayList<>();
        List<Tensor> conditions = new ArrayList<>();
        for (int start = 0; start < count; start += CHUNK) {
            latents.add(read(chunk(folder, "latents", seed, start)));
            if (holes) conditions.add(read(chunk(folder, "holes", seed, start)));
        }
        Tensor all = Tensor.concat(latents);
        return new LatentPool(
                seed,
                all,
                holes
                        ? Tensor.concat(conditions)
                        : Tensor.zeros(all.dim(0), 0, all.dim(2), all.dim(3)));
    }

    private static Tensor read(Path chunk) throws IOException {
        return SafetensorsFile.open(chunk).read("latents");
    }

    private static Path chunk(Path folder, String part, long seed, int start) {
        return folder.resolve(part + "-" + seed + "-" + start + ".safetensors");
    }

    /**
     * Makes pools with one encoder, in float32 whatever the networks are trained in: what is lost
     * here is never learned. Close it after use.
     */
    static final class Filler implements AutoCloseable {

        private final Path folder;
        private final VaeConfig config;
        private final long seed;
        private final int imageSize;
        private final Function<Phantom, float[]> picture;
        private final Network encoder;
        private final Weights weights;

        /**
         * @param folder where the latents are kept; of one autoencoder and one kind of picture
         * @param config of the autoencoder
         * @param vae its weights
         * @param seed of the phantoms
         * @param imageSize pixels a side
         * @param picture what is encoded of a phantom, in [0, 1]
         */
        Filler(
                Path folder,
                VaeConfig config,
                Map<String, Tensor> vae,
                long seed,
                int imageSize,
                Function<Phantom, float[]> picture)
                throws IOException {
            this.folder = Files.createDirectories(folder);
            this.config = config;
            this.seed = seed;
            this.imageSize = imageSize;
            this.picture = picture;
            this.encoder = Network.load(config.encoder());
            this.weights = Weights.of(vae);
        }

        /** Encodes what is not yet in the folder, and reads all of it. */
        LatentPool fill(int count, boolean holes) throws IOException {
            make(count, holes);
            return read(folder, seed, count, holes);
        }

        /** Encodes what is not yet in the folder, chunk by chunk. */
        void make(int count, boolean holes) throws IOException {
            for (int start = 0; start < count; start += CHUNK) {
                Path whole = chunk(folder, "latents", seed, start);
                Path holed = chunk(folder, "holes", seed, start);
                boolean lacksWhole = !Files.exists(whole);
                boolean lacksHoles = holes && !Files.exists(holed);
                if (!lacksWhole && !lacksHoles) continue;
                Tensor images = draw(start);
                if (lacksWhole) write(whole, encode(images));
                if (lacksHoles) write(holed, conditions(images, start));
            }
        }

        private static void write(Path file, Tensor chunk) throws IOException {
            SafetensorsWriter.write(file, Map.of("latents", chunk), DType.F16, Map.of());
        }

        private Tensor draw(int start) {
            Tensor images = Tensor.zeros(CHUNK, 1, imageSize, imageSize);
            PhantomSet phantoms = new PhantomSet(seed);
            IntStream.range(0, CHUNK)
                    .parallel()
                    .forEach(
                            i -> {
                                Phantom drawn = phantoms.draw(start + i, imageSize, imageSize);
                                PhantomBatches.copy(picture.apply(drawn), false, images, i);
                            });
            return images;
        }

        private Tensor encode(Tensor images) {
            List<Tensor> parts = new ArrayList<>();
            for (int i = 0; i < CHUNK; i += BATCH) {
                Tensor moments = encoder.run(weights, images.slice(i, i + BATCH)).get(0);
                parts.add(moments.channels(0, config.latentChannels()));
            }
            return Tensor.concat(parts);
        }

        /** Holes on the grid of the latents, and the latents of what is left. */
        private Tensor conditions(Tensor images, int start) {
            List<Tensor> drawn = new ArrayList<>();
            for (int i = 0; i < CHUNK; i++)
                drawn.add(Holes.draw(StepRandom.of(~seed, start + i), imageSize, imageSize));
            Tensor holes = Tensor.concat(drawn);
            return InpaintingCondition.of(
                    InpaintingCondition.onLatentGrid(holes, config.factor()),
                    encode(InpaintingCondition.hide(images, holes, 0)));
        }

        @Override
        public void close() {
            weights.close();
            encoder.close();
        }
    }
}
