// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Training of the U-Net together with its text encoder: v-prediction at logit-normal timesteps. One
 * caption in ten is empty, for classifier-free guidance (Ho and Salimans 2022, algorithm 1); two of
 * five others name every attribute, all others vary.
 *
 * @param unet the U-Net
 * @param text its text encoder
 * @param schedule the noise schedule
 * @param tokenizer caption to token ids
 * @param pool the data
 * @param seed chooses batches, noise and captions
 * @param cropSteps first steps, which see {@value #CROPS} crops of half the pool's height and
 *     width; all later steps see {@value #WHOLE} whole latents
 */
record DenoiserTraining(
        UnetConfig unet,
        ClipTextConfig text,
        NoiseSchedule schedule,
        Function<String, int[]> tokenizer,
        LatentPool pool,
        long seed,
        long cropSteps) {

    private static final int CROPS = 32;
    private static final int WHOLE = 16;
    private static final double EMPTY_CAPTIONS = 0.1;
    private static final double FULL_CAPTIONS = 0.4;
    private static final double LOGIT_MEAN = -0.2;
    private static final double LOGIT_DEVIATION = 1.2;

    NetworkSource objective() {
        NetworkSource networks =
                new NetworkSource("train.py").and(unet.source()).and(text.source());
        return Precision.ofThisMachine()
                .apply(networks.with("train_target", 1))
                .entry("velocity_objective");
    }

    /** Latents, noise, timesteps, alphas and token ids. */
    Tensor[] batch(long step) {
        Random random = new PhantomBatches(seed, 1, 1).random(step);
        boolean cropped = step < cropSteps;
        int batchSize = cropped ? CROPS : WHOLE;
        List<Tensor> latents = new ArrayList<>();
        List<Tensor> ids = new ArrayList<>();
        Tensor timesteps = Tensor.zeros(batchSize);
        Tensor alphas = Tensor.zeros(batchSize);
        for (int i = 0; i < batchSize; i++) {
            int index = random.nextInt(pool.size());
            Tensor whole = pool.latents().batch(index);
            latents.add(cropped ? crop(whole, whole.dim(2) / 2, random) : whole);
            ids.add(ids(caption(index, random)));
            int timestep = timestep(random);
            timesteps.data()[i] = timestep;
            alphas.data()[i] = (float) Math.sqrt(schedule.alphaBar(timestep));
        }
        Tensor z = Tensor.concat(latents);
        Tensor eps = PhantomBatches.gaussian(random, z.shape());
        return new Tensor[] {z, eps, timesteps, alphas, Tensor.concat(ids)};
    }

    /** Logit-normal timesteps (Esser et al. 2024, eq. 19): most where structure and detail form. */
    private int timestep(Random random) {
        double logit = LOGIT_MEAN + LOGIT_DEVIATION * random.nextGaussian();
        return (int) (schedule.trainTimesteps() / (1 + Math.exp(-logit)));
    }

    private String caption(int index, Random random) {
        PhantomSpec spec = pool.spec(index);
        if (random.nextDouble() < EMPTY_CAPTIONS) return "";
        return random.nextDouble() < FULL_CAPTIONS ? spec.caption() : spec.caption(random);
    }

    private Tensor ids(String caption) {
        int[] ids = tokenizer.apply(caption);
        Tensor row = Tensor.zeros(1, ids.length);
        for (int i = 0; i < ids.length; i++) row.data()[i] = ids[i];
        return row;
    }

    private static Tensor crop(Tensor latent, int crop, Random random) {
        int height = latent.dim(2);
        int width = latent.dim(3);
        int top = random.nextInt(height - crop + 1);
        int left = random.nextInt(width - crop + 1);
        Tensor result = Tensor.zeros(1, latent.dim(1), crop, crop);
        for (int c = 0; c < latent.dim(1); c++) {
            for (int y = 0; y < crop; y++) {
                int source = (c * height + top + y) * width + left;
                System.arraycopy(latent.data(), source, result.data(), (c * crop + y) * crop, crop);
            }
        }
        return result;
    }
}
