// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.noise;

/**
 * The generator MT19937 of Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally
 * equidistributed uniform pseudo-random number generator" (1998), with the seeding of 2002. Not
 * safe for use by several threads at once.
 */
final class MersenneTwister {

    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int next = N;

    MersenneTwister(int seed) {
        state[0] = seed;
        for (int i = 1; i < N; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** The next 32 random bits. */
    int next32() {
        if (next == N) twist();
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /** The next 64 random bits, the upper half drawn first. */
    long next64() {
        long high = next32();
        return high << 32 | next32() & 0xffffffffL;
    }

    private void twist() {
        for (int i = 0; i < N; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
            int mixed = (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
            state[i] = state[(i + M) % N] ^ mixed;
        }
        next = 0;
    }
}
