// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.util.Random;
import sc.fiji.diffusion.phantom.Phantom;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.phantom.Phantoms;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Phantoms as training data, without end. Batch {@code k} depends on the seed and k alone.
 *
 * @param seed chooses the data; training and held-out data have different seeds
 * @param size pixels a side
 * @param count images in a batch
 */
record PhantomBatches(long seed, int size, int count) {

    /** The source of randomness of a batch. */
    Random random(long step) {
        return StepRandom.of(seed, step);
    }

    /** Images {@code [N, 1, S, S]} in [-1, 1]. */
    Tensor images(Random random) {
        Tensor images = Tensor.zeros(count, 1, size, size);
        for (int i = 0; i < count; i++) {
            Phantom phantom =
                    Phantoms.draw(PhantomSpec.random(random), size, size, random.nextLong());
            copy(phantom, random.nextInt(4) == 0, images, i);
        }
        return images;
    }

    /** Writes a phantom as entry {@code index} of a batch, inverted if asked. */
    static void copy(Phantom phantom, boolean inverted, Tensor images, int index) {
        float[] pixels = phantom.pixels();
        float scale = inverted ? -2 : 2;
        for (int p = 0; p < pixels.length; p++) {
            images.data()[index * pixels.length + p] = scale * (pixels[p] - 0.5f);
        }
    }

    /** Standard normal values. */
    static Tensor gaussian(Random random, int... shape) {
        return StepRandom.gaussian(random, shape);
    }
}
