// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.engine.Wish;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.phantom.Captions;
import sc.fiji.diffusion.phantom.Phantom;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.train.Initializer;
import sc.fiji.diffusion.train.LatentNormalizer;
import sc.fiji.diffusion.train.LearningRate;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.Trainer;
import sc.fiji.diffusion.train.TrainingLoop;
import sc.fiji.diffusion.train.run.RunFolder;

/**
 * Trains the model that the plugin ships, {@code microscopy-128}. All in one go, then the figures
 * of the model card:
 *
 * <pre>{@code
 * java -cp ... sc.fiji.diffusion.train.shipped.MicroscopyTraining RUN all models/microscopy-128
 * mvn -q compile exec:exec -Dmacro=macros/Evaluate_Model.ijm \
 *     -Dmacro.args="model=RUN/microscopy-128 count=1000 steps=20 seed=1 keep=RUN/generated"
 * }</pre>
 *
 * <p>Or stage by stage:
 *
 * <pre>{@code
 * RUN warm models/microscopy-128   takes over weights; left out, all starts at random
 * RUN vae 3000                     steps in all; about 0.9 s of one core each
 * RUN latents 32000                phantoms to encode, for either denoiser; 0.09 s each
 * RUN denoiser 10000 128           steps in all, latents in a batch; 0.1 s a latent
 * RUN export                       the averaged weights of the denoiser so far
 * RUN inpainting 10000 128         the same for the inpainting variant of the denoiser's model
 * RUN export-inpainting            its averaged weights so far
 * RUN classifier 5000              0.2 s a step; names the attributes of phantoms
 * RUN clip 3000                    1 s a step
 * RUN evaluate                     losses by timestep, and what the autoencoder loses
 * }</pre>
 *
 * <p>Each stage leaves its result in the run folder, can be killed at any time, and goes on from
 * its last checkpoint (every two minutes) when it is started again with the same arguments, as if
 * it had never stopped. The number format of the networks is that of the first stage, kept in the
 * run folder's {@code settings.json}, on whatever machine the others run. Without the run folder,
 * {@code warm} goes on from a model that was exported, with a fresh optimizer. The model is the
 * folder {@code RUN/microscopy-128}, its inpainting variant {@code RUN/microscopy-128-inpainting}.
 * The times are those of two cores without bfloat16; an NVIDIA H200 makes a step of 128 latents in
 * 0.2 s.
 */
public final class MicroscopyTraining {

    private static final String EMBEDDING = "text_model.embeddings.token_embedding.weight";
    private static final String NAME = "microscopy-128";
    private static final String INPAINTING = NAME + "-inpainting";
    private static final String LATENTS_FOLDER = "latents";
    private static final String INPAINTING_LATENTS = "inpainting-latents";
    private static final long SEED = 1;
    private static final long VAE_STEPS = 3000;
    private static final int LATENTS = 32_000;
    private static final long DENOISER_STEPS = 10_000;
    private static final long INPAINTING_STEPS = 10_000;
    private static final int BATCH = 128;
    private static final long CLASSIFIER_STEPS = 5000;
    private static final long CLIP_STEPS = 3000;
    private static final int IMAGE_SIZE = 128;
    private static final int NORMALIZER_IMAGES = 500;

    private final Path run;
    private final ModelTemplate model;
    private final VaeConfig vae;
    private final Precision precision;

    private MicroscopyTraining(Path run) throws IOException {
        this.run = run;
        this.model = ModelTemplate.copy(NAME, run.resolve(NAME));
        this.vae = VaeConfig.read(model.config("vae"));
        Precision fastest = Precision.choose(Wish.ANYTHING, TorchEngine.get().machine());
        this.precision = RunFolder.precision(run, fastest);
        RunFolder.open(run, Map.of(RunFolder.PRECISION, precision.label()));
    }

    /** Runs one stage. */
    public static void main(String[] args) throws IOException {
        MicroscopyTraining training = new MicroscopyTraining(Path.of(args[0]));
        switch (args[1]) {
            case "all" -> training.trainAll(Path.of(args[2]));
            case "warm" -> training.warmStart(Path.of(args[2]));
            case "vae" -> training.trainVae(steps(args));
            case "latents" -> training.makeLatents(Integer.parseInt(args[2]));
            case "denoiser" ->
                    training.denoiser().train(training.data(false), steps(args), batch(args));
            case "inpainting" ->
                    training.inpainting().train(training.data(true), steps(args), batch(args));
            case "export" -> training.denoiser().export();
            case "export-inpainting" -> training.inpainting().export();
            case "classifier" -> training.measures().trainClassifier(steps(args));
            case "clip" -> training.measures().trainClip(steps(args));
            case "evaluate" -> training.evaluate();
            default ->
                    throw new IllegalArgumentException(
                            "unknown stage \""
                                    + args[1]
                                    + "\"; choose one of: all, warm, vae, latents, denoiser, export, inpainting, export-inpainting, classifier, clip, evaluate");
        }
    }

    private static long steps(String[] args) {
        return Long.parseLong(args[2]);
    }

    private static int batch(String[] args) {
        return Integer.parseInt(args[3]);
    }

