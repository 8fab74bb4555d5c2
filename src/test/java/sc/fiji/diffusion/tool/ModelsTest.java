// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.files.Folders;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/** A model that is changed on the disk while it is loaded. */
class ModelsTest {

    private static final String UNET = "unet/diffusion_pytorch_model.safetensors";

    @TempDir Path temp;

    private Path copy() throws IOException {
        Path original = Reference.path("models/tiny-sd1");
        Path copy = temp.resolve("tiny");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(original)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Files.copy(file, copy.resolve(original.relativize(file).toString()));
        }
        return copy;
    }

    private static void halve(Path weights) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(weights);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : file.names()) tensors.put(name, file.read(name).map(v -> v / 2));
        SafetensorsWriter.write(weights, tensors, DType.F32, Map.of());
    }

    private static String hash(ModelSpec spec) throws IOException {
        return Models.shared().with(spec, DiffusionModel::hash);
    }

    @Test
    void itsNewWeightsAreLoadedAndItsEndIsNoticed() throws IOException {
        Path model = copy();
        ModelSpec spec = ModelSpec.of(model);
        DiffusionModel first = Models.shared().with(spec, m -> m);
        assertThat(Models.shared().<DiffusionModel>with(spec, m -> m)).isSameAs(first);
        String before = hash(spec);
        halve(model.resolve(UNET));
        assertThat(hash(spec)).isNotEqualTo(before);
        Folders.delete(model);
        assertThatIOException().isThrownBy(() -> hash(spec)).withMessageContaining("unknown model");
        Models.shared().close();
    }
}
