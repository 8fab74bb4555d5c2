// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.phantom.Captions;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.ClipTokenizer;

/**
 * Trains the model that the plugin ships, {@code microscopy-128}. All in one go, then the figures
 * of the model card:
 *
 * <pre>{@code
 * java -cp ... sc.fiji.diffusion.train.MicroscopyTraining RUN all models/microscopy-128
 * mvn -q compile exec:exec -Dmacro=macros/Evaluate_Model.ijm \
 *     -Dmacro.args="model=RUN/microscopy-128 count=1000 steps=20 seed=1 keep=RUN/generated"
 * }</pre>
 *
 * <p>Or stage by stage:
 *
 * <pre>{@code
 * RUN warm models/microscopy-128   takes over weights; left out, all starts at random
 * RUN vae 3000                     steps in all; about 0.9 s of one core each
 * RUN latents 16000                phantoms to encode; 0.03 s each
 * RUN denoiser 30000 20000         steps in all, and those on crops; 0.7 and 1.4 s
 * RUN export                       the averaged weights of the denoiser so far
 * RUN classifier 5000              0.2 s a step; names the attributes of phantoms
 * RUN clip 3000                    1 s a step
 * RUN evaluate                     losses by timestep, and what the autoencoder loses
 * }</pre>
 *
 * <p>Each stage leaves its result in the run folder, can be killed at any time, and goes on from
 * its last checkpoint (every 100 steps) when it is started again with the same arguments, as if it
 * had never stopped. Without the run folder, {@code warm} goes on from a model that was exported,
 * with a fresh optimizer. The model is the folder {@code RUN/microscopy-128}.
 */
public final class MicroscopyTraining {

    private static final String EMBEDDING = "text_model.embeddings.token_embedding.weight";
    private static final String NAME = "microscopy-128";
    private static final long SEED = 1;
    private static final long VAE_STEPS = 3000;
    private static final int LATENTS = 16_000;
    private static final long DENOISER_STEPS = 30_000;
    private static final long CROP_STEPS = 20_000;
    private static final long CLASSIFIER_STEPS = 5000;
    private static final long CLIP_STEPS = 3000;
    private static final int IMAGE_SIZE = 128;
    private static final int NORMALIZER_IMAGES = 500;

    private final Path run;
    private final ModelTemplate model;
    private final VaeConfig vae;

    private MicroscopyTraining(Path run) throws IOException {
        this.run = run;
        this.model = ModelTemplate.copy(NAME, run.resolve(NAME));
        this.vae = VaeConfig.read(config("vae"));
    }

    /** Runs one stage. */
    public static void main(String[] args) throws IOException {
        MicroscopyTraining training = new MicroscopyTraining(Path.of(args[0]));
        switch (args[1]) {
            case "all" -> training.trainAll(Path.of(args[2]));
            case "warm" -> training.warmStart(Path.of(args[2]));
            case "vae" -> training.trainVae(Long.parseLong(args[2]));
            case "latents" -> training.latents(Integer.parseInt(args[2]));
            case "denoiser" ->
                    training.trainDenoiser(Long.parseLong(args[2]), Long.parseLong(args[3]));
            case "classifier" -> training.measures().trainClassifier(Long.parseLong(args[2]));
            case "clip" -> training.measures().trainClip(Long.parseLong(args[2]));
            case "export" -> training.export();
            case "evaluate" -> training.evaluate();
            default ->
                    throw new IllegalArgumentException(
                            "unknown stage \""
                                    + args[1]
                                    + "\"; choose one of: all, warm, vae, latents, denoiser, classifier, clip, export, evaluate");
        }
    }

    /** Every stage, each as far as it has not been done. */
    private void trainAll(Path start) throws IOException {
        if (!model.hasDenoiser()) warmStart(start);
        trainVae(VAE_STEPS);
        latents(LATENTS);
        trainDenoiser(DENOISER_STEPS, CROP_STEPS);
        export();
        measures().trainClassifier(CLASSIFIER_STEPS);
        measures().trainClip(CLIP_STEPS);
        evaluate();
    }

    /**
     * Takes over the weights of another model of the same architecture, but for latent channels,
     * which it may have fewer of, and words, which its tokenizer need not know: these start at
     * random.
     */
    private void warmStart(Path folder) throws IOException {
        ModelTemplate other = new ModelTemplate(folder);
        VaeConfig otherVae = VaeConfig.read(ConfigFile.open(folder.resolve("vae/config.json")));
        UnetConfig otherUnet = UnetConfig.read(ConfigFile.open(folder.resolve("unet/config.json")));
        ConfigFile otherText = ConfigFile.open(folder.resolve("text_encoder/config.json"));
        LatentWidening widening =
                new LatentWidening(otherVae.latentChannels(), vae.latentChannels());
        model.writeVae(widening.carry(other.readVae(otherVae.layout()), vae.layout(), SEED));
        Map<String, Tensor> text = other.readText(ClipTextConfig.read(otherText).layout());
        try (ClipTokenizer from = ClipTokenizer.open(other.tokenizer());
                ClipTokenizer to = ClipTokenizer.open(model.tokenizer())) {
            int rows = text().vocabulary();
            text.computeIfPresent(
                    EMBEDDING,
                    (name, old) ->
                            new VocabularyTransfer(from, to)
                                    .carry(old, Captions.vocabulary(), rows));
        }
        Map<String, Tensor> weights =
                widening.carry(other.readUnet(otherUnet.layout()), unet().layout(), SEED);
        weights.putAll(text);
        model.writeDenoiser(weights);
    }

