// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.Random;

/**
 * Random phantoms without end, each of which can be drawn again alone: phantom {@code i} follows
 * from the seed and i.
 *
 * @param seed chooses the phantoms; sets of different seeds have nothing in common
 */
public record PhantomSet(long seed) {

    /** The phantoms that the shipped model was trained on. */
    public static final PhantomSet TRAINING = new PhantomSet(1);

    /** Phantoms that no part of the shipped model has seen. */
    public static final PhantomSet HELD_OUT = new PhantomSet(2);

    /** Spreads consecutive numbers over the seeds of {@link Random}. */
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** What a phantom shows. */
    public PhantomSpec spec(int index) {
        return PhantomSpec.random(random(index));
    }

    /** Draws a phantom. */
    public Phantom draw(int index, int width, int height) {
        Random random = random(index);
        PhantomSpec spec = PhantomSpec.random(random);
        return Phantoms.draw(spec, width, height, random.nextLong());
    }

    /** Draws a phantom, without its second structure if it has one. */
    public Phantom drawAlone(int index, int width, int height) {
        Random random = random(index);
        PhantomSpec spec = PhantomSpec.random(random).alone();
        return Phantoms.draw(spec, width, height, random.nextLong());
    }

    private Random random(int index) {
        return new Random((seed * 1_000_003 + index) * MIX);
    }
}
