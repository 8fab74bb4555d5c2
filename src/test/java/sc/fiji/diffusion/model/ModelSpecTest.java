// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.testing.SingleFiles;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/** An autoencoder in place of the model's own. */
class ModelSpecTest {

    private static final String TINY = Reference.path("models/tiny-sd1").toString();

    @TempDir Path root;

    private ModelCopy other;
    private ModelLibrary library;

    @BeforeEach
    void makeAModelWithAnotherAutoencoder() throws IOException {
        other = ModelCopy.in(root, "other");
        other.tensors(ModelCopy.VAE, tensors -> tensors.replaceAll((name, t) -> t.times(1.01)));
        other.set("vae/config.json", "scaling_factor", "0.5");
        library = new ModelLibrary(List.of(root));
    }

    @Test
    void namesBecomePathsAndTheVaeOfAModelIsItsFolder() throws IOException {
        ModelSpec spec = library.locate(ModelSpec.of("other").withVae("other"));
        assertThat(spec.model()).isEqualTo(other.folder().toString());
        assertThat(spec.vae()).isEqualTo(other.file("vae").toString());
        assertThat(spec.vaeName()).isEqualTo("other");
        assertThat(library.locate(ModelSpec.of("other").withVae(" ")).hasVae()).isFalse();
    }

    @Test
    void folderBringsItsOwnConfigurationAndFileHasThatOfTheModel() throws IOException {
        Path file = root.resolve("my vae.safetensors");
        Files.copy(other.file(ModelCopy.VAE), file);
        Tensor latents = new TorchNoise(2).gaussian(1, 4, 2, 2);
        try (DiffusionModel own = DiffusionModel.open(Path.of(TINY));
                DiffusionModel whole = DiffusionModel.open(other.folder());
                DiffusionModel folder = open("other");
                DiffusionModel single = open("my vae.safetensors")) {
            Tensor expected = whole.decode(latents);
            assertThat(expected.data()).isNotEqualTo(own.decode(latents).data());
            assertThat(folder.decode(latents).data()).isEqualTo(expected.data());
            assertThat(single.decode(latents).data()).isEqualTo(expected.data());
            assertThat(folder.scalingFactor()).isEqualTo(0.5);
            assertThat(single.scalingFactor()).isEqualTo(own.scalingFactor()).isEqualTo(0.18215);
            assertThat(folder.hash()).isEqualTo(single.hash()).isNotIn(whole.hash(), own.hash());
        }
    }

    /** As a folder, and as a file of the original layout. */
    @Test
    void modelWithoutAutoencoderTakesOneAndSaysSoWithout() throws IOException {
        Path vae = root.resolve("my vae.safetensors");
        Files.copy(other.file(ModelCopy.VAE), vae);
        Path single = root.resolve("single.safetensors");
        SingleFiles.write(Path.of(TINY), "sd1.5", single, DType.F32);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        SafetensorsFile whole = SafetensorsFile.open(single);
        for (String name : whole.names()) {
            if (!name.startsWith("first_stage_model.")) tensors.put(name, whole.read(name));
        }
        Path file = root.resolve("novae.safetensors");
        SafetensorsWriter.write(file, tensors, DType.F32, Map.of());
        ModelCopy folder = ModelCopy.in(root, "novae folder");
        folder.delete("vae/config.json");
        folder.delete(ModelCopy.VAE);
        folder.delete("vae");
        Tensor latents = new TorchNoise(2).gaussian(1, 4, 2, 2);
        for (Path model : List.of(file, folder.folder())) {
            ModelSpec spec = ModelSpec.of(model);
            assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(() -> DiffusionModel.open(spec))
                    .withMessageStartingWith(
                            "model "
                                    + ModelSource.name(model)
                                    + " has no autoencoder (vae): give it one with the key vae");
            assertThat(ModelSummary.of(model).family())
                    .isEqualTo("latents with text, no autoencoder: give one with the key vae");
            try (DiffusionModel given = DiffusionModel.open(spec.withVae(vae.toString()));
                    DiffusionModel complete = open(vae.toString())) {
                assertThat(given.decode(latents).data()).isEqualTo(complete.decode(latents).data());
                assertThat(given.scalingFactor()).isEqualTo(0.18215);
            }
        }
    }

    private DiffusionModel open(String vae) throws IOException {
        return DiffusionModel.open(library.locate(ModelSpec.of(TINY).withVae(vae)));
    }

    @Test
    void whatIsNoAutoencoderIsRefused() throws IOException {
        Files.createDirectory(root.resolve("empty"));
        for (String vae : List.of("empty", "absent.safetensors", "bad\0name")) {
            assertThatExceptionOfType(ModelException.class)
                    .isThrownBy(() -> library.locate(ModelSpec.of(TINY).withVae(vae)))
                    .withMessageContainingAll("no autoencoder \"" + vae + "\"", root.toString());
        }
    }
}
