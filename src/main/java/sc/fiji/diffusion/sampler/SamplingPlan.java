// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import java.util.List;
import sc.fiji.diffusion.schedule.NoiseLevel;

/**
 * Where a sampler evaluates the network, and where it ends.
 *
 * @param levels the level of every evaluation in order, noisiest first
 * @param end the level that the last step reaches; its timestep has no meaning
 * @param initialSigma standard deviation of pure noise on the variance-exploding scale, from which
 *     generation starts
 */
public record SamplingPlan(List<NoiseLevel> levels, NoiseLevel end, double initialSigma) {

    /** Copies the list. */
    public SamplingPlan {
        levels = List.copyOf(levels);
    }

    /** The level after entry {@code index}: that of the next evaluation, or the end. */
    public NoiseLevel after(int index) {
        return index + 1 < levels.size() ? levels.get(index + 1) : end;
    }

    /**
     * The plan without its first {@code skipped} entries, as image-to-image with a strength below 1
     * runs it.
     */
    public SamplingPlan from(int skipped) {
        return new SamplingPlan(levels.subList(skipped, levels.size()), end, initialSigma);
    }
}
