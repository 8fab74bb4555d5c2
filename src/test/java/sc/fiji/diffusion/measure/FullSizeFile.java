// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.measure;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.testing.KeyTable;
import sc.fiji.diffusion.weights.HalfPrecision;

/** Checkpoints of the full size with random weights, so small that activations stay finite. */
final class FullSizeFile {

    /** Normal values that are used again and again; a prime, so that no row repeats another. */
    private static final int POOL = 1_000_003;

    private static final float[] NORMAL = new TorchNoise(1).gaussian(POOL).data();

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
        ByteBuffer chunk = ByteBuffer.allocateDirect(1 << 22).order(ByteOrder.LITTLE_ENDIAN);
        int next = offset;
        for (long i = 0; i < row.size(); i++) {
            float value = (float) (NORMAL[next] * scale) + (one ? 1 : 0);
            chunk.putShort(HalfPrecision.floatToHalf(value));
            next = next + 1 == POOL ? 0 : next + 1;
            if (!chunk.hasRemaining() || i == row.size() - 1) {
                chunk.flip();
                while (chunk.hasRemaining()) out.write(chunk);
                chunk.clear();
            }
        }
    }
}
