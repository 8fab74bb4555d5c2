// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.train.Checkpoint;
import sc.fiji.diffusion.train.Initializer;
import sc.fiji.diffusion.train.LearningRate;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.Prefetch;
import sc.fiji.diffusion.train.Trainer;
import sc.fiji.diffusion.train.TrainingLoop;

/**
 * Training of the U-Net and the text encoder of a model folder whose autoencoder is done.
 *
 * @param model the folder, which gets the averaged weights
 * @param checkpoint where training is kept
 * @param precision that the networks are trained in
 */
record DenoiserStage(ModelTemplate model, Path checkpoint, Precision precision) {

    private static final long SEED = 1;
    private static final double PEAK_RATE = 3e-4;
    private static final long WARMUP = 100;
    private static final int SMALL_BATCH = 16;
    private static final int WEIGHED = 16;

    /**
     * Trains until the last step, from the checkpoint if there is one.
     *
     * @param steps steps in all
     * @param batchSize latents in a batch
     */
    void train(LatentPool data, long steps, int batchSize) throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(model.tokenizer())) {
            DenoiserTraining training = training(tokenizer, data, batchSize);
            System.out.println(
                    "weights of the channels: " + Arrays.toString(training.channelWeights()));
            try (Trainer trainer =
                            Trainer.resumeOrStart(
                                    training.objective(precision), checkpoint, initial());
                    Prefetch batches = new Prefetch(training::batch)) {
                TrainingLoop.run(
                        trainer,
                        new LearningRate(PEAK_RATE * scale(batchSize), WARMUP, steps),
                        batches,
                        checkpoint);
            }
        }
    }

    /** Larger batches have less noise in their gradients and bear larger steps, if not by much. */
    private static double scale(int batchSize) {
        return Math.pow((double) batchSize / SMALL_BATCH, 0.25);
    }

    /** The weights of the model folder if it holds any, else random ones. */
    private Map<String, Tensor> initial() throws IOException {
        if (model.hasDenoiser()) return weights();
        Map<String, Tensor> initial =
                new LinkedHashMap<>(Initializer.initialize(unet().layout(), SEED));
        initial.putAll(Initializer.initialize(text().layout(), SEED + 1));
        return initial;
    }

    private Map<String, Tensor> weights() throws IOException {
        return model.readDenoiser(unet().layout(), text().layout());
    }

    private DenoiserTraining training(ClipTokenizer tokenizer, LatentPool data, int batchSize)
            throws IOException {
        NoiseSchedule schedule = NoiseSchedule.of(SchedulerConfig.read(model.schedulerConfig()));
        VaeConfig vae = VaeConfig.read(model.config("vae"));
        float[] channels =
                ChannelWeights.of(
                        vae,
                        model.readVae(vae.layout()),
                        data.latents().slice(0, Math.min(WEIGHED, data.size())));
        return new DenoiserTraining(
                unet(),
                text(),
                schedule,
                tokenizer::encode,
                data,
                channels,
                data.seed(),
                batchSize);
    }

    /** Completes the model folder with the averaged weights so far. */
    void export() throws IOException {
        Checkpoint trained = Checkpoint.read(checkpoint);
        model.writeDenoiser(trained.average());
        System.out.println("wrote " + model.folder() + " after " + trained.step() + " steps");
    }

    /** The velocity loss in the quarters of the timesteps, of the weights that were exported. */
    double[] heldOutLoss(LatentPool data, int batches) throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.open(model.tokenizer())) {
            DenoiserTraining training = training(tokenizer, data, SMALL_BATCH);
            return HeldOut.velocityLoss(training, weights(), batches);
        }
    }

    private UnetConfig unet() throws IOException {
        return UnetConfig.read(model.config("unet"));
    }

    private ClipTextConfig text() throws IOException {
        return ClipTextConfig.read(model.config("text_encoder"));
    }
}
