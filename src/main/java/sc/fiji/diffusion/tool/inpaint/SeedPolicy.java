// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.tool.Sampling;

/** What seed a slice of a stack has. */
public enum SeedPolicy {
    /** The same for all, so that slices which are alike get alike content. */
    SAME("same"),
    /** Slice and frame number n, counted together from 0, has the seed + n times the count. */
    PER_SLICE("per slice");

    /** Crops of one plane lie this far apart, so that equal surroundings get different content. */
    private static final long CROP_STRIDE = 1_000_000;

    private final String label;

    SeedPolicy(String label) {
        this.label = label;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(SeedPolicy::label).toList();
    }

    /**
     * The value of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static SeedPolicy named(String name) {
        return Choice.named("seeds", name, values(), SeedPolicy::label);
    }

    /**
     * The seed of one crop of one image.
     *
     * @param sampling with the first seed and the count
     * @param position slice and frame, counted together from 0
     * @param crop crop of the plane, from 0
     * @param version image of the count, from 0
     */
    long seed(Sampling sampling, int position, int crop, int version) {
        long slices = this == SAME ? 0 : (long) position * sampling.count();
        return sampling.seed() + slices + crop * CROP_STRIDE + version;
    }

    /** The name that users see. */
    public String label() {
        return label;
    }
}
