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

    /**
     * Images {@code [N, 1, S, S]} in [-1, 1], a quarter of them inverted. A third is drawn at twice
     * the size and scaled down, since real images have finer detail than phantoms.
     */
    Tensor images(Random random) {
        Tensor images = Tensor.zeros(count, 1, size, size);
        for (int i = 0; i < count; i++) {
            boolean inverted = random.nextInt(4) == 0;
            if (random.nextInt(3) == 0) copy(halved(draw(random, 2 * size)), inverted, images, i);
            else copy(draw(random, size).pixels(), inverted, images, i);
        }
        return images;
    }

    private static Phantom draw(Random random, int side) {
        return Phantoms.draw(PhantomSpec.random(random), side, side, random.nextLong());
    }

    /** Every second pixel: as sharp as one pixel allows. */
    private static float[] halved(Phantom phantom) {
        int side = phantom.width() / 2;
        float[] pixels = new float[side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = phantom.pixels()[2 * (i / side) * phantom.width() + 2 * (i % side)];
        }
        return pixels;
    }

    /** Writes pixels in [0, 1] as entry {@code index} of a batch, inverted if asked. */
    static void copy(float[] pixels, boolean inverted, Tensor images, int index) {
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
