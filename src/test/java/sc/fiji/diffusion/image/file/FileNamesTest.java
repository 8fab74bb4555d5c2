// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {

    private static final List<String> TEXT = List.of(".txt");

    @TempDir Path folder;

    private FileNames files(String... names) throws IOException {
        for (String name : names) Files.createFile(folder.resolve(name));
        return FileNames.in(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "img.tif, img_mask.tif", "img.TIF, img_mask.TIF", "img.tif, img_mask.tiff",
        "img.TIFF, img_mask.tif", "Img.tif, img_MASK.Png", "img.jpg, IMG_Mask.bmp",
        "img.ome.tif, img_mask.tif", "img.ome.tif, img.ome_mask.tif", "img.tif, img_mask.ome.tif",
        "a.b.png, a.b_mask.gif"
    })
    void masksBelongToImagesWhateverCaseAndEnding(String image, String mask) throws IOException {
        FileNames files = files(image, mask);
        assertThat(files.images()).containsExactly(folder.resolve(image));
        assertThat(files.maskOf(folder.resolve(image))).contains(folder.resolve(mask));
    }

    @Test
    void anAccentIsTheSameInBothSpellings() throws IOException {
        FileNames files = files("caf\u00e9.tif", "cafe\u0301_mask.tif");
        assertThat(files.images()).hasSize(1);
    }

    @Test
    void theSameCaseGoesFirstAndNobodyTakesTheMaskOfAnother() throws IOException {
        FileNames files = files("img.tif", "IMG.tif", "img_mask.tif", "IMG.txt", "img.txt");
        assertThat(files.maskOf(folder.resolve("img.tif")))
                .contains(folder.resolve("img_mask.tif"));
        assertThat(files.maskOf(folder.resolve("IMG.tif"))).isEmpty();
        assertThat(files.find(folder.resolve("IMG.tif"), TEXT)).contains(folder.resolve("IMG.txt"));
        assertThat(files.find(folder.resolve("img.tif"), TEXT)).contains(folder.resolve("img.txt"));
    }

    @Test
    void endingsAreLookedForInTheirOrder() throws IOException {
        FileNames files = files("img.tif", "img.zip", "IMG.ROI", "img_mask.png", "img_mask.TIF");
        Path image = folder.resolve("img.tif");
        assertThat(files.find(image, RoiFile.endings())).contains(folder.resolve("IMG.ROI"));
        assertThat(files.maskOf(image)).contains(folder.resolve("img_mask.TIF"));
    }

    @Test
    void aMaskWithoutItsImageIsAnImageOfThatName() throws IOException {
        FileNames files = files("other.tif", "img_mask.tif", ".hidden.tif", "notes.txt");
        assertThat(files.images())
                .containsExactly(folder.resolve("img_mask.tif"), folder.resolve("other.tif"));
        assertThat(FileNames.isNamedMask(folder.resolve("img_mask.tif"))).isTrue();
        assertThat(FileNames.isNamedMask(folder.resolve("mask.tif"))).isFalse();
    }
}
