// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.util.Random;
import sc.fiji.diffusion.phantom.Phantom;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.phantom.Phantoms;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.StepRandom;

/**
 * Phantoms as training data, without end. Batch {@code k} depends on the seed and k alone.
 *
 * @param seed chooses the data; training and held-out data have different seeds
 * @param size pixels a side
 * @param count images in a batch
 */
record PhantomBatches(long seed, int size, int count) {

    private static final float LEAST_RANGE = 0.1f;

    /** The source of randomness of a batch. */
    Random random(long step) {
        return StepRandom.of(seed, step);
    }

    /**
     * Images {@code [N, 1, S, S]} in [-1, 1], a quarter of them inverted. Half are drawn at twice
     * the size and scaled down, since real images have finer detail than phantoms; a third are
     * stretched from black to white, since real images often were.
     */
    Tensor images(Random random) {
        Tensor images = Tensor.zeros(count, 1, size, size);
        for (int i = 0; i < count; i++) {
            boolean inverted = random.nextInt(4) == 0;
            float[] pixels =
                    random.nextBoolean()
                            ? halved(draw(random, 2 * size))
                            : draw(random, size).pixels();
            if (random.nextInt(3) == 0) stretch(pixels);
            copy(pixels, inverted, images, i);
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

    /** From black to white. */
    private static void stretch(float[] pixels) {
        float least = 1;
        float most = 0;
        for (float v : pixels) {
            least = Math.min(least, v);
            most = Math.max(most, v);
        }
        if (most - least < LEAST_RANGE) return;
        for (int i = 0; i < pixels.length; i++) pixels[i] = (pixels[i] - least) / (most - least);
    }

    /** Writes pixels in [0, 1] as entry {@code index} of a batch, inverted if asked. */
    static void copy(float[] pixels, boolean inverted, Tensor images, int index) {
        float scale = inverted ? -2 : 2;
        for (int p = 0; p < pixels.length; p++) {
            images.data()[index * pixels.length + p] = scale * (pixels[p] - 0.5f);
        }
    }
}
