// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.diffusion.phantom.Density;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.phantom.Structure;
import sc.fiji.diffusion.pipeline.Progress;

class PhantomImagesToolTest {

    private static final PhantomChoice NUCLEI =
            new PhantomChoice(Map.of("structure", "nuclei", "density", "dense"));

    private static PhantomImages draw(CameraDepth depth, int count, long seed) {
        return new PhantomImagesTool(NUCLEI, count, 64, 48, depth, false, seed).run(Progress.NONE);
    }

    @Test
    void eachPictureHasItsMaskAndItsCaption() {
        PhantomImages images = draw(CameraDepth.BITS_8, 3, 5);
        assertThat(images.pictures().getStackSize()).isEqualTo(3);
        assertThat(images.masks().getStackSize()).isEqualTo(3);
        assertThat(images.captions()).allMatch(c -> c.startsWith("fluorescent nuclei, dense, "));
        for (int k = 1; k <= 3; k++) {
            String label = images.pictures().getStack().getSliceLabel(k);
            assertThat(label).isEqualTo(images.captions().get(k - 1));
            assertThat(images.masks().getStack().getProcessor(k).getStats().max).isPositive();
        }
    }

    @Test
    void pictureKCanBeDrawnAloneWithSeedPlusK() {
        PhantomImages all = draw(CameraDepth.BITS_16, 3, 5);
        PhantomImages third = draw(CameraDepth.BITS_16, 1, 7);
        assertThat(third.pictures().getStack().getPixels(1))
                .isEqualTo(all.pictures().getStack().getPixels(3));
        assertThat(third.captions().get(0)).isEqualTo(all.captions().get(2));
    }

    @ParameterizedTest
    @CsvSource({"8, 8, 255", "10, 16, 1023", "12, 16, 4095", "16, 16, 65535", "32, 32, 1"})
    void theCamerasBitsDecideTypeAndRange(String bits, int depth, double white) {
        ImagePlus image = draw(CameraDepth.named(bits), 1, 5).pictures();
        assertThat(image.getBitDepth()).isEqualTo(depth);
        assertThat(image.getDisplayRangeMax()).isEqualTo(white);
        assertThat(image.getStatistics().max).isBetween(white / 4, white);
    }

    @Test
    void anyIsDrawnAnewAndWhatIsNamedStays() {
        PhantomChoice dense = new PhantomChoice(Map.of("density", "Dense", "second", "any"));
        Random random = new Random(1);
        boolean[] seen = new boolean[Structure.values().length];
        for (int i = 0; i < 200; i++) {
            PhantomSpec spec = dense.draw(random);
            assertThat(spec.density()).isEqualTo(Density.DENSE);
            assertThat(spec.second()).isPresent();
            seen[spec.structure().ordinal()] = true;
        }
        for (Structure structure : Structure.values()) {
            boolean mixable =
                    structure.mixesWith(Structure.NUCLEI) || structure == Structure.NUCLEI;
            assertThat(seen[structure.ordinal()]).isEqualTo(mixable);
        }
    }

    @Test
    void whatCannotBeDrawnIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PhantomChoice(Map.of("structure", "hamster")))
                .withMessageContaining("hamster")
                .withMessageContaining("nuclei");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new PhantomChoice(Map.of("structure", "yeast", "second", "spots")))
                .withMessageContaining("fluorescent");
        PhantomChoice yeast = new PhantomChoice(Map.of("structure", "yeast", "second", "any"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> yeast.draw(new Random(1)))
                .withMessageContaining("second=none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draw(CameraDepth.BITS_8, 0, 1))
                .withMessageContaining("count");
    }

    @Test
    void aFolderHoldsPicturesCaptionsAndMasks(@TempDir Path folder) throws IOException {
        PhantomImages images = draw(CameraDepth.BITS_12, 2, 5);
        images.save(folder, true);
        assertThat(Files.readString(folder.resolve("phantom_00002.txt")).strip())
                .isEqualTo(images.captions().get(1));
        ImagePlus mask = IJ.openImage(folder.resolve("masks/phantom_00002.tif").toString());
        assertThat(mask.getProcessor().getPixels())
                .isEqualTo(images.masks().getStack().getPixels(2));
        ImagePlus picture = IJ.openImage(folder.resolve("phantom_00001.tif").toString());
        assertThat(picture.getProcessor().getPixels())
                .isEqualTo(images.pictures().getStack().getPixels(1));
        assertThat(picture.getDisplayRangeMax()).isEqualTo(4095);
        assertThatIOException()
                .isThrownBy(() -> images.save(folder, false))
                .withMessageContaining("exists already");
    }
}
