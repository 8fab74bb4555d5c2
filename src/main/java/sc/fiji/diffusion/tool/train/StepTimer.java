// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sc.fiji.diffusion.train.LearningRate;
import sc.fiji.diffusion.train.Trainer;
import sc.fiji.diffusion.train.run.TrainingTask;

/** Measures how long a step takes on this machine. */
final class StepTimer {

    private static final int STEPS = 2;

    private StepTimer() {}

    /** Seconds of a step, from two steps of a network that is thrown away, after one to warm up. */
    static double measure(TrainingTask task) throws IOException {
        Path none = Files.createTempDirectory("diffusion").resolve("no-checkpoint");
        LearningRate rate = LearningRate.constant(1e-6, 1);
        try (Trainer trainer =
                Trainer.resumeOrStart(task.objective(), none, task.initial(), task.frozen())) {
            trainer.step(rate, task::batch);
            long start = System.nanoTime();
            for (int i = 0; i < STEPS; i++) trainer.step(rate, task::batch);
            return (System.nanoTime() - start) / 1e9 / STEPS;
        } finally {
            Files.delete(none.getParent());
        }
    }
}
