// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import sc.fiji.diffusion.tensor.Tensor;

/** Steps until the last one, with a line of progress now and then, and checkpoints. */
public final class TrainingLoop {

    private static final int STEPS_PER_REPORT = 20;
    private static final long CHECKPOINT_NANOS = TimeUnit.MINUTES.toNanos(2);

    private TrainingLoop() {}

    /**
     * Trains until the last step of the rate; writes the checkpoint now and then, and at the end.
     */
    public static void run(
            Trainer trainer, LearningRate rate, LongFunction<Tensor[]> batch, Path checkpoint)
            throws IOException {
        double loss = 0;
        long started = System.nanoTime();
        long saved = started;
        while (trainer.steps() < rate.steps()) {
            loss += trainer.step(rate, batch)[0].data()[0] / STEPS_PER_REPORT;
            if (trainer.steps() % STEPS_PER_REPORT == 0) {
                double seconds = (System.nanoTime() - started) / 1e9 / STEPS_PER_REPORT;
                System.out.printf(
                        Locale.ROOT,
                        "step %d loss %.5f, %.3f s a step%n",
                        trainer.steps(),
                        loss,
                        seconds);
                loss = 0;
                started = System.nanoTime();
            }
            if (System.nanoTime() - saved > CHECKPOINT_NANOS) {
                trainer.save(checkpoint);
                saved = System.nanoTime();
            }
        }
        trainer.save(checkpoint);
    }
}
