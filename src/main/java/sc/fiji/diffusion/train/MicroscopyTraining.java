// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/**
 * Trains the model that the plugin ships, {@code microscopy-128}, in stages that each leave their
 * result in the run folder and can be stopped and started again:
 *
 * <pre>{@code
 * java -cp ... sc.fiji.diffusion.train.MicroscopyTraining vae FOLDER STEPS
 * }</pre>
 */
public final class MicroscopyTraining {

    private static final long TRAINING_SEED = 1;
    private static final int STEPS_PER_REPORT = 20;
    private static final int STEPS_PER_CHECKPOINT = 200;

    private final Path folder;

    private MicroscopyTraining(Path folder) {
        this.folder = folder;
    }

    /** Runs one stage. */
    public static void main(String[] args) throws IOException {
        MicroscopyTraining training = new MicroscopyTraining(Path.of(args[1]));
        long steps = Long.parseLong(args[2]);
        switch (args[0]) {
            case "vae" -> training.trainVae(steps);
            default ->
                    throw new IllegalArgumentException(
                            "unknown stage " + args[0] + "; there are: vae");
        }
    }

    private void trainVae(long steps) throws IOException {
        VaeConfig config = VaeConfig.read(ConfigFile.open(template("vae/config.json")));
        VaeTraining training = new VaeTraining(config, new PhantomBatches(TRAINING_SEED, 64, 16));
        Map<String, Tensor> initial = Initializer.initialize(config.layout(), TRAINING_SEED);
        Path checkpoint = folder.resolve("vae-checkpoint.safetensors");
        try (Trainer trainer = Trainer.resumeOrStart(training.objective(), checkpoint, initial)) {
            run(trainer, new LearningRate(1e-3, 50, steps), training::batch, checkpoint);
            SafetensorsWriter.write(
                    folder.resolve("vae.safetensors"), trainer.average(), DType.F32, Map.of());
        }
    }

    private static void run(
            Trainer trainer, LearningRate rate, LongFunction<Tensor[]> batch, Path checkpoint)
            throws IOException {
        double[] sums = new double[3];
        long started = System.nanoTime();
        while (trainer.steps() < rate.steps()) {
            Tensor[] values = trainer.step(rate, batch);
            for (int i = 0; i < Math.min(sums.length, values.length); i++)
                sums[i] += values[i].data()[0];
            if (trainer.steps() % STEPS_PER_REPORT == 0) {
                report(trainer.steps(), sums, (System.nanoTime() - started) / 1e9);
                sums = new double[3];
                started = System.nanoTime();
            }
            if (trainer.steps() % STEPS_PER_CHECKPOINT == 0) trainer.save(checkpoint);
        }
        trainer.save(checkpoint);
    }

    private static void report(long step, double[] sums, double seconds) {
        System.out.printf(
                Locale.ROOT,
                "step %d loss %.5f second %.5f third %.5f %.2f s/step%n",
                step,
                sums[0] / STEPS_PER_REPORT,
                sums[1] / STEPS_PER_REPORT,
                sums[2] / STEPS_PER_REPORT,
                seconds / STEPS_PER_REPORT);
    }

    private static Path template(String file) throws IOException {
        Path copy = Files.createTempFile("config", ".json");
        Files.write(
                copy,
                MicroscopyTraining.class
                        .getResourceAsStream("microscopy-128/" + file)
                        .readAllBytes());
        return copy;
    }
}
