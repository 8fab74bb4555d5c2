// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

/** Files as damage leaves them, and what reading one may cost. */
public final class Mutations {

    private static final long MOST_MEMORY = 1 << 28;
    private static final byte[][] EXTREMES = {
        {-1, -1, -1, -1}, {127, -1, -1, -1}, {-128, 0, 0, 0}, {0, 0, 0, 0}, {64, 0, 0, 0}
    };

    private int read;
    private int refused;

    /** Reads a damaged file; throws what is wrong with it. */
    @FunctionalInterface
    public interface Reading {

        /** Reads it. */
        void read() throws IOException;
    }

    /** Bytes with one to four changes: values, extreme numbers, cuts, repetitions. */
    public static byte[] of(byte[] valid, long seed) {
        Random random = new Random(seed);
        byte[] bytes = valid.clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 8; i--) {
            bytes = changed(bytes, random.nextInt(bytes.length - 4), random);
        }
        return bytes;
    }

    private static byte[] changed(byte[] bytes, int at, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 1 -> {
                int end = at + random.nextInt(bytes.length - at);
                byte[] longer = Arrays.copyOf(bytes, bytes.length + end - at);
                System.arraycopy(bytes, at, longer, end, bytes.length - at);
                return longer;
            }
            case 2, 3 -> {
                byte[] extreme = EXTREMES[random.nextInt(EXTREMES.length)];
                for (int i = 0; i < 4; i++) {
                    bytes[at + i] = extreme[random.nextBoolean() ? i : 3 - i];
                }
            }
            case 4 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            default -> bytes[at] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /**
     * Requires that a file is read, or refused with a message that names it, within 256 MB.
     *
     * @param name of the file
     */
    public void check(String what, String name, Reading reading) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            reading.read();
            read++;
        } catch (IOException | IllegalArgumentException e) {
            refused++;
            assertThat(e.getMessage()).as(what).contains(name).hasSizeLessThan(2000);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as(what).isLessThan(MOST_MEMORY);
    }

    /** Requires that both was seen, so that the test tests something. */
    public void requireBoth() {
        assertThat(read).as("read").isPositive();
        assertThat(refused).as("refused").isPositive();
    }
}
