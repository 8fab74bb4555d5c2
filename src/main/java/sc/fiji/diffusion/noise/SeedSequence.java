// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.noise;

import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Many independent seeds of one: {@code numpy.random.SeedSequence(entropy, spawn_key=key,
 * pool_size=24).generate_state(n)}, after O'Neill, "Developing a seed_seq Alternative" (2015).
 */
final class SeedSequence {

    private static final int POOL_SIZE = 24;

    private final int[] pool = new int[POOL_SIZE];
    private int hash = 0x43b0d7e5;

    /**
     * Mixes a seed and a key.
     *
     * @param entropy the seed, read as unsigned
     * @param key what tells this sequence from others of the same seed; each number is at least 0
     */
    SeedSequence(long entropy, long... key) {
        int[] words = assemble(entropy, key);
        for (int i = 0; i < POOL_SIZE; i++) pool[i] = hashed(i < words.length ? words[i] : 0);
        for (int from = 0; from < POOL_SIZE; from++) {
            for (int to = 0; to < POOL_SIZE; to++) {
                if (from != to) pool[to] = mix(pool[to], hashed(pool[from]));
            }
        }
        for (int from = POOL_SIZE; from < words.length; from++) {
            for (int to = 0; to < POOL_SIZE; to++) pool[to] = mix(pool[to], hashed(words[from]));
        }
    }

    /** The first seeds of the sequence, each of 32 bits. */
    int[] seeds(int count) {
        int[] seeds = new int[count];
        int constant = 0x8b51f9dd;
        for (int i = 0; i < count; i++) {
            int value = pool[i % POOL_SIZE] ^ constant;
            constant *= 0x58f38ded;
            value *= constant;
            seeds[i] = value ^ value >>> 16;
        }
        return seeds;
    }

    /** Entropy that comes with a key fills the pool, so that no key can be taken for entropy. */
    private static int[] assemble(long entropy, long[] key) {
        IntStream seed = words(entropy);
        if (key.length == 0) return seed.toArray();
        IntStream padded = IntStream.concat(seed, IntStream.generate(() -> 0)).limit(POOL_SIZE);
        return IntStream.concat(
                        padded, LongStream.of(key).boxed().flatMapToInt(SeedSequence::words))
                .toArray();
    }

    /** The low word, and the high word if it is not 0. */
    private static IntStream words(long value) {
        int high = (int) (value >>> 32);
        return high == 0 ? IntStream.of((int) value) : IntStream.of((int) value, high);
    }

    private int hashed(int word) {
        int value = word ^ hash;
        hash *= 0x931e8875;
        value *= hash;
        return value ^ value >>> 16;
    }

    private static int mix(int x, int y) {
        int mixed = 0xca01f9dd * x - 0x4973f715 * y;
        return mixed ^ mixed >>> 16;
    }
}
