// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tensor.Tensor;

/** Reports several runs of a pipeline as one, and measures how long a step takes. */
public final class RunClock implements Progress {

    private final Progress listener;
    private final int runs;
    private final long start = System.nanoTime();
    private final Set<String> warnings = new LinkedHashSet<>();
    private long lastStep = start;
    private int finishedSteps;
    private int stepsInRun;

    /**
     * @param listener hears of all steps
     * @param runs how many runs there will be, all of the same number of steps
     */
    public RunClock(Progress listener, int runs) {
        this.listener = listener;
        this.runs = runs;
    }

    @Override
    public void step(int step, int steps, Supplier<Tensor> preview) {
        finishedSteps++;
        stepsInRun = steps;
        lastStep = System.nanoTime();
        listener.step(finishedSteps, runs * steps, preview);
    }

    /** Says each thing once, however many runs there are. */
    @Override
    public void warn(String message) {
        if (warnings.add(message)) listener.warn(message);
    }

    /** What was warned of so far; empty if nothing was. */
    public String notes() {
        return String.join("; ", warnings);
    }

    /** Network evaluations of each run. */
    public int stepsInRun() {
        return stepsInRun;
    }

    /** The mean time from step to step, encoding and decoding between runs included. */
    public double secondsPerStep() {
        return (lastStep - start) / 1e9 / Math.max(1, finishedSteps);
    }
}
