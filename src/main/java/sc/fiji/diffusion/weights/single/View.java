// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import java.nio.ByteBuffer;

/**
 * A tensor that is a stored one, or some of its rows, under another name.
 *
 * @param stored the name in the file
 * @param shape the shape that is shown
 * @param rowBlock which of {@code rowBlocks} equal blocks of rows
 * @param rowBlocks 1 for the whole tensor
 * @param transposed whether a stored matrix {@code [in, out]} is shown as {@code [out, in]}
 */
record View(String stored, int[] shape, int rowBlock, int rowBlocks, boolean transposed) {

    static View whole(String stored, int... shape) {
        return new View(stored, shape, 0, 1, false);
    }

    static View rows(String stored, int block, int blocks, int... shape) {
        return new View(stored, shape, block, blocks, false);
    }

    static View transposed(String stored, int... shape) {
        return new View(stored, shape, 0, 1, true);
    }

    /**
     * @param bytes of the stored tensor
     * @param valueBytes the size of one value
     */
    ByteBuffer of(ByteBuffer bytes, int valueBytes) {
        if (transposed) return transpose(bytes, valueBytes);
        int length = bytes.remaining() / rowBlocks;
        return bytes.slice(bytes.position() + rowBlock * length, length).order(bytes.order());
    }

    /** The one kind of view that needs a copy; it stands for a single, small tensor. */
    private ByteBuffer transpose(ByteBuffer bytes, int valueBytes) {
        ByteBuffer out = ByteBuffer.allocateDirect(bytes.remaining()).order(bytes.order());
        int rows = shape[0];
        int columns = shape[1];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int from = bytes.position() + (j * rows + i) * valueBytes;
                for (int b = 0; b < valueBytes; b++) out.put(bytes.get(from + b));
            }
        }
        return out.flip();
    }
}
