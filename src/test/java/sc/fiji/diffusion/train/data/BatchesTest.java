// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tensor.Tensor;

class BatchesTest {

    /** Image i holds values from i / 20 on, each pixel another. */
    private static ImageSet images(int count, int side) {
        List<Tensor> images = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] k = {0};
            double start = i / 20.0;
            images.add(Tensor.zeros(1, 1, side, side).map(z -> start + 1e-4 * k[0]++));
            names.add("image " + i);
        }
        return new ImageSet(images, names, Collections.nCopies(count, ""));
    }

    @Test
    void batchIsAFunctionOfItsStep() {
        Batches batches =
                Batches.training(images(12, 9), 4, 5, new Augmentation(true, true, true, 0.2), 7);
        Tensor first = batches.draw(batches.random(3)).images();
        assertThat(first.shape()).containsExactly(5, 1, 4, 4);
        assertThat(batches.draw(batches.random(3)).images().data()).isEqualTo(first.data());
        assertThat(batches.draw(batches.random(4)).images().data()).isNotEqualTo(first.data());
    }

    @Test
    void heldOutImagesAreNeverTrainedOn() {
        Batches batches = Batches.training(images(20, 4), 4, 8, Augmentation.NONE, 1);
        Set<Integer> all = new HashSet<>(batches.indices());
        assertThat(all).hasSize(18).doesNotContainAnyElementsOf(batches.heldOut().indices());
        all.addAll(batches.heldOut().indices());
        assertThat(all).hasSize(20);
        for (int step = 0; step < 50; step++) {
            assertThat(batches.draw(batches.random(step)).indices())
                    .doesNotContainAnyElementsOf(batches.heldOut().indices());
        }
    }

    @Test
    void ofTwoImagesOneIsHeldOut() {
        Batches batches = Batches.training(images(2, 4), 4, 1, Augmentation.NONE, 1);
        assertThat(batches.indices()).hasSize(1);
        assertThat(batches.heldOut().indices()).hasSize(1);
    }

    @Test
    void windowsComeFromEverywhereInTheImage() {
        Batches batches = Batches.training(images(2, 6), 4, 1, Augmentation.NONE, 3);
        Set<Float> corners = new HashSet<>();
        for (int step = 0; step < 200; step++)
            corners.add(batches.draw(batches.random(step)).images().data()[0]);
        assertThat(corners).hasSize(9);
    }

    @Test
    void windowHoldsTheRowsOfItsImageInEachChannel() {
        int[] k = {0};
        Tensor image = Tensor.zeros(1, 2, 4, 5).map(z -> k[0]++);
        Tensor window = Batches.crop(image, 1, 2, 2);
        assertThat(window.data()).containsExactly(11, 12, 16, 17, 31, 32, 36, 37);
    }

    @Test
    void augmentationKeepsWhatMatters() {
        Tensor image = Tensor.of(new float[] {-1, 0, 0.5f, 1}, 1, 1, 2, 2);
        Set<List<Float>> mirrored = variants(image, new Augmentation(true, false, false, 0));
        assertThat(mirrored)
                .containsExactlyInAnyOrder(List.of(-1f, 0f, 0.5f, 1f), List.of(0f, -1f, 1f, 0.5f));
        Set<List<Float>> upsideDown = variants(image, new Augmentation(false, true, false, 0));
        assertThat(upsideDown)
                .containsExactlyInAnyOrder(List.of(-1f, 0f, 0.5f, 1f), List.of(0.5f, 1f, -1f, 0f));
        assertThat(variants(image, new Augmentation(false, false, true, 0))).hasSize(4);
        assertThat(variants(image, new Augmentation(true, true, true, 0))).hasSize(8);
        assertThat(variants(image, Augmentation.NONE)).hasSize(1);
    }

    @Test
    void quarterTurnIsClockwise() {
        Tensor image = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2).times(0.1);
        assertThat(variants(image, new Augmentation(false, false, true, 0)))
                .contains(List.of(0.3f, 0.1f, 0.4f, 0.2f));
    }

    @Test
    void intensityChangesTheBrightnessAndKeepsBlack() {
        Tensor image = Tensor.of(new float[] {-1, 0, 0.9f, 1}, 1, 1, 2, 2);
        Augmentation brightness = new Augmentation(false, false, false, 0.5);
        float least = 1;
        float most = -1;
        for (int i = 0; i < 100; i++) {
            Tensor changed = brightness.apply(image, new Random(i * 0x9E3779B97F4A7C15L));
            assertThat(changed.data()[0]).isEqualTo(-1);
            for (float v : changed.data()) assertThat(v).isBetween(-1f, 1f);
            least = Math.min(least, changed.data()[1]);
            most = Math.max(most, changed.data()[1]);
        }
        assertThat(least).isBetween(-0.5f, -0.4f);
        assertThat(most).isBetween(0.4f, 0.5f);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Augmentation(false, false, false, 1))
                .withMessageContaining("was 1.0");
    }

    private static Set<List<Float>> variants(Tensor image, Augmentation augmentation) {
        Set<List<Float>> variants = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            float[] data = augmentation.apply(image, new Random(i * 0x9E3779B97F4A7C15L)).data();
            List<Float> values = new ArrayList<>();
            for (float v : data) values.add(v);
            variants.add(values);
        }
        assertThat(variants)
                .allMatch(v -> v.stream().sorted().toList().equals(sorted(image.data())));
        return variants;
    }

    private static List<Float> sorted(float[] data) {
        float[] copy = data.clone();
        Arrays.sort(copy);
        List<Float> values = new ArrayList<>();
        for (float v : copy) values.add(v);
        return values;
    }
}