    private void trainVae(long steps) throws IOException {
        VaeTraining training = new VaeTraining(vae, new PhantomBatches(SEED, IMAGE_SIZE / 2, 16));
        Map<String, Tensor> initial =
                model.hasVae()
                        ? model.readVae(vae.layout())
                        : Initializer.initialize(vae.layout(), SEED);
        Path checkpoint = run.resolve("vae-checkpoint.safetensors");
        try (Trainer trainer = Trainer.resumeOrStart(training.objective(), checkpoint, initial)) {
            TrainingLoop.run(
                    trainer, new LearningRate(1e-3, 50, steps), training::batch, checkpoint);
            model.writeVae(normalized(trainer.average(), trainer.steps()));
        }
    }

    /** The autoencoder with latents of mean 0 and deviation 1, without posterior noise. */
    private Map<String, Tensor> normalized(Map<String, Tensor> trained, long steps)
            throws IOException {
        Path folder = run.resolve("unscaled-" + steps);
        Tensor sample =
                LatentPool.fill(folder, vae, trained, SEED, IMAGE_SIZE, NORMALIZER_IMAGES)
                        .latents();
        return LatentNormalizer.withoutNoise(LatentNormalizer.measure(sample).apply(trained));
    }

    /** Encodes the data of the denoiser, as far as that has not been done. */
    private LatentPool latents(int count) throws IOException {
        Map<String, Tensor> normalized = model.readVae(vae.layout());
        return LatentPool.fill(run.resolve("latents"), vae, normalized, SEED, IMAGE_SIZE, count);
    }

    private void trainDenoiser(long steps, long cropSteps) throws IOException {
        Map<String, Tensor> initial = initialDenoiser();
        Path checkpoint = run.resolve("denoiser-checkpoint.safetensors");
        LatentPool data = latents(LatentPool.count(run.resolve("latents"), SEED));
        try (ClipTokenizer tokenizer = ClipTokenizer.open(model.tokenizer())) {
            DenoiserTraining training = denoiser(tokenizer, data, cropSteps);
            try (Trainer trainer =
                    Trainer.resumeOrStart(training.objective(), checkpoint, initial)) {
                TrainingLoop.run(
                        trainer, new LearningRate(5e-4, 100, steps), training::batch, checkpoint);
            }
        }
    }

    /** The weights of the model folder if it holds any, else random ones. */
    private Map<String, Tensor> initialDenoiser() throws IOException {
        if (model.hasDenoiser()) return model.readDenoiser(unet().layout(), text().layout());
        Map<String, Tensor> initial =
                new LinkedHashMap<>(Initializer.initialize(unet().layout(), SEED));
        initial.putAll(Initializer.initialize(text().layout(), SEED + 1));
        return initial;
    }

    private MeasureTraining measures() {
        return new MeasureTraining(run, model, IMAGE_SIZE);
    }

    private DenoiserTraining denoiser(ClipTokenizer tokenizer, LatentPool data, long cropSteps)
            throws IOException {
        NoiseSchedule schedule = NoiseSchedule.of(SchedulerConfig.read(model.schedulerConfig()));
        return new DenoiserTraining(
                unet(), text(), schedule, tokenizer::encode, data, data.seed(), cropSteps);
    }

    /** Prints the figures of the model card, from the weights that {@code export} wrote. */
    private void evaluate() throws IOException {
        Map<String, Tensor> autoencoder = model.readVae(vae.layout());
        LatentPool data =
                LatentPool.fill(
                        run.resolve("held-out"), vae, autoencoder, HeldOut.SEED, IMAGE_SIZE, 500);
        try (ClipTokenizer tokenizer = ClipTokenizer.open(model.tokenizer())) {
            double[] losses =
                    HeldOut.velocityLoss(
                            denoiser(tokenizer, data, 0),
                            model.readDenoiser(unet().layout(), text().layout()),
                            64);
            System.out.printf(
                    Locale.ROOT,
                    "velocity loss in the quarters of the timesteps: %.3f %.3f %.3f %.3f%n",
                    losses[0],
                    losses[1],
                    losses[2],
                    losses[3]);
        }
        System.out.printf(
                Locale.ROOT,
                "reconstruction: %.1f dB without camera noise, %.1f dB with it%n",
                HeldOut.reconstruction(vae, autoencoder, IMAGE_SIZE, 200, true),
                HeldOut.reconstruction(vae, autoencoder, IMAGE_SIZE, 200, false));
    }

    private UnetConfig unet() throws IOException {
        return UnetConfig.read(config("unet"));
    }

    private ClipTextConfig text() throws IOException {
        return ClipTextConfig.read(config("text_encoder"));
    }

    /** Completes the model folder with the averaged weights of the denoiser. */
    private void export() throws IOException {
        Checkpoint trained = Checkpoint.read(run.resolve("denoiser-checkpoint.safetensors"));
        model.writeDenoiser(trained.average());
        System.out.println("wrote " + run.resolve(NAME) + " after " + trained.step() + " steps");
    }

    private ConfigFile config(String part) throws IOException {
        return ConfigFile.open(run.resolve(NAME).resolve(part).resolve("config.json"));
    }
}
