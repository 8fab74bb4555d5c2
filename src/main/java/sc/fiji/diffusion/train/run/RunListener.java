// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.run;

import java.io.IOException;
import java.util.List;

/** Hears of a run, and may stop it. All calls come from the thread that computes. */
public interface RunListener {

    /** Hears nothing. */
    RunListener NONE = new RunListener() {};

    /** The run starts, or goes on after some steps. */
    default void started(RunHistory history, List<String> heldOutNames) {}

    /**
     * A step is done.
     *
     * @param loss of its batch
     * @param secondsLeft until the run ends by itself
     */
    default void step(long step, double loss, double secondsPerStep, double secondsLeft) {}

    /** Losses of held-out images with the averaged weights, as the task names them. */
    default void heldOut(long step, List<Double> losses) {}

    /** The model has been written with the averaged weights of a step. */
    default void snapshot(long step) throws IOException {}

    /** Returns when the run may go on; the time is not counted. */
    default void awaitWhilePaused() {}

    /** Whether to end after this step; what was learned is kept. */
    default boolean wantsToStop() {
        return false;
    }
}
