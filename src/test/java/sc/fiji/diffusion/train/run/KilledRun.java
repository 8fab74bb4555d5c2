// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.LearningRate;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.data.Augmentation;
import sc.fiji.diffusion.train.data.Batches;
import sc.fiji.diffusion.train.data.ImageSet;
import sc.fiji.diffusion.train.recipe.NetworkSize;
import sc.fiji.diffusion.train.recipe.PixelTask;
import sc.fiji.diffusion.train.recipe.TrainingSchedule;

/** A process that trains a tiny network and waits to be killed. */
final class KilledRun {

    static final int STEPS = 200;
    static final int LAST_STEP_OF_THE_KILLED = 150;

    private KilledRun() {}

    /** Says each step on standard output, and never ends by itself. */
    public static void main(String[] args) throws IOException {
        RunListener talkative =
                new RunListener() {
                    @Override
                    public void step(long step, double loss, double each, double left) {
                        System.out.println("step " + step);
                        while (step == LAST_STEP_OF_THE_KILLED) LockSupport.park();
                    }
                };
        run(Path.of(args[0]), talkative);
    }

    /** Trains to the last step, from where the folder's checkpoint is. */
    static void run(Path folder, RunListener listener) throws IOException {
        RunPlan plan = new RunPlan(STEPS, 0, new LearningRate(1e-3, 10, STEPS), 1, 20, 50, 1000);
        RunFolder run = RunFolder.open(folder, Map.of("seed", "5"));
        new TrainingRun(task(folder), plan, run, listener).run();
    }

    private static TrainingTask task(Path folder) throws IOException {
        Random random = new Random(4);
        List<Tensor> images = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            images.add(Tensor.zeros(1, 1, 5, 5).map(zero -> 2 * random.nextDouble() - 1));
            names.add("image " + i);
        }
        ImageSet data = new ImageSet(images, names, Collections.nCopies(6, ""));
        Augmentation augmentation = new Augmentation(true, true, true, 0.1);
        return new PixelTask(
                folder,
                NetworkSize.SMALL,
                TrainingSchedule.COSINE,
                Prediction.V,
                5,
                Batches.training(data, 4, 2, augmentation, 5),
                Precision.FLOAT32);
    }
}
