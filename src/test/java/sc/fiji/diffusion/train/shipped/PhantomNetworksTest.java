// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.evaluate.NamedAttribute;
import sc.fiji.diffusion.nn.ClipConfig;
import sc.fiji.diffusion.nn.ClipImageConfig;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.ClipVisionConfig;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.BpeVocabulary;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.train.Initializer;
import sc.fiji.diffusion.train.LearningRate;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.TinyNetworks;
import sc.fiji.diffusion.train.Trainer;

/** The small networks that are trained on phantoms: classifier, CLIP, and its vocabulary. */
class PhantomNetworksTest {

    private static final PhantomPool POOL =
            new PhantomPool(9, 32, 40, spec -> spec.second().isEmpty());

    private static final ClipConfig CLIP =
            new ClipConfig(
                    new ClipTextConfig(50, 6, 8, 16, 1, 2, false, 1e-5, 49, 0),
                    new ClipVisionConfig(3, 32, 16, 8, 16, 1, 2, false, 1e-5),
                    5);

    @TempDir Path folder;

    private static ClipTraining clip(int count) {
        double[] half = {0.5, 0.5, 0.5};
        ClipImageConfig pixels = new ClipImageConfig(true, 32, 0, 0, 32, 32, half, half);
        return new ClipTraining(
                CLIP,
                pixels,
                text -> new int[] {48, text.length() % 40, 49, 49, 49, 49},
                POOL,
                count);
    }

    @Test
    void theClassifierLearns() throws IOException {
        ClassifierTraining training = new ClassifierTraining(POOL, 16);
        Map<String, Tensor> initial = Initializer.initialize(training.config().layout(), 1);
        Path file = folder.resolve("checkpoint.safetensors");
        double[] losses = new double[70];
        try (Trainer trainer = Trainer.resumeOrStart(training.objective(), file, initial)) {
            LearningRate rate = new LearningRate(2e-3, 5, losses.length);
            for (int i = 0; i < losses.length; i++) {
                Tensor[] values = trainer.step(rate, training::batch);
                losses[i] = values[0].data()[0];
                assertThat(values[1].size()).isEqualTo(NamedAttribute.values().length);
            }
        }
        assertThat(mean(losses, 65, 70)).isLessThan(0.8 * mean(losses, 0, 5));
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) sum += values[i] / (to - from);
        return sum;
    }

    @Test
    void labelsSayWhatThePictureShows() {
        Tensor[] batch = new ClassifierTraining(POOL, 5).batch(3);
        assertThat(batch[0].shape()).containsExactly(5, 1, 32, 32);
        for (int i = 0; i < 5; i++) {
            for (NamedAttribute attribute : NamedAttribute.values()) {
                int label = (int) batch[1].data()[i * 6 + attribute.ordinal()];
                assertThat(label).isBetween(0, attribute.choices().size() - 1);
            }
        }
        assertThat(new ClassifierTraining(POOL, 5).batch(3)[1].data())
                .containsExactly(batch[1].data());
    }

    @Test
    void turnsAreTheEightSymmetriesOfTheSquare() {
        Tensor images = Tensor.zeros(8, 1, 32, 32);
        for (int turn = 0; turn < 8; turn++) POOL.copy(2, turn, images, turn);
        float[] plain = images.batch(0).data();
        for (int turn = 1; turn < 8; turn++) {
            float[] turned = images.batch(turn).data();
            assertThat(turned).isNotEqualTo(plain);
            assertThat(sorted(turned)).containsExactly(sorted(plain));
        }
    }

    private static float[] sorted(float[] values) {
        float[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    @Test
    void contrastiveLossIsThatOfTheEmbeddings() {
        Map<String, Tensor> weights =
                new LinkedHashMap<>(TinyNetworks.randomWeights(CLIP.textLayout(), 1));
        weights.putAll(TinyNetworks.randomWeights(CLIP.imageLayout(), 2));
        weights.put(ClipConfig.LOGIT_SCALE, Tensor.full((float) Math.log(5), 1));
        Tensor[] batch = clip(4).batch(0);
        Tensor grey = batch[0];
        List<Tensor> found;
        double[][] cosines;
        try (Weights all = Weights.of(weights);
                Network objective = Network.load(clip(4).objective(Precision.FLOAT32));
                Network text = Network.load(CLIP.textSource());
                Network image = Network.load(CLIP.imageSource())) {
            found = objective.run(all, batch);
            Tensor colour = Tensor.concat(List.of(grey, grey, grey), 1);
            cosines =
                    cosines(
                            image.run(all, colour).get(0),
                            text.run(all, batch[1], batch[2]).get(0));
        }
        double expected = 0;
        for (int i = 0; i < 4; i++) {
            double row = 0;
            double column = 0;
            for (int j = 0; j < 4; j++) {
                row += Math.exp(5 * cosines[i][j]);
                column += Math.exp(5 * cosines[j][i]);
            }
            expected += (Math.log(row) + Math.log(column) - 10 * cosines[i][i]) / 8;
        }
        assertThat((double) found.get(0).data()[0]).isCloseTo(expected, within(1e-4));
    }

    private static double[][] cosines(Tensor a, Tensor b) {
        double[][] cosines = new double[a.dim(0)][b.dim(0)];
        for (int i = 0; i < a.dim(0); i++) {
            for (int j = 0; j < b.dim(0); j++) {
                float[] x = a.batch(i).data();
                float[] y = b.batch(j).data();
                cosines[i][j] = dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
            }
        }
        return cosines;
    }

    private static double dot(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) sum += (double) x[i] * y[i];
        return sum;
    }

    @Test
    void endTokensAreFoundAndTheScaleIsAScalarInTheFile() {
        Tensor[] batch = clip(3).batch(0);
        assertThat(batch[2].data()).containsExactly(2, 2, 2);
        Map<String, Tensor> file = ClipTraining.toFile(clip(3).initial(1));
        assertThat(file.get(ClipConfig.LOGIT_SCALE).rank()).isZero();
    }

    @Test
    void knownWordsKeepTheirEmbeddingInAnotherVocabulary() throws IOException {
        BpeVocabulary.write(folder.resolve("old"), List.of("large nuclei", "nuclei"), 8);
        BpeVocabulary.write(folder.resolve("new"), List.of("yeast, large nuclei", "vessels"), 8);
        try (ClipTokenizer from = ClipTokenizer.open(folder.resolve("old"));
                ClipTokenizer to = ClipTokenizer.open(folder.resolve("new"))) {
            int rows = 1 + Math.max(to.encode("")[0], to.encode("")[1]);
            Tensor old = Tensor.zeros(1 + Math.max(from.encode("")[0], from.encode("")[1]), 2);
            for (int i = 0; i < old.size(); i++) old.data()[i] = 10 + i;
            Tensor carried =
                    new VocabularyTransfer(from, to)
                            .carry(old, List.of("nuclei", "yeast", "large"), rows);
            assertThat(carried.shape()).containsExactly(rows, 2);
            for (String word : List.of("nuclei", "large")) {
                assertThat(carried.batch(to.encode(word)[1]).data())
                        .containsExactly(old.batch(from.encode(word)[1]).data());
            }
            for (int end : new int[] {0, 1}) {
                assertThat(carried.batch(to.encode("")[end]).data())
                        .containsExactly(old.batch(from.encode("")[end]).data());
            }
            float[] yeast = carried.batch(to.encode("yeast")[1]).data();
            assertThat(Math.abs(yeast[0])).isLessThan(0.2f).isPositive();
        }
    }
}
