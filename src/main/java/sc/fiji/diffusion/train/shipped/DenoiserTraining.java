// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.phantom.Structure;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.StepRandom;

/**
 * Training of the U-Net together with its text encoder: v-prediction at logit-normal timesteps. One
 * caption in ten is empty, for classifier-free guidance (Ho and Salimans 2022, algorithm 1); three
 * of five others name every attribute, all others vary. Structures whose shape is learned last, as
 * the long lines of filaments and the edges of crystals, are drawn more often than the rest. The
 * U-Net of an inpainting model also sees the hole and the rest of the image (Rombach et al. 2022,
 * section 4.5).
 *
 * @param unet the U-Net
 * @param text its text encoder
 * @param schedule the noise schedule
 * @param tokenizer caption to token ids
 * @param pool the data
 * @param channelWeights how much each latent channel counts in the loss
 * @param seed chooses batches, noise and captions
 * @param batchSize latents in a batch
 */
record DenoiserTraining(
        UnetConfig unet,
        ClipTextConfig text,
        NoiseSchedule schedule,
        Function<String, int[]> tokenizer,
        LatentPool pool,
        float[] channelWeights,
        long seed,
        int batchSize) {

    private static final double EMPTY_CAPTIONS = 0.1;
    private static final double FULL_CAPTIONS = 0.6;

    /** How often a structure is drawn, for those that are drawn more often than the rest. */
    private static final Map<Structure, Integer> WEIGHTS =
            Map.of(
                    Structure.FILAMENTS, 6,
                    Structure.CRYSTALS, 4,
                    Structure.RODS, 4,
                    Structure.MITOCHONDRIA, 4,
                    Structure.TISSUE, 2,
                    Structure.MEMBRANES, 2,
                    Structure.VESSELS, 2);

    private static final int GREATEST_WEIGHT = Collections.max(WEIGHTS.values());
    private static final double LOGIT_MEAN = 0.2;
    private static final double LOGIT_DEVIATION = 1.2;

    NetworkSource objective(Precision precision) {
        NetworkSource networks =
                new NetworkSource("train.py").and(unet.source()).and(text.source());
        return precision.apply(networks.with("train_target", 1)).entry("text_objective");
    }

    /** Latents, noise, timesteps, alphas, weights of the channels, conditions and token ids. */
    Tensor[] batch(long step) {
        Random random = StepRandom.of(seed, step);
        List<Tensor> latents = new ArrayList<>();
        List<Tensor> conditions = new ArrayList<>();
        List<Tensor> ids = new ArrayList<>();
        Tensor timesteps = Tensor.zeros(batchSize);
        Tensor alphas = Tensor.zeros(batchSize);
        for (int i = 0; i < batchSize; i++) {
            boolean empty = random.nextDouble() < EMPTY_CAPTIONS;
            int index = empty ? random.nextInt(pool.size()) : index(random);
            latents.add(pool.latents().batch(index));
            conditions.add(pool.conditions().batch(index));
            ids.add(ids(empty ? "" : caption(index, random)));
            int timestep = timestep(random);
            timesteps.data()[i] = timestep;
            alphas.data()[i] = (float) Math.sqrt(schedule.alphaBar(timestep));
        }
        Tensor z = Tensor.concat(latents);
        Tensor eps = StepRandom.gaussian(random, z.shape());
        Tensor weights = Tensor.of(channelWeights, 1, channelWeights.length).repeat(batchSize);
        return new Tensor[] {
            z, eps, timesteps, alphas, weights, Tensor.concat(conditions), Tensor.concat(ids)
        };
    }

    /** An entry of the pool, as often as the weight of its structure says. */
    int index(Random random) {
        int index;
        do index = random.nextInt(pool.size());
        while (random.nextInt(GREATEST_WEIGHT) >= weight(pool.spec(index).structure()));
        return index;
    }

    static int weight(Structure structure) {
        return WEIGHTS.getOrDefault(structure, 1);
    }

    /** Logit-normal timesteps (Esser et al. 2024, eq. 19): most where structure and detail form. */
    private int timestep(Random random) {
        double logit = LOGIT_MEAN + LOGIT_DEVIATION * random.nextGaussian();
        return (int) (schedule.trainTimesteps() / (1 + Math.exp(-logit)));
    }

    private String caption(int index, Random random) {
        PhantomSpec spec = pool.spec(index);
        return random.nextDouble() < FULL_CAPTIONS ? spec.caption() : spec.caption(random);
    }

    private Tensor ids(String caption) {
        int[] ids = tokenizer.apply(caption);
        Tensor row = Tensor.zeros(1, ids.length);
        for (int i = 0; i < ids.length; i++) row.data()[i] = ids[i];
        return row;
    }
}
