// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.data;

import java.util.Random;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * What may be changed about an image without changing what it shows, so that few images teach more.
 * What matters to the user (an orientation, an absolute intensity) is left out by the user.
 *
 * @param mirrored whether left and right may be exchanged
 * @param upsideDown whether top and bottom may be exchanged
 * @param turned whether it may be turned by right angles
 * @param intensity the largest relative change of the brightness, 0 to 0.9; 0 keeps it
 */
public record Augmentation(boolean mirrored, boolean upsideDown, boolean turned, double intensity) {

    /** Keeps images as they are. */
    public static final Augmentation NONE = new Augmentation(false, false, false, 0);

    /** Checks the range of the brightness. */
    public Augmentation {
        if (!(intensity >= 0 && intensity <= 0.9)) {
            throw new IllegalArgumentException(
                    "intensity must be between 0 and 0.9 (a share of the brightness), was "
                            + intensity);
        }
    }

    /**
     * Changes a square image by chance.
     *
     * @param image {@code [1, C, S, S]} with values in [-1, 1]
     * @param random decides; the same number of values is drawn whatever is allowed
     * @return the same shape, values in [-1, 1]
     */
    Tensor apply(Tensor image, Random random) {
        boolean flipX = random.nextBoolean() & mirrored;
        boolean flipY = random.nextBoolean() & upsideDown;
        int turns = random.nextInt(4) * (turned ? 1 : 0);
        double gain = 1 + intensity * (2 * random.nextDouble() - 1);
        Tensor moved = move(image, flipX, flipY, turns);
        // Black (-1) stays black, so that dark backgrounds stay dark.
        return intensity == 0 ? moved : moved.map(v -> Math.min(1, (v + 1) * gain - 1));
    }

    private static Tensor move(Tensor image, boolean flipX, boolean flipY, int turns) {
        if (!flipX && !flipY && turns == 0) return image;
        int side = image.dim(3);
        Tensor moved = Tensor.zeros(image.shape());
        for (int i = 0; i < image.size(); i++) {
            int plane = i / (side * side);
            int x = i % side;
            int y = i / side % side;
            for (int k = 0; k < turns; k++) {
                int before = x;
                x = side - 1 - y;
                y = before;
            }
            if (flipX) x = side - 1 - x;
            if (flipY) y = side - 1 - y;
            moved.data()[(plane * side + y) * side + x] = image.data()[i];
        }
        return moved;
    }
}
