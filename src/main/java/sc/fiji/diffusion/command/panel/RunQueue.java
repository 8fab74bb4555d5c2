// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import ij.IJ;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tensor.Tensor;

/** Runs that wait for each other. One is made at a time, on a thread of the queue. */
final class RunQueue {

    /** Hears on the queue's thread what becomes of the runs. */
    interface Listener {

        /** Called when the list of those that wait has changed, on any thread. */
        void listChanged();

        /** Called when a run begins. */
        void started(Run run);

        /** Called after each step. */
        void stepDone(Run run, int step, int steps);

        /** Called when a run says that it goes on but not quite as asked. */
        void warned(Run run, String message);

        /** Called when a run has ended well. */
        void made(Version version);

        /** Called when a run was stopped. */
        void stopped(Run run);

        /** Called when a run has failed. */
        void failed(Run run, Throwable reason);
    }

    private final Listener listener;
    private final List<Run> waiting = new ArrayList<>();
    private Run current;
    private volatile boolean stopping;

    /** Begins with no run. */
    RunQueue(Listener listener) {
        this.listener = listener;
        Thread thread = new Thread(this::work, "diffusion-panel");
        thread.setDaemon(true);
        thread.start();
    }

    /** Adds a run at the end. */
    void add(Run run) {
        addAll(List.of(run));
    }

    /** Adds runs at the end. */
    void addAll(List<Run> runs) {
        change(() -> waiting.addAll(runs));
    }

    /** Takes a run out that still waits. */
    void remove(Run run) {
        change(() -> waiting.remove(run));
    }

    /** Moves a run that still waits to an earlier (-1) or later (1) place. */
    void move(Run run, int by) {
        change(
                () -> {
                    int from = waiting.indexOf(run);
                    int to = from + by;
                    if (from < 0 || to < 0 || to >= waiting.size()) return;
                    waiting.remove(from);
                    waiting.add(to, run);
                });
    }

    /** Takes out all that wait. */
    void clear() {
        change(waiting::clear);
    }

    /** Stops the run that is being made, at its next step, with those that belong to it. */
    void stop() {
        stopping = current() != null;
        dropBelonging();
    }

    private void dropBelonging() {
        change(() -> waiting.removeIf(run -> current != null && run.belongsTo(current)));
    }

    /** Those that wait, the next first. */
    synchronized List<Run> waiting() {
        return List.copyOf(waiting);
    }

    /** The run that is being made; null if there is none. */
    synchronized Run current() {
        return current;
    }

    private void change(Runnable change) {
        synchronized (this) {
            change.run();
            notifyAll();
        }
        listener.listChanged();
    }

    private void work() {
        while (true) {
            Run run;
            try {
                run = next();
            } catch (InterruptedException e) {
                return; // ImageJ ends
            }
            listener.listChanged();
            make(run);
            synchronized (this) {
                current = null;
            }
            listener.listChanged();
        }
    }

    private synchronized Run next() throws InterruptedException {
        while (waiting.isEmpty()) wait();
        current = waiting.remove(0);
        stopping = false;
        return current;
    }

    private void make(Run run) {
        listener.started(run);
        IJ.resetEscape();
        try {
            listener.made(run.make(new Steps(run)));
        } catch (CancellationException e) {
            dropBelonging();
            listener.stopped(run);
        } catch (Exception | Error e) {
            listener.failed(run, e);
        } finally {
            run.end();
        }
    }

    /** Hears of a run's steps, and stops it. */
    private final class Steps implements Progress {

        private final Run run;

        Steps(Run run) {
            this.run = run;
        }

        @Override
        public void step(int step, int steps, Supplier<Tensor> preview) {
            if (stopping || IJ.escapePressed())
                throw new CancellationException("stopped in the panel");
            run.stepDone(step, steps);
            listener.stepDone(run, step, steps);
        }

        @Override
        public void warn(String message) {
            listener.warned(run, message);
        }
    }
}
