// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.model.ModelSource;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.train.LearningRate;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.StepRandom;
import sc.fiji.diffusion.train.Trainer;
import sc.fiji.diffusion.train.data.LatentData;
import sc.fiji.diffusion.train.data.LatentSet;
import sc.fiji.diffusion.weights.SafetensorsFile;

/** An adapter of the tiny reference model learns, is kept, and does the same merged. */
class AdapterTest {

    private static final ModelSource MODEL = open();

    private final Path folder;
    private final Path file;
    private final UnetConfig unet;
    private final ClipTextConfig text;

    AdapterTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        file = folder.resolve("adapter.safetensors");
        unet = UnetConfig.read(MODEL.config(ModelSource.UNET));
        text = ClipTextConfig.read(MODEL.config(ModelSource.TEXT_ENCODER));
    }

    private static ModelSource open() {
        try {
            return ModelSource.open(Reference.path("models/tiny-sd1"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<Weights> base() throws IOException {
        return List.of(
                Weights.load(MODEL.weights(ModelSource.UNET), unet.layout()),
                Weights.load(MODEL.weights(ModelSource.TEXT_ENCODER), text.layout()));
    }

    private Adapter adapter() {
        return new Adapter(List.of(unet.layout(), text.layout()), 4, 3, this::base, file);
    }

    /** Four latents with smooth content, each with its caption. */
    private LatentData data(ClipTokenizer tokenizer) {
        List<Tensor> means = new ArrayList<>();
        List<Tensor> none = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int phase = i;
            int[] k = {0};
            means.add(Tensor.zeros(1, 4, 8, 8).map(z -> Math.sin(0.3 * k[0]++ + phase)));
            none.add(Tensor.zeros(1, 0, 8, 8));
        }
        List<Tensor> deviations = Collections.nCopies(4, Tensor.full(0.01f, 1, 4, 8, 8));
        List<String> captions = List.of("a cell", "a leaf", "two cells", "a nucleus");
        LatentSet set = new LatentSet(means, deviations, none, captions);
        return new LatentData(set, set, 1, Tokens.of(tokenizer), 4, 9);
    }

    private LatentTask task(ClipTokenizer tokenizer) throws IOException {
        Noising noising = new Noising(NoiseSchedule.of(MODEL.scheduler()), 0);
        return LatentTask.adapter(
                unet, Optional.of(text), noising, data(tokenizer), Precision.FLOAT32, adapter());
    }

    @Test
    void adapterLearnsIsKeptAndDoesTheSameMerged() throws Exception {
        Map<String, Tensor> learned;
        try (ClipTokenizer tokenizer = MODEL.tokenizer(ModelSource.TOKENIZER)) {
            LatentTask task = task(tokenizer);
            try (Trainer trainer =
                    Trainer.resumeOrStart(
                            task.objective(),
                            folder.resolve("none"),
                            task.initial(),
                            task.frozen())) {
                double before = heldOut(trainer, task);
                for (int i = 0; i < 60; i++)
                    trainer.step(LearningRate.constant(1e-2, 5), task::batch);
                assertThat(heldOut(trainer, task)).isLessThan(0.7 * before);
                learned = trainer.average();
                task.write(learned);
            }
        }
        assertKeysAndShapesAreThoseOfDiffusers();
        assertReloadedMergedIsUnmerged(learned);
    }

    private static double heldOut(Trainer trainer, LatentTask task) {
        double sum = 0;
        for (int level = 0; level < 4; level++) {
            Tensor losses = trainer.evaluate(task.heldOut(level)).get(1);
            for (float loss : losses.data()) sum += loss / losses.size() / 4;
        }
        return sum;
    }

    /** The lines "name shape", sorted, of the adapter that diffusers reads. */
    private void assertKeysAndShapesAreThoseOfDiffusers() throws Exception {
        SafetensorsFile saved = SafetensorsFile.open(file);
        List<String> lines = new ArrayList<>();
        for (String name : saved.names()) {
            int[] shape = saved.shape(name);
            lines.add(name + " " + shape[0] + "x" + shape[1]);
        }
        assertThat(lines).hasSize(360);
        String all = String.join("\n", lines.stream().sorted().toList()) + "\n";
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(UTF_8));
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("05d38fdc3c246ee20f2c586011df11c104cc41211db5443631e9b3e1f1c5cebb");
    }

    private void assertReloadedMergedIsUnmerged(Map<String, Tensor> learned) throws IOException {
        SafetensorsFile saved = SafetensorsFile.open(file);
        Map<String, Tensor> adapter = new LinkedHashMap<>();
        for (String name : learned.keySet()) {
            if (name.startsWith("text_model.")) continue;
            Tensor reloaded = saved.read("unet." + name);
            assertThat(reloaded.data()).isEqualTo(learned.get(name).data());
            adapter.put(name, reloaded);
        }
        Tensor sample = StepRandom.gaussian(new Random(2), 1, 4, 8, 8);
        Tensor[] inputs = {
            sample, Tensor.full(500, 1), StepRandom.gaussian(new Random(3), 1, 7, text.width())
        };
        Map<String, Tensor> base = new LinkedHashMap<>();
        try (Weights weights = Weights.load(MODEL.weights(ModelSource.UNET), unet.layout())) {
            base.putAll(weights.toTensors());
        }
        Tensor plain = run(base, inputs);
        Map<String, Tensor> unmerged = new LinkedHashMap<>(base);
        unmerged.putAll(adapter);
        Tensor beside = run(unmerged, inputs);
        Tensor merged = run(merge(base, adapter), inputs);
        assertThat(beside.maxAbsDifference(plain)).isGreaterThan(1e-2);
        assertThat(merged.maxAbsDifference(beside)).isLessThan(1e-5);
    }

    private Tensor run(Map<String, Tensor> weights, Tensor... inputs) {
        try (Network network = Network.load(unet.source());
                Weights native32 = Weights.of(weights)) {
            return network.run(native32, inputs).get(0);
        }
    }

    /** W + B A for each layer that the adapter has. */
    private static Map<String, Tensor> merge(
            Map<String, Tensor> base, Map<String, Tensor> adapter) {
        Map<String, Tensor> merged = new LinkedHashMap<>(base);
        adapter.forEach(
                (name, down) -> {
                    if (!name.endsWith(".lora_A.weight")) return;
                    String layer = name.substring(0, name.length() - ".lora_A.weight".length());
                    Tensor up = adapter.get(layer + ".lora_B.weight");
                    Tensor sum = base.get(layer + ".weight").times(1);
                    int in = down.dim(1);
                    for (int i = 0; i < sum.size(); i++) {
                        double product = 0;
                        for (int r = 0; r < down.dim(0); r++) {
                            product +=
                                    (double) up.data()[i / in * down.dim(0) + r]
                                            * down.data()[r * in + i % in];
                        }
                        sum.data()[i] += (float) product;
                    }
                    merged.put(layer + ".weight", sum);
                });
        return merged;
    }

    @Test
    void startsAsTheModelItself() {
        adapter()
                .initial()
                .forEach(
                        (name, t) -> {
                            if (name.endsWith("lora_B.weight"))
                                assertThat(t.data()).containsOnly(0);
                        });
    }

    @Test
    void rankHasARange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Adapter(List.of(), 0, 1, this::base, file))
                .withMessage("rank must be between 1 and 1024, was 0");
    }
}
