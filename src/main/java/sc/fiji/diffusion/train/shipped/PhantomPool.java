// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.util.Random;
import java.util.function.Predicate;
import sc.fiji.diffusion.phantom.Phantom;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.phantom.Phantoms;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.StepRandom;

/**
 * A fixed number of phantoms that are drawn when they are first asked for and kept in 8 bits, for
 * small networks whose step costs less than drawing its images. What phantom {@code i} shows
 * follows from the seed and i.
 */
final class PhantomPool {

    private final long seed;
    private final int size;
    private final Predicate<PhantomSpec> wanted;
    private final PhantomSpec[] specs;
    private final byte[][] pixels;

    /**
     * @param seed chooses the phantoms
     * @param size pixels a side
     * @param count how many
     * @param wanted which specs to take
     */
    PhantomPool(long seed, int size, int count, Predicate<PhantomSpec> wanted) {
        this.seed = seed;
        this.size = size;
        this.wanted = wanted;
        specs = new PhantomSpec[count];
        pixels = new byte[count][];
    }

    long seed() {
        return seed;
    }

    int size() {
        return size;
    }

    int count() {
        return specs.length;
    }

    /** What a phantom shows. */
    PhantomSpec spec(int index) {
        draw(index);
        return specs[index];
    }

    /**
     * Writes a phantom as an entry of a batch of one channel, in [0, 1].
     *
     * @param turn one of the eight symmetries of the square; 0 leaves it as it is
     */
    void copy(int index, int turn, Tensor images, int entry) {
        draw(index);
        int start = entry * size * size;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int u = (turn & 1) == 0 ? x : size - 1 - x;
                int v = (turn & 2) == 0 ? y : size - 1 - y;
                int source = (turn & 4) == 0 ? v * size + u : u * size + v;
                images.data()[start + y * size + x] = (pixels[index][source] & 0xff) / 255f;
            }
        }
    }

    private void draw(int index) {
        if (pixels[index] != null) return;
        Random random = StepRandom.of(seed, index);
        PhantomSpec spec;
        do spec = PhantomSpec.random(random);
        while (!wanted.test(spec));
        Phantom phantom = Phantoms.draw(spec, size, size, random.nextLong());
        byte[] bytes = new byte[size * size];
        for (int i = 0; i < bytes.length; i++)
            bytes[i] = (byte) Math.round(255 * phantom.pixels()[i]);
        specs[index] = spec;
        pixels[index] = bytes;
    }
}