    /** Every stage, each as far as it has not been done. */
    private void trainAll(Path start) throws IOException {
        if (!model.hasDenoiser()) warmStart(start);
        trainVae(VAE_STEPS);
        makeLatents(LATENTS);
        denoiser().train(data(false), DENOISER_STEPS, BATCH);
        denoiser().export();
        inpainting().train(data(true), INPAINTING_STEPS, BATCH);
        inpainting().export();
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
        VaeConfig otherVae = VaeConfig.read(other.config("vae"));
        UnetConfig otherUnet = UnetConfig.read(other.config("unet"));
        LatentWidening widening =
                new LatentWidening(otherVae.latentChannels(), vae.latentChannels());
        model.writeVae(widening.carry(other.readVae(otherVae.layout()), vae.layout(), SEED));
        Map<String, Tensor> text =
                other.readText(ClipTextConfig.read(other.config("text_encoder")).layout());
        try (ClipTokenizer from = ClipTokenizer.open(other.tokenizer());
                ClipTokenizer to = ClipTokenizer.open(model.tokenizer())) {
            int rows = ClipTextConfig.read(model.config("text_encoder")).vocabulary();
            text.computeIfPresent(
                    EMBEDDING,
                    (name, old) ->
                            new VocabularyTransfer(from, to)
                                    .carry(old, Captions.vocabulary(), rows));
        }
        UnetConfig unet = UnetConfig.read(model.config("unet"));
        Map<String, Tensor> weights =
                widening.carry(other.readUnet(otherUnet.layout()), unet.layout(), SEED);
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
        try (Trainer trainer =
                Trainer.resumeOrStart(training.objective(precision), checkpoint, initial)) {
            TrainingLoop.run(
                    trainer, new LearningRate(1e-3, 50, steps), training::batch, checkpoint);
            model.writeVae(normalized(trainer.average(), trainer.steps()));
        }
    }

    /** The autoencoder with latents of mean 0 and deviation 1, without posterior noise. */
    private Map<String, Tensor> normalized(Map<String, Tensor> trained, long steps)
            throws IOException {
        try (LatentPool.Filler filler =
                filler("unscaled-" + steps, trained, SEED, Phantom::pixels)) {
            Tensor sample = filler.fill(NORMALIZER_IMAGES, false).latents();
            return LatentNormalizer.withoutNoise(LatentNormalizer.measure(sample).apply(trained));
        }
    }

    /**
     * Encodes the data of both denoisers, as far as that has not been done. Text to image learns
     * from phantoms without the camera's noise: the autoencoder turns shot noise into blotches, and
     * a U-Net that learns to draw those draws other structures than it was asked for. The holes
     * that the inpainting variant fills are in noisy images.
     */
    private void makeLatents(int count) throws IOException {
        Map<String, Tensor> autoencoder = model.readVae(vae.layout());
        try (LatentPool.Filler filler = filler(LATENTS_FOLDER, autoencoder, SEED, Phantom::clean)) {
            filler.make(count, false);
        }
        try (LatentPool.Filler filler =
                filler(INPAINTING_LATENTS, autoencoder, SEED, Phantom::pixels)) {
            filler.make(count, true);
        }
    }

    private LatentPool.Filler filler(
            String folder,
            Map<String, Tensor> autoencoder,
            long seed,
            Function<Phantom, float[]> picture)
            throws IOException {
        return new LatentPool.Filler(
                run.resolve(folder), vae, autoencoder, seed, IMAGE_SIZE, picture);
    }

    private DenoiserStage denoiser() {
        return new DenoiserStage(model, run.resolve("denoiser-checkpoint.safetensors"), precision);
    }

    private DenoiserStage inpainting() throws IOException {
        return inpainting(model.inpainting(run.resolve(INPAINTING)));
    }

    private DenoiserStage inpainting(ModelTemplate variant) {
        return new DenoiserStage(
                variant, run.resolve("inpainting-checkpoint.safetensors"), precision);
    }

    /** All latents that were made so far. */
    private LatentPool data(boolean holes) throws IOException {
        Path folder = run.resolve(holes ? INPAINTING_LATENTS : LATENTS_FOLDER);
        int count = LatentPool.count(folder, SEED);
        if (count == 0)
            throw new IllegalStateException(
                    "no latents in " + folder + "; make some with: latents " + LATENTS);
        return LatentPool.read(folder, SEED, count, holes);
    }

    private MeasureTraining measures() {
        return new MeasureTraining(run, model, IMAGE_SIZE, precision);
    }

    /** Prints the figures of the model card, from the weights that {@code export} wrote. */
    private void evaluate() throws IOException {
        Map<String, Tensor> autoencoder = model.readVae(vae.layout());
        try (LatentPool.Filler filler =
                filler("held-out", autoencoder, HeldOut.SEED, Phantom::clean)) {
            print("text to image", denoiser().heldOutLoss(filler.fill(500, false), 64));
        }
        ModelTemplate variant = new ModelTemplate(run.resolve(INPAINTING));
        if (variant.hasDenoiser()) {
            try (LatentPool.Filler filler =
                    filler("held-out-inpainting", autoencoder, HeldOut.SEED, Phantom::pixels)) {
                print("inpainting", inpainting(variant).heldOutLoss(filler.fill(500, true), 64));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "reconstruction: %.1f dB without camera noise, %.1f dB with it%n",
                HeldOut.reconstruction(vae, autoencoder, IMAGE_SIZE, 200, true),
                HeldOut.reconstruction(vae, autoencoder, IMAGE_SIZE, 200, false));
    }

    private static void print(String name, double[] losses) {
        System.out.printf(
                Locale.ROOT,
                "%s: velocity loss in the quarters of the timesteps: %.3f %.3f %.3f %.3f%n",
                name,
                losses[0],
                losses[1],
                losses[2],
                losses[3]);
    }
}
