// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import sc.fiji.diffusion.evaluate.NamedAttribute;
import sc.fiji.diffusion.evaluate.PromptFidelity;
import sc.fiji.diffusion.nn.ClipConfig;
import sc.fiji.diffusion.nn.ClipImageConfig;
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
 * Trains the model that the plugin ships, {@code microscopy-128}. Each stage leaves its result in
 * the run folder, can be stopped at any time, and goes on from its last checkpoint:
 *
 * <pre>{@code
 * java -cp ... sc.fiji.diffusion.train.MicroscopyTraining RUN vae 2000
 * java -cp ... sc.fiji.diffusion.train.MicroscopyTraining RUN latents 8000
 * java -cp ... sc.fiji.diffusion.train.MicroscopyTraining RUN denoiser 4000 2400
 * java -cp ... sc.fiji.diffusion.train.MicroscopyTraining RUN export
 * java -cp ... sc.fiji.diffusion.train.MicroscopyTraining RUN evaluate
 * }</pre>
 *
 * The model, complete after {@code export}, is the folder {@code RUN/microscopy-128}.
 */
public final class MicroscopyTraining {

    private static final String EMBEDDING = "text_model.embeddings.token_embedding.weight";
    private static final String NAME = "microscopy-128";
    private static final long SEED = 1;
    private static final long CLASSIFIER_SEED = 3;
    private static final long CLIP_SEED = 4;
    private static final int IMAGE_SIZE = 128;
    private static final int NORMALIZER_IMAGES = 500;
    private static final int STEPS_PER_REPORT = 20;
    private static final int STEPS_PER_CHECKPOINT = 100;

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
            case "warm" -> training.warmStart(Path.of(args[2]));
            case "vae" -> training.trainVae(Long.parseLong(args[2]));
            case "latents" -> training.encodeLatents(Integer.parseInt(args[2]));
            case "denoiser" ->
                    training.trainDenoiser(Long.parseLong(args[2]), Long.parseLong(args[3]));
            case "classifier" -> training.trainClassifier(Long.parseLong(args[2]));
            case "clip" -> training.trainClip(Long.parseLong(args[2]));
            case "export" -> training.export();
            case "evaluate" -> training.evaluate();
            default ->
                    throw new IllegalArgumentException(
                            "unknown stage \""
                                    + args[1]
                                    + "\"; choose one of: warm, vae, latents, denoiser, classifier, clip, export, evaluate");
        }
    }

    /**
     * Takes over the weights of another model of the same architecture; words that its tokenizer
     * does not know start at random.
     */
    private void warmStart(Path folder) throws IOException {
        ModelTemplate other = new ModelTemplate(folder);
        model.writeVae(other.readVae(vae.layout()));
        int rows = text().vocabulary();
        ConfigFile config = ConfigFile.open(folder.resolve("text_encoder/config.json"));
        Map<String, Tensor> weights =
                other.readDenoiser(unet().layout(), ClipTextConfig.read(config).layout());
        try (ClipTokenizer from = ClipTokenizer.open(other.tokenizer());
                ClipTokenizer to = ClipTokenizer.open(model.tokenizer())) {
            weights.computeIfPresent(
                    EMBEDDING,
                    (name, old) ->
                            new VocabularyTransfer(from, to)
                                    .carry(old, Captions.vocabulary(), rows));
        }
        model.writeDenoiser(weights);
    }

    private void trainVae(long steps) throws IOException {
        VaeTraining training = new VaeTraining(vae, new PhantomBatches(SEED, IMAGE_SIZE / 2, 16));
        Map<String, Tensor> initial = Initializer.initialize(vae.layout(), SEED);
        Path checkpoint = run.resolve("vae-checkpoint.safetensors");
        try (Trainer trainer = Trainer.resumeOrStart(training.objective(), checkpoint, initial)) {
            train(trainer, new LearningRate(1e-3, 50, steps), training::batch, checkpoint);
        }
    }

    /** Normalises the autoencoder and encodes the data of the denoiser with it. */
    private void encodeLatents(int count) throws IOException {
        if (!Files.exists(model.vaeWeights())) {
            Map<String, Tensor> trained =
                    Checkpoint.read(run.resolve("vae-checkpoint.safetensors")).average();
            Tensor sample =
                    LatentPool.fill(
                                    run.resolve("unscaled"),
                                    vae,
                                    trained,
                                    SEED,
                                    IMAGE_SIZE,
                                    NORMALIZER_IMAGES)
                            .latents();
            model.writeVae(LatentNormalizer.measure(sample).apply(trained));
        }
        latents(count);
    }

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
                train(trainer, new LearningRate(5e-4, 100, steps), training::batch, checkpoint);
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

    private void trainClassifier(long steps) throws IOException {
        PhantomPool pool =
                new PhantomPool(CLASSIFIER_SEED, IMAGE_SIZE, 8000, spec -> spec.second().isEmpty());
        ClassifierTraining training = new ClassifierTraining(pool, 32);
        Map<String, Tensor> initial = Initializer.initialize(training.config().layout(), SEED);
        Path checkpoint = run.resolve("classifier-checkpoint.safetensors");
        try (Trainer trainer = Trainer.resumeOrStart(training.objective(), checkpoint, initial)) {
            train(trainer, new LearningRate(2e-3, 50, steps), training::batch, checkpoint);
            model.writeClassifier(trainer.average());
        }
        PromptFidelity fidelity = HeldOut.classifier(run.resolve(NAME), IMAGE_SIZE, 500);
        for (NamedAttribute attribute : NamedAttribute.values()) {
            System.out.printf(
                    Locale.ROOT,
                    "%s is named right in %.1f %% of held-out phantoms%n",
                    attribute.label(),
                    100 * fidelity.share(attribute));
        }
    }

    private void trainClip(long steps) throws IOException {
        PhantomPool pool = new PhantomPool(CLIP_SEED, IMAGE_SIZE, 8000, spec -> true);
        ClipImageConfig preprocessing =
                ClipImageConfig.read(ConfigFile.open(model.clip("preprocessor_config.json")));
        Path checkpoint = run.resolve("clip-checkpoint.safetensors");
        try (ClipTokenizer tokenizer = ClipTokenizer.open(model.tokenizer())) {
            ClipTraining training =
                    new ClipTraining(
                            ClipConfig.read(ConfigFile.open(model.clip("config.json"))),
                            preprocessing,
                            tokenizer::encode,
                            pool,
                            64);
            Map<String, Tensor> initial = training.initial(SEED);
            try (Trainer trainer =
                    Trainer.resumeOrStart(training.objective(), checkpoint, initial)) {
                train(trainer, new LearningRate(1e-3, 100, steps), training::batch, checkpoint);
                model.writeClip(ClipTraining.toFile(trainer.average()));
            }
        }
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

    private static void train(
            Trainer trainer, LearningRate rate, LongFunction<Tensor[]> batch, Path checkpoint)
            throws IOException {
        double loss = 0;
        long started = System.nanoTime();
        while (trainer.steps() < rate.steps()) {
            loss += trainer.step(rate, batch)[0].data()[0] / STEPS_PER_REPORT;
            if (trainer.steps() % STEPS_PER_REPORT == 0) {
                double seconds = (System.nanoTime() - started) / 1e9 / STEPS_PER_REPORT;
                System.out.printf(
                        Locale.ROOT,
                        "step %d loss %.5f, %.2f s a step%n",
                        trainer.steps(),
                        loss,
                        seconds);
                loss = 0;
                started = System.nanoTime();
            }
            if (trainer.steps() % STEPS_PER_CHECKPOINT == 0) trainer.save(checkpoint);
        }
        trainer.save(checkpoint);
    }

    private ConfigFile config(String part) throws IOException {
        return ConfigFile.open(run.resolve(NAME).resolve(part).resolve("config.json"));
    }
}
