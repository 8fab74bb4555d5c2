// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.Trainer;

/**
 * The loop of a run. Killed at any moment and started again, it ends with the weights of a run that
 * was never killed, to the bit: a step depends on its number and the state that the checkpoint
 * holds, and on nothing else.
 *
 * <pre>{@code
 * RunFolder folder = RunFolder.open(path, settings);
 * new TrainingRun(task, plan, folder, RunListener.NONE).run();
 * }</pre>
 */
public final class TrainingRun {

    private final TrainingTask task;
    private final RunPlan plan;
    private final RunFolder folder;
    private final RunListener listener;

    private RunHistory history;
    private double secondsPerStep;
    private long mark;

    /** A run that has not started yet. */
    public TrainingRun(TrainingTask task, RunPlan plan, RunFolder folder, RunListener listener) {
        this.task = task;
        this.plan = plan;
        this.folder = folder;
        this.listener = listener;
    }

    /**
     * Trains until the plan is fulfilled or the listener stops it, and writes the model.
     *
     * @return the steps that are done now, those of earlier processes included
     * @throws IOException if the folder cannot be written, or its checkpoint is damaged or of
     *     another network
     * @throws sc.fiji.diffusion.tensor.NotFiniteException if the loss becomes infinite or NaN; the
     *     last checkpoint stays
     */
    public long run() throws IOException {
        try (Trainer trainer =
                Trainer.resumeOrStart(
                        task.objective(), folder.checkpoint(), task.initial(), task.frozen())) {
            history = RunHistory.open(folder.path(), trainer.steps(), task.heldOutNames());
            listener.started(history, task.heldOutNames());
            mark = System.nanoTime();
            while (!plan.isDone(trainer.steps(), history.seconds()) && !listener.wantsToStop()) {
                step(trainer);
                lookUp(trainer);
                pause();
            }
            finish(trainer);
            return trainer.steps();
        }
    }

    private void step(Trainer trainer) throws IOException {
        long before = System.nanoTime();
        Tensor[] results = trainer.step(plan.rate(), plan.batches(), task::batch);
        long now = System.nanoTime();
        double seconds = (now - before) / 1e9;
        secondsPerStep = secondsPerStep == 0 ? seconds : 0.95 * secondsPerStep + 0.05 * seconds;
        double spent = history.seconds() + (now - mark) / 1e9;
        mark = now;
        double loss = results[0].data()[0];
        history.add(new RunHistory.Loss(trainer.steps(), spent, loss));
        double left = plan.secondsLeft(trainer.steps(), spent, secondsPerStep);
        listener.step(trainer.steps(), loss, secondsPerStep, left);
    }

    /** Waits without counting the time. */
    private void pause() {
        long before = System.nanoTime();
        listener.awaitWhilePaused();
        mark += System.nanoTime() - before;
    }

    private void lookUp(Trainer trainer) throws IOException {
        long step = trainer.steps();
        if (step % plan.heldOutSteps() == 0) evaluate(trainer);
        if (step % plan.checkpointSteps() == 0) trainer.save(folder.checkpoint());
        if (step % plan.snapshotSteps() == 0) snapshot(trainer);
    }

    private void evaluate(Trainer trainer) throws IOException {
        List<Double> losses = new ArrayList<>();
        for (int i = 0; i < task.heldOutNames().size(); i++) {
            double sum = 0;
            Tensor each = trainer.evaluate(task.heldOut(i)).get(1);
            for (float loss : each.data()) sum += loss;
            losses.add(sum / each.size());
        }
        history.add(new RunHistory.HeldOut(trainer.steps(), losses));
        listener.heldOut(trainer.steps(), losses);
    }

    private void snapshot(Trainer trainer) throws IOException {
        task.write(trainer.average());
        listener.snapshot(trainer.steps());
    }

    private void finish(Trainer trainer) throws IOException {
        trainer.save(folder.checkpoint());
        snapshot(trainer);
    }
}
