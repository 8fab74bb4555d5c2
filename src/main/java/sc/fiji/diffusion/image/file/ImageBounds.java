// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.imageio.ImageIO;

/**
 * What an image file says of itself, compared with its length and with the memory that is left,
 * before ImageJ asks for memory because of it.
 */
public final class ImageBounds {

    /** No image is smaller. */
    private static final int LEAST_BYTES = 8;

    private static final int PNG = 0x89504e47;

    private ImageBounds() {}

    /**
     * Checks a file. Formats that are not known here pass.
     *
     * @return how many planes ImageJ is to find at least
     * @throws IOException saying what does not fit, without the file's name
     */
    public static long check(Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new FileContentException("there is no such file");
        if (FileNames.ending(file).equals(".zip")) return ZippedTiff.check(file);
        return checkPlain(file);
    }

    static long checkPlain(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Bytes bytes = Bytes.of(channel);
            if (bytes.size() < LEAST_BYTES) {
                throw new FileContentException("it has only " + bytes.size() + " bytes");
            }
            if (TiffBounds.isTiff(bytes)) {
                TiffBounds tiff = TiffBounds.check(bytes);
                Heap.require(tiff.memory());
                return tiff.planes();
            }
            Heap.require(RasterBounds.check(bytes));
            if (bytes.at(0, 4).getInt() == PNG) requirePng(file);
            return 1;
        }
    }

    /** What a file is that ImageJ has no decoder for, as far as that can be told. */
    public static String kind(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return TiffBounds.isBig(Bytes.of(channel))
                    ? "it is a BigTIFF, which ImageJ cannot read; save it as TIFF of less than 4 GB"
                    : "it is no image, or of a kind that ImageJ does not know";
        }
    }

    /** ImageJ would end a macro over one that it cannot read. */
    private static void requirePng(Path file) throws IOException {
        if (ImageIO.read(file.toFile()) == null) {
            throw new FileContentException("it is a damaged PNG file");
        }
    }
}
