// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.measure;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.testing.KeyTable;
import sc.fiji.diffusion.weights.HalfPrecision;

/** Checkpoints of the full size with random weights, so small that activations stay finite. */
final class FullSizeFile {

    /** Normal values that are used again and again; a prime, so that no row repeats another. */
    private static final int POOL = 1_000_003;

    private static final float[] NORMAL = new TorchNoise(1).gaussian(POOL).data();

    /** The same as halves, by their scale; negative for those around one. */
    private static final Map<Double, ByteBuffer> POOLS = new HashMap<>();

    private FullSizeFile() {}

    /**
     * Writes a float16 checkpoint of the original layout.
     *
     * @param table such as {@code sdxl}, see {@link KeyTable}
     */
    static void write(String table, Path file) throws IOException {
        KeyTable keys = KeyTable.read(table);
        keys.writeSparse(file, Map.of());
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            raw.getChannel().read(length, 0);
            raw.seek(Long.BYTES + length.getLong(0));
            int offset = 0;
            for (KeyTable.Row row : keys.rows()) {
                write(raw.getChannel(), row, offset);
                offset = (int) ((offset + row.size()) % POOL);
            }
        }
    }

    /** Matrices keep the scale of what goes through them; norms are near one, biases small. */
    private static void write(FileChannel out, KeyTable.Row row, int offset) throws IOException {
        boolean matrix = row.shape().length > 1;
        boolean one = !matrix && row.key().endsWith(".weight");
        double scale = matrix ? 0.7 / Math.sqrt(row.size() / (double) row.shape()[0]) : 0.02;
        ByteBuffer pool = POOLS.computeIfAbsent(one ? -scale : scale, key -> pool(scale, one));
        int next = offset;
        for (long left = row.size(); left > 0; ) {
            int count = (int) Math.min(left, POOL - next);
            ByteBuffer chunk = pool.slice(2 * next, 2 * count);
            while (chunk.hasRemaining()) out.write(chunk);
            left -= count;
            next = (next + count) % POOL;
        }
    }

    private static ByteBuffer pool(double scale, boolean one) {
        ByteBuffer pool = ByteBuffer.allocateDirect(2 * POOL).order(ByteOrder.LITTLE_ENDIAN);
        for (float normal : NORMAL) {
            pool.putShort(HalfPrecision.floatToHalf((float) (normal * scale) + (one ? 1 : 0)));
        }
        return pool.flip();
    }
}
