// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import java.util.List;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;

/**
 * Where a sampler evaluates the network, and where it ends.
 *
 * @param levels the level of every evaluation in order, noisiest first
 * @param end the level that the last step reaches; its timestep has no meaning
 * @param initialSigma standard deviation of pure noise on the variance-exploding scale, from which
 *     generation starts
 * @param schedule the schedule that the levels were taken from
 * @param steps the steps asked for, also when {@link #from} has cut some away
 */
public record SamplingPlan(
        List<NoiseLevel> levels,
        NoiseLevel end,
        double initialSigma,
        NoiseSchedule schedule,
        int steps) {

    /** Copies the list. */
    public SamplingPlan {
        levels = List.copyOf(levels);
    }

    /** The sigma of entry {@code index}. */
    double sigma(int index) {
        return levels.get(index).sigma();
    }

    /** The level after entry {@code index}: that of the next evaluation, or the end. */
    public NoiseLevel after(int index) {
        return index + 1 < levels.size() ? levels.get(index + 1) : end;
    }

    /**
     * The plan without its first {@code skipped} entries, as image-to-image with a strength below 1
     * runs it.
     *
     * @param skipped entries to leave out, at most all; for a sampler that evaluates the network
     *     several times a step, a multiple of {@link Sampler#evaluationsPerStep()}
     */
    public SamplingPlan from(int skipped) {
        return withLevels(levels.subList(skipped, levels.size()));
    }

    /** Entries {@code from} to {@code to}, exclusive, which end where the next entry begins. */
    SamplingPlan piece(int from, int to) {
        return withLevels(levels.subList(from, to)).withEnd(after(to - 1));
    }

    SamplingPlan withLevels(List<NoiseLevel> newLevels) {
        return new SamplingPlan(newLevels, end, initialSigma, schedule, steps);
    }

    SamplingPlan withEnd(NoiseLevel newEnd) {
        return new SamplingPlan(levels, newEnd, initialSigma, schedule, steps);
    }
}
