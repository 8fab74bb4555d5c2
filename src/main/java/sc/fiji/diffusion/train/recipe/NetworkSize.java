// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How large a network is: what fits a lunch break, a night, or a machine with a GPU. */
public enum NetworkSize {
    /** About a million parameters. */
    SMALL(32, 1),
    /** About ten million. */
    MEDIUM(64, 2),
    /** About forty million. */
    LARGE(128, 2);

    private final int width;
    private final int layers;

    NetworkSize(int width, int layers) {
        this.width = width;
        this.layers = layers;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(NetworkSize::label).toList();
    }

    /** The name that users see. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The size of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static NetworkSize named(String name) {
        for (NetworkSize s : values()) if (s.label().equalsIgnoreCase(name)) return s;
        throw new IllegalArgumentException(
                "unknown size \"" + name + "\"; choose one of: " + String.join(", ", names()));
    }

    /** Channels of the finest resolution. */
    int width() {
        return width;
    }

    /** Residual blocks at each resolution. */
    int layers() {
        return layers;
    }

    /** Channels of each of some resolutions: twice those of the finest from the second on. */
    int[] channels(int resolutions) {
        int[] channels = new int[resolutions];
        Arrays.fill(channels, 2 * width);
        channels[0] = width;
        return channels;
    }
}
