// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import sc.fiji.diffusion.train.LearningRate;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.run.RunPlan;
import sc.fiji.diffusion.train.run.TrainingTask;

/**
 * How long and in which steps.
 *
 * @param steps in all, those of earlier runs in the same folder included; 0 for no limit
 * @param minutes of training in all; 0 for no limit
 * @param batch images a step
 * @param rate the learning rate
 * @param seed of everything random
 */
public record StepSettings(long steps, double minutes, int batch, double rate, long seed) {

    private static final int WARMUP = 50;
    private static final int MOST_IMAGES_AT_ONCE = 64;
    private static final int HELD_OUT_STEPS = 50;
    private static final double CHECKPOINT_SECONDS = 30;
    private static final double SNAPSHOT_SECONDS = 60;

    /** The previews of a snapshot take as long as a few steps, and shall not take over. */
    private static final int LEAST_SNAPSHOT_STEPS = 150;

    /** Checks the ranges. */
    public StepSettings {
        if (steps < 0 || !(minutes >= 0) || steps == 0 && minutes == 0) {
            throw new IllegalArgumentException(
                    "steps or minutes must be above 0, were " + steps + " and " + minutes);
        }
        if (batch < 1 || batch > 1024) {
            throw new IllegalArgumentException(
                    "batch must be between 1 and 1024 images, was " + batch);
        }
        if (!(rate > 0 && rate <= 0.1)) {
            throw new IllegalArgumentException(
                    "rate, the learning rate, must be above 0 and at most 0.1, was " + rate);
        }
    }

    /** The same, for an hour if neither steps nor minutes limit it. */
    public static StepSettings orAnHour(
            long steps, double minutes, int batch, double rate, long seed) {
        double limit = steps == 0 && minutes == 0 ? 60 : minutes;
        return new StepSettings(steps, limit, batch, rate, seed);
    }

    /** Images in each of the batches whose gradients are added up. */
    int imagesAtOnce() {
        int parts = batches();
        return (batch + parts - 1) / parts;
    }

    private int batches() {
        return (batch + MOST_IMAGES_AT_ONCE - 1) / MOST_IMAGES_AT_ONCE;
    }

    /** The plan for a task on this machine, where its steps are timed; announces it. */
    RunPlan plan(TrainingTask task, RunCompute compute, TrainingDisplay display)
            throws IOException {
        double secondsPerStep = StepTimer.measure(task);
        String what = announcement(task.parameters(), compute.training(), secondsPerStep);
        display.announce((what + " " + compute.note()).strip());
        return plan(secondsPerStep);
    }

    /**
     * The plan for a machine.
     *
     * @param secondsPerStep that it takes for a step
     */
    RunPlan plan(double secondsPerStep) {
        return new RunPlan(
                steps,
                60 * minutes,
                LearningRate.constant(rate, WARMUP),
                batches(),
                every(CHECKPOINT_SECONDS, secondsPerStep),
                HELD_OUT_STEPS,
                Math.max(LEAST_SNAPSHOT_STEPS, every(SNAPSHOT_SECONDS, secondsPerStep)));
    }

    /** Steps that take about so many seconds, as a round number. */
    private static long every(double seconds, double secondsPerStep) {
        long steps = Math.max(10, Math.round(seconds / secondsPerStep));
        return steps / 10 * 10;
    }

    /** What is about to be trained and how long it takes, in one line. */
    String announcement(long parameters, Precision precision, double secondsPerStep) {
        String cost =
                String.format(
                        Locale.ROOT,
                        "%.1f million parameters, %.2f s a step in %s: ",
                        parameters / 1e6,
                        secondsPerStep,
                        precision.label());
        if (steps == 0) {
            double expected = 60 * minutes / secondsPerStep;
            return cost
                    + String.format(
                            Locale.ROOT, "about %.0f steps in %.0f minutes.", expected, minutes);
        }
        double hours = steps * secondsPerStep / 3600;
        return cost + String.format(Locale.ROOT, "%d steps take %.1f hours.", steps, hours);
    }

    void describe(Map<String, String> settings) {
        settings.put("batch", Integer.toString(batch));
        settings.put("rate", Double.toString(rate));
        settings.put("seed", Long.toString(seed));
    }
}
