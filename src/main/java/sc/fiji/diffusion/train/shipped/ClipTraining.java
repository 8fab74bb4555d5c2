// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import sc.fiji.diffusion.nn.ClipConfig;
import sc.fiji.diffusion.nn.ClipImageConfig;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.Initializer;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.StepRandom;

/**
 * Contrastive training of both towers of a CLIP model on phantoms and their captions.
 *
 * @param config the towers, which must have the same number of heads
 * @param preprocessing mean and deviation of the pixels; images are not scaled
 * @param tokenizer caption to token ids
 * @param pool the data
 * @param count pairs in a batch
 */
record ClipTraining(
        ClipConfig config,
        ClipImageConfig preprocessing,
        Function<String, int[]> tokenizer,
        PhantomPool pool,
        int count) {

    /** The temperature 0.07 of the paper, sec. 2.5. */
    private static final float FIRST_LOGIT_SCALE = (float) Math.log(1 / 0.07);

    NetworkSource objective(Precision precision) {
        return precision
                .apply(
                        new NetworkSource("contrast.py", "train.py")
                                .and(config.textSource())
                                .and(config.imageSource()))
                .entry("contrastive_objective");
    }

    /** Weights to start from. */
    Map<String, Tensor> initial(long seed) {
        Map<String, Tensor> weights =
                new LinkedHashMap<>(Initializer.initialize(config.textLayout(), seed));
        weights.putAll(Initializer.initialize(config.imageLayout(), seed + 1));
        weights.put(ClipConfig.LOGIT_SCALE, Tensor.full(FIRST_LOGIT_SCALE, 1));
        return weights;
    }

    /** Trained weights as the files of transformers have them: the scale is a scalar. */
    static Map<String, Tensor> toFile(Map<String, Tensor> trained) {
        Map<String, Tensor> weights = new LinkedHashMap<>(trained);
        weights.computeIfPresent(ClipConfig.LOGIT_SCALE, (name, t) -> Tensor.of(t.data()));
        return weights;
    }

    /** Pixels {@code [N, 1, S, S]}, ids {@code [N, T]} and the places of the end tokens. */
    Tensor[] batch(long step) {
        Random random = StepRandom.of(pool.seed(), step);
        int length = config.text().positions();
        Tensor pixels = Tensor.zeros(count, 1, pool.size(), pool.size());
        Tensor ids = Tensor.zeros(count, length);
        Tensor ends = Tensor.zeros(count);
        for (int i = 0; i < count; i++) {
            int index = random.nextInt(pool.count());
            pool.copy(index, random.nextInt(8), pixels, i);
            int[] text = tokenizer.apply(pool.spec(index).caption(random));
            int end = 0;
            for (int t = 0; t < length; t++) {
                ids.data()[i * length + t] = text[t];
                if (end == 0 && text[t] == config.text().endToken()) end = t;
            }
            ends.data()[i] = end;
        }
        double mean = preprocessing.mean()[0];
        double deviation = preprocessing.std()[0];
        return new Tensor[] {pixels.map(v -> (v - mean) / deviation), ids, ends};
    }
}
