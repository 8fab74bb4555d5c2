// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.testing.Mutations;

/** Files of many kinds, whole and damaged. The TIFFs in the resources are of other software. */
class ImageFileTest {

    private static final int WIDTH = 12;
    private static final int HEIGHT = 10;
    private static final int ROUNDS = 2000;

    @TempDir Path folder;

    @BeforeEach
    void forgetErrors() {
        IJ.getErrorMessage();
    }

    private Path resource(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = getClass().getResourceAsStream("file/" + name)) {
            Files.copy(in, file);
        }
        return file;
    }

    private static double value(int x, int y) {
        return x * 20 + y * 3;
    }

    @ParameterizedTest
    @CsvSource({
        "plain8, 1, 1", "lzw8, 1, 1", "packbits8, 1, 1", "big-endian16, 1, 200",
        "strips16, 1, 200", "zip16, 1, 200", "strips32, 1, 0.25", "stack8, 3, 1",
        "stack-zip16, 3, 200", "rgb48, 3, 200"
    })
    void tiffsOfOtherSoftwareAreRead(String name, int planes, double factor) throws IOException {
        ImagePlus image = ImageFile.open(resource(name + ".tif"));
        assertThat(image.getStackSize()).isEqualTo(planes);
        assertThat(image.getWidth()).isEqualTo(WIDTH);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int x = i % WIDTH;
            int y = i / WIDTH;
            double expected = value(x, y) % 256 * factor;
            assertThat((double) image.getStack().getProcessor(1).getf(x, y)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lzw-rgb", "zip-rgb", "planar-rgb"})
    void colourIsRead(String name) throws IOException {
        ImagePlus image = ImageFile.open(resource(name + ".tif"));
        int[] pixel = image.getPixel(5, 7);
        assertThat(Arrays.copyOf(pixel, 3)).containsExactly(121, 134, 15);
    }

    @ParameterizedTest
    @CsvSource({
        "tiled8, cannot open tiled TIFFs",
        "bigtiff8, a BigTIFF",
        "float64, BitsPerSample: 64",
        "group4, compressed in this fashion (4)",
        "jpeg, packed as JPEG",
        "two-strips16, misreads the lengths of its two strips"
    })
    void whatImageJCannotReadIsRefusedWithItsReason(String name, String reason) throws IOException {
        Path file = resource(name + ".tif");
        assertThatThrownBy(() -> ImageFile.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void jpegOfFourInksIsNoDamagedFile() throws IOException {
        Path file = resource("cmyk.jpg");
        assertThatThrownBy(() -> ImageFile.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " as an image: it is a JPEG file of four inks (CMYK)");
    }

    @Test
    void otherFormatsAreRead() throws IOException {
        Map<String, BiPredicate<FileSaver, String>> formats =
                Map.of(
                        "png", FileSaver::saveAsPng,
                        "jpg", FileSaver::saveAsJpeg,
                        "gif", FileSaver::saveAsGif,
                        "bmp", FileSaver::saveAsBmp,
                        "pgm", FileSaver::saveAsPgm,
                        "zip", FileSaver::saveAsZip);
        for (String ending : formats.keySet()) {
            Path file = folder.resolve("image." + ending);
            FileSaver saver = new FileSaver(TestImages.gray8(40, 30));
            assertThat(formats.get(ending).test(saver, file.toString())).as(ending).isTrue();
            assertThat(ImageFile.open(file).getWidth()).as(ending).isEqualTo(40);
        }
    }

    @Test
    void stacksOfImageJAreReadWholeAndRefusedIfCutOff() throws IOException {
        ImagePlus stack = IJ.createHyperStack("stack", 20, 16, 2, 3, 2, 16);
        Path file = folder.resolve("stack.tif");
        new FileSaver(new CompositeImage(stack)).saveAsTiffStack(file.toString());
        assertThat(ImageFile.open(file).getDimensions()).containsExactly(20, 16, 2, 3, 2);
        byte[] bytes = Files.readAllBytes(file);
        for (int left : new int[] {4, 100, 1000, 4000, 8000}) {
            Files.write(file, Arrays.copyOf(bytes, left));
            assertThatThrownBy(() -> ImageFile.open(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    /** What ImageJ's decoder would work on for ever, or ask all memory for. */
    @ParameterizedTest
    @CsvSource({
        "273, 4, 1000000000, more strips than bytes",
        "279, 4, 2147483647, more lengths than bytes",
        "270, 2, 2000000000, a text of 2 GB",
        "50838, 4, 2000000000, as many blocks",
        "256, 4, -2000000000, width",
        "257, 4, 1000000000, height"
    })
    @Timeout(20)
    void countsBeyondTheFileAreRefusedBeforeMemoryIsAskedFor(
            int tag, int type, long number, String what) throws IOException {
        Path file = folder.resolve("bad.tif");
        ImagePlus image = TestImages.gray8(20, 16);
        image.setProperty("Info", "some text");
        image.setOverlay(new Overlay(new OvalRoi(1, 2, 3, 4)));
        new FileSaver(image).saveAsTiff(file.toString());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        if (bytes.get(0) == 'I') bytes.order(ByteOrder.LITTLE_ENDIAN);
        int directory = bytes.getInt(4);
        boolean changed = false;
        for (int i = 0; i < bytes.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            if (Short.toUnsignedInt(bytes.getShort(entry)) != tag) continue;
            boolean size = tag == 256 || tag == 257;
            bytes.putShort(entry + 2, (short) type).putInt(entry + (size ? 8 : 4), (int) number);
            changed = true;
        }
        Files.write(file, bytes.array());
        assertThat(changed).as(what).isTrue();
        new Mutations().check(what, file.toString(), () -> requireRefused(file));
    }

    private static void requireRefused(Path file) throws IOException {
        ImageFile.open(file);
        throw new AssertionError(file + " was read");
    }

    @Test
    @Timeout(20)
    void directoriesThatFollowEachOtherInACircleEnd() throws IOException {
        Path file = resource("stack8.tif");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int directory = bytes.getInt(4);
        bytes.putInt(directory + 2 + 12 * bytes.getShort(directory), directory);
        Files.write(file, bytes.array());
        assertThatThrownBy(() -> ImageFile.open(file)).hasMessageContaining("one of those before");
    }

    @Test
    @Timeout(20)
    void packedStripsWithoutAnEndAreRefused() throws IOException {
        Path file = resource("zip16.tif");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer tiff = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int directory = tiff.getInt(4);
        for (int i = 0; i < tiff.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            if (tiff.getShort(entry) != 279) continue;
            int lengths = tiff.getInt(entry + 8);
            tiff.putShort(lengths, (short) (tiff.getShort(lengths) - 8));
        }
        Files.write(file, bytes);
        assertThatThrownBy(() -> ImageFile.open(file)).hasMessageContaining("has no end");
    }

    @Test
    void zipWithAHugeEntryIsRefused() throws IOException {
        Path file = folder.resolve("bomb.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("a.tif"));
            zip.write(new byte[1 << 22]);
        }
        assertThatThrownBy(() -> ImageFile.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void emptyAndForeignFilesAreRefusedWithTheReason() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("empty.png", new byte[0]);
        files.put("short.tif", new byte[] {'I', 'I', 42});
        files.put("text.tif", "this is a text and no image".getBytes("UTF-8"));
        files.put("cut.png", Arrays.copyOf(png(), 200));
        files.put("huge.png", huge(png(), 16));
        for (Map.Entry<String, byte[]> each : files.entrySet()) {
            Path file = Files.write(folder.resolve(each.getKey()), each.getValue());
            assertThatThrownBy(() -> ImageFile.open(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("ImageJ cannot open .*" + each.getKey() + ".*: .{10,}");
            assertThat(IJ.getErrorMessage()).as("left over").isNull();
        }
    }

    private byte[] png() throws IOException {
        Path file = folder.resolve("whole.png");
        new FileSaver(TestImages.gray8(40, 30)).saveAsPng(file.toString());
        return Files.readAllBytes(file);
    }

    private static byte[] huge(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).putInt(at, 40000).putInt(at + 4, 40000).array();
    }

    @Test
    @Timeout(120)
    void damagedHeadersEndInAnImageOrInTheFilesName() throws IOException {
        Path[] files = {
            saved("overlay"),
            saved("stack"),
            resource("zip16.tif"),
            resource("lzw-rgb.tif"),
            resource("stack8.tif"),
            resource("rgb48.tif"),
            resource("strips32.tif")
        };
        Mutations mutations = new Mutations();
        for (int seed = 0; seed < ROUNDS; seed++) {
            byte[] valid = Files.readAllBytes(files[seed % files.length]);
            Path file = Files.write(folder.resolve("m.tif"), Mutations.of(valid, seed));
            String what = files[seed % files.length] + ", seed " + seed;
            mutations.check(what, file.toString(), () -> ImageFile.open(file));
        }
        mutations.requireBoth();
    }

    /** An image whose bytes are mostly those of the header and of ImageJ's own data. */
    private Path saved(String name) {
        ImageStack planes = new ImageStack(4, 3);
        for (int i = 0; i < (name.equals("stack") ? 3 : 1); i++) {
            planes.addSlice("slice " + i, new ByteProcessor(4, 3));
        }
        ImagePlus image = new ImagePlus(name, planes);
        image.setProperty("Info", "Info of the image");
        image.setProp("key", "value");
        image.setRoi(new OvalRoi(1, 1, 2, 2));
        image.setOverlay(new Overlay(new Roi(0, 1, 2, 2)));
        Path file = folder.resolve(name + ".tif");
        if (planes.size() > 1) new FileSaver(image).saveAsTiffStack(file.toString());
        else new FileSaver(image).saveAsTiff(file.toString());
        return file;
    }
}
