// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.StepRandom;

/**
 * Images as an autoencoder sees them, encoded once: that costs more than a step of training.
 *
 * @param means of the posterior, {@code [N, L, h, w]}, unscaled
 * @param deviations of the posterior, same shape
 * @param conditions what an inpainting model sees besides, {@code [N, K, h, w]}; K is 0 for others
 * @param captions what each shows
 */
public record LatentSet(
        List<Tensor> means,
        List<Tensor> deviations,
        List<Tensor> conditions,
        List<String> captions) {

    /**
     * Some entries.
     *
     * @param latents one draw of each posterior, unscaled {@code [N, L, h, w]}
     * @param conditions {@code [N, K, h, w]}
     * @param captions N texts
     */
    public record Draw(Tensor latents, Tensor conditions, List<String> captions) {}

    /** Chooses entries by chance, and draws from their posteriors. */
    public Draw draw(int count, Random random) {
        List<Tensor> latents = new ArrayList<>();
        List<Tensor> seen = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = random.nextInt(means.size());
            Tensor noise = StepRandom.gaussian(random, means.get(index).shape());
            latents.add(means.get(index).plus(deviations.get(index).zip(noise, (d, n) -> d * n)));
            seen.add(conditions.get(index));
            texts.add(captions.get(index));
        }
        return new Draw(Tensor.concat(latents), Tensor.concat(seen), texts);
    }
}
