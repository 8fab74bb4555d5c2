// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import sc.fiji.diffusion.evaluate.NamedAttribute;
import sc.fiji.diffusion.evaluate.PromptFidelity;
import sc.fiji.diffusion.nn.ClipConfig;
import sc.fiji.diffusion.nn.ClipImageConfig;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.train.Initializer;
import sc.fiji.diffusion.train.LearningRate;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.Trainer;
import sc.fiji.diffusion.train.TrainingLoop;

/**
 * Training of what measures images rather than making them: the classifier of attributes, and CLIP.
 *
 * @param run where checkpoints are kept
 * @param model the folder that they become parts of
 * @param imageSize pixels a side
 * @param precision that CLIP is trained in; the classifier is so small that it takes float32
 */
record MeasureTraining(Path run, ModelTemplate model, int imageSize, Precision precision) {

    private static final long SEED = 1;
    private static final long CLASSIFIER_DATA = 3;
    private static final long CLIP_DATA = 4;
    private static final int PHANTOMS = 24_000;
    private static final int HELD_OUT = 500;

    void trainClassifier(long steps) throws IOException {
        PhantomPool pool =
                new PhantomPool(
                        CLASSIFIER_DATA, imageSize, PHANTOMS, spec -> spec.second().isEmpty());
        ClassifierTraining training = new ClassifierTraining(pool, 32);
        Map<String, Tensor> initial = Initializer.initialize(training.config().layout(), SEED);
        Path checkpoint = run.resolve("classifier-checkpoint.safetensors");
        try (Trainer trainer = Trainer.resumeOrStart(training.objective(), checkpoint, initial)) {
            TrainingLoop.run(
                    trainer, new LearningRate(2e-3, 50, steps), training::batch, checkpoint);
            model.writeClassifier(trainer.average());
        }
        PromptFidelity fidelity = HeldOut.classifier(model.folder(), imageSize, HELD_OUT);
        for (NamedAttribute attribute : NamedAttribute.values()) {
            System.out.printf(
                    Locale.ROOT,
                    "%s is named right in %.1f %% of held-out phantoms%n",
                    attribute.label(),
                    100 * fidelity.share(attribute));
        }
    }

    void trainClip(long steps) throws IOException {
        PhantomPool pool = new PhantomPool(CLIP_DATA, imageSize, PHANTOMS, spec -> true);
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
                    Trainer.resumeOrStart(training.objective(precision), checkpoint, initial)) {
                TrainingLoop.run(
                        trainer, new LearningRate(1e-3, 100, steps), training::batch, checkpoint);
                model.writeClip(ClipTraining.toFile(trainer.average()));
            }
        }
    }
}
