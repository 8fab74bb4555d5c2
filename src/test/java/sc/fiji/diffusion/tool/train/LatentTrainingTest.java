// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.TextToImageTool;

/** Models of latents belong to the autoencoder that they began with. */
class LatentTrainingTest {

    private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

    @TempDir Path temp;

    private Path vae() {
        return temp.resolve("vae");
    }

    private Path model() {
        return temp.resolve("model");
    }

    private TrainTool.Trained train(Kind kind, Path output, long steps) throws IOException {
        return train(kind, output, steps, TrainingDisplay.NONE);
    }

    private TrainTool.Trained train(Kind kind, Path output, long steps, TrainingDisplay display)
            throws IOException {
        DataSettings d = DataSettings.DEFAULT;
        DataSettings data =
                new DataSettings(
                        d.folder(), d.values(), d.crop(), d.orientation(), d.intensity(), "cells");
        NetworkSettings network = TinyTraining.network(kind, vae());
        StepSettings settings = new StepSettings(steps, 0, 2, 1e-3, 1);
        return new TrainTool(data, network, settings, output.toString())
                .run(TrainToolTest.greyStack(), display);
    }

    /** An autoencoder, and on it a model with text, which commands use. */
    @Test
    void autoencoderCarriesModelsOfLatents() throws IOException {
        TrainTool.Trained autoencoder = train(Kind.AUTOENCODER, vae(), 2);
        assertThat(autoencoder.previews().getStackSize()).isEqualTo(1);

        TrainTool.Trained model = train(Kind.TEXT, model(), 2);
        assertThat(model.model().resolve("README.md")).content().contains("prompt=[cells]");
        Sampling sampling = Sampling.of(model().toString(), "cells").withSteps(2);
        ImagePlus image = new TextToImageTool(sampling, 0, 0, OutputType.SAME).run(Progress.NONE);
        assertThat(image.getWidth()).isEqualTo(8);

        keepsWhatWasLearnedIfItIsKilledAfterResuming();
        resumesARunOfAnEarlierVersion();
        refusesToGoOnWithAnotherAutoencoder();
    }

    private void keepsWhatWasLearnedIfItIsKilledAfterResuming() throws IOException {
        Path unet = model().resolve("unet").resolve(WEIGHTS);
        byte[] learned = Files.readAllBytes(unet);
        TrainingDisplay killed =
                new TrainingDisplay() {
                    @Override
                    public void announce(String text) {
                        throw new IllegalStateException("killed");
                    }
                };
        assertThatIllegalStateException().isThrownBy(() -> train(Kind.TEXT, model(), 2, killed));
        assertThat(unet).hasBinaryContent(learned);
    }

    private void resumesARunOfAnEarlierVersion() throws IOException {
        Path file = model().resolve("training/settings.json");
        String settings = Files.readString(file);
        String earlier = settings.replaceFirst("\"vae SHA-256\": \"\\w{64}\",\\s*", "");
        assertThat(earlier).isNotEqualTo(settings);
        Files.writeString(file, earlier);
        assertThat(train(Kind.TEXT, model(), 3).steps()).isEqualTo(3);
        assertThat(file).content().isEqualTo(settings);
    }

    private void refusesToGoOnWithAnotherAutoencoder() throws IOException {
        byte[] own = Files.readAllBytes(model().resolve("vae").resolve(WEIGHTS));
        train(Kind.AUTOENCODER, vae(), 3);
        assertThatIOException()
                .isThrownBy(() -> train(Kind.TEXT, model(), 4))
                .withMessageContaining("holds a run whose vae SHA-256 was ");
        assertThat(model().resolve("vae").resolve(WEIGHTS)).hasBinaryContent(own);
    }

    @Test
    void callThatFailsBeforeTheFirstStepLeavesNothingThatBlocksTheNext() throws IOException {
        assertThatIOException()
                .isThrownBy(() -> train(Kind.LATENTS, model(), 1))
                .withMessageContaining("no autoencoder");
        assertThat(model()).doesNotExist();

        Files.createDirectory(vae());
        Files.writeString(vae().resolve("config.json"), "{}");
        assertThatIOException()
                .isThrownBy(() -> train(Kind.LATENTS, model(), 1))
                .withMessageContaining("has a config.json but no weights");
        assertThat(model()).doesNotExist();

        Files.writeString(vae().resolve(WEIGHTS), "none");
        assertThatIOException()
                .isThrownBy(() -> train(Kind.LATENTS, model(), 1))
                .withMessageContaining("damaged");
        assertThat(model()).doesNotExist();
    }
}
