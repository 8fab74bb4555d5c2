// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tensor.Tensor;

/** Wrong data is refused before training starts, with what is wrong and what to do. */
class ImageSetTest {

    private static ImageSet set(Tensor... images) {
        List<String> names =
                IntStream.range(0, images.length).mapToObj(i -> "image" + i + ".tif").toList();
        return new ImageSet(List.of(images), names, Collections.nCopies(images.length, ""));
    }

    private static Tensor image(int channels, int width, int height) {
        int[] k = {0};
        return Tensor.zeros(1, channels, height, width).map(zero -> (k[0]++ % 7) / 7.0);
    }

    @Test
    void oneImageIsTooFew() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set(image(1, 8, 8)))
                .withMessage(
                        "training needs several images, found one (image0.tif); open a stack or"
                                + " choose a folder with more, best some dozens");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set())
                .withMessageContaining("found none");
    }

    @Test
    void pixelThatIsNoNumberIsNamedWithItsPlace() {
        Tensor damaged = image(1, 8, 6);
        damaged.data()[8 * 4 + 3] = Float.NaN;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set(image(1, 8, 6), damaged))
                .withMessageStartingWith("image1.tif holds NaN at x=3, y=4; replace such pixels");
        damaged.data()[8 * 4 + 3] = Float.NEGATIVE_INFINITY;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set(image(1, 8, 6), damaged))
                .withMessageStartingWith("image1.tif holds an infinite value at x=3, y=4");
    }

    @Test
    void colourImageAmongGreyOnesIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set(image(1, 8, 8), image(1, 8, 8), image(3, 8, 8)))
                .withMessage(
                        "images must be all grey or all in colour: image0.tif is grey, image2.tif"
                                + " is in colour; convert them (Image > Type) or leave it out");
    }

    @Test
    void imagesWithoutContentAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set(Tensor.zeros(1, 1, 8, 8), Tensor.zeros(1, 1, 8, 8)))
                .withMessageStartingWith("all images hold the same value everywhere");
    }

    @Test
    void mixedSizesAreNamed() {
        ImageSet mixed = set(image(1, 8, 8), image(1, 8, 8), image(1, 9, 8));
        assertThatIllegalArgumentException()
                .isThrownBy(mixed::requireOneSize)
                .withMessageStartingWith(
                        "images have different sizes: image0.tif has 8 x 8 pixels, image2.tif has 9"
                                + " x 8 pixels");
        assertThat(mixed.requireAtLeast(8)).isSameAs(mixed);
    }

    @Test
    void imageSmallerThanAPatchIsNamed() {
        ImageSet mixed = set(image(1, 16, 16), image(1, 9, 16));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mixed.requireAtLeast(10))
                .withMessageStartingWith("image1.tif has 9 x 16 pixels, too few for patches of 10");
    }

    @Test
    void imagesWithoutCaptionAreCountedAndNamed() {
        List<Tensor> images = List.of(image(1, 8, 8), image(1, 8, 8), image(1, 8, 8));
        ImageSet set =
                new ImageSet(images, List.of("a.tif", "b.tif", "c.tif"), List.of("cell", " ", ""));
        assertThatIllegalArgumentException()
                .isThrownBy(set::requireCaptions)
                .withMessageStartingWith("2 of 3 images have no caption, the first is b.tif;");
    }
}
