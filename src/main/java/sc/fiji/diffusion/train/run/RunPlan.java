// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.run;

import sc.fiji.diffusion.train.LearningRate;

/**
 * How long a run takes and how often it looks up. Nothing here changes what a step does, so a run
 * may resume with another plan.
 *
 * @param steps steps in all, those of earlier processes included; 0 for no limit
 * @param seconds of training in all; 0 for no limit
 * @param rate the learning rate
 * @param batches batches whose gradients are added up for one step
 * @param checkpointSteps steps between two checkpoints
 * @param heldOutSteps steps between two looks at the held-out images
 * @param snapshotSteps steps between two versions of the model, with their previews
 */
public record RunPlan(
        long steps,
        double seconds,
        LearningRate rate,
        int batches,
        long checkpointSteps,
        long heldOutSteps,
        long snapshotSteps) {

    /** Checks that the run ends. */
    public RunPlan {
        if (steps < 0 || !(seconds >= 0) || steps == 0 && seconds == 0) {
            throw new IllegalArgumentException(
                    "a run needs a number of steps or minutes above 0, were "
                            + steps
                            + " steps and "
                            + seconds / 60
                            + " minutes");
        }
    }

    boolean isDone(long step, double spent) {
        return steps > 0 && step >= steps || seconds > 0 && spent >= seconds;
    }

    /** How much longer it takes. */
    double secondsLeft(long step, double spent, double secondsPerStep) {
        double bySteps = steps > 0 ? (steps - step) * secondsPerStep : Double.POSITIVE_INFINITY;
        double byTime = seconds > 0 ? seconds - spent : Double.POSITIVE_INFINITY;
        return Math.max(0, Math.min(bySteps, byTime));
    }
}
