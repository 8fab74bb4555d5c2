// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.noise;

import sc.fiji.diffusion.tensor.Tensor;

/**
 * The values that {@code torch.randn(shape, generator=torch.Generator("cpu").manual_seed(seed))}
 * gives in float32, call after call.
 *
 * <pre>{@code
 * Noise noise = new TorchNoise(42);
 * Tensor latents = noise.gaussian(1, 4, 64, 64);
 * }</pre>
 *
 * <p>Uniform values come from MT19937 and become normal ones by the transform of Box and Muller
 * (1958). A tensor of 16 values or more is made in float32 in blocks of 16; a smaller one value by
 * value in double precision, where every second value is kept for later, also across calls. Not
 * safe for use by several threads at once.
 */
public final class TorchNoise implements Noise {

    private static final int BLOCK = 16;
    private static final int HALF = BLOCK / 2;
    private static final float TWO_PI = (float) (2 * Math.PI);

    private final long seed;
    private final MersenneTwister bits;
    private double kept = Double.NaN;

    /**
     * Starts the stream of a seed.
     *
     * @param seed any value; torch uses the lowest 32 bits, so seeds that agree in these are equal
     */
    public TorchNoise(long seed) {
        this.seed = seed;
        bits = new MersenneTwister((int) seed);
    }

    @Override
    public Tensor gaussian(int... shape) {
        Tensor result = Tensor.zeros(shape);
        if (result.size() < BLOCK) fillOneByOne(result.data());
        else fillBlocks(result.data());
        return result;
    }

    /** The motion that {@code torchsde.BrownianTree} gives for the seed as its entropy. */
    @Override
    public Brownian brownian(double from, double to, int... shape) {
        return new BrownianTree(seed, from, to, shape);
    }

    @Override
    public Noise withMotion(long... key) {
        return new OtherMotion(this, seed).withMotion(key);
    }

    /** When the blocks do not come out even, the last 16 values are drawn again as one block. */
    private void fillBlocks(float[] data) {
        fillUniform(data, 0);
        for (int i = 0; i + BLOCK <= data.length; i += BLOCK) transformBlock(data, i);
        if (data.length % BLOCK != 0) {
            fillUniform(data, data.length - BLOCK);
            transformBlock(data, data.length - BLOCK);
        }
    }

    private void fillUniform(float[] data, int from) {
        for (int i = from; i < data.length; i++) data[i] = (bits.next32() & 0xffffff) * 0x1p-24f;
    }

    /** Pairs value j with value j + 8, in float32. */
    private static void transformBlock(float[] data, int from) {
        for (int j = from; j < from + HALF; j++) {
            float logarithm = (float) Math.log(1 - data[j]);
            float radius = (float) Math.sqrt(-2 * logarithm);
            float angle = TWO_PI * data[j + HALF];
            data[j] = radius * (float) Math.cos(angle);
            data[j + HALF] = radius * (float) Math.sin(angle);
        }
    }

    private void fillOneByOne(float[] data) {
        for (int i = 0; i < data.length; i++) data[i] = (float) nextDouble();
    }

    private double nextDouble() {
        if (!Double.isNaN(kept)) {
            double value = kept;
            kept = Double.NaN;
            return value;
        }
        double angle = 2 * Math.PI * nextUniform();
        double radius = Math.sqrt(-2 * Math.log1p(-nextUniform()));
        kept = radius * Math.sin(angle);
        return radius * Math.cos(angle);
    }

    private double nextUniform() {
        return (bits.next64() & ((1L << 53) - 1)) * 0x1p-53;
    }
}
