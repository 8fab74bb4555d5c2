// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** Compares the size of PNG, JPEG, GIF, BMP and PNM images with the length of their files. */
final class RasterBounds {

    private static final int PNG = 0x89504e47;
    private static final int GIF = 0x47494638;
    private static final int JPEG = 0xffd8;
    private static final int BMP = 0x424d;

    private static final int HEADER_BYTES = 26;
    private static final int MARKER_BYTES = 10;
    private static final int CMYK_COMPONENTS = 4;
    private static final int RGB_BYTES = 4;

    /** Far more than the best compression of these formats gets into a byte. */
    private static final long MOST_PIXELS_A_BYTE = 4096;

    private RasterBounds() {}

    /**
     * Checks a file; one of another format passes.
     *
     * @return the bytes that its pixels take in memory
     * @throws FileContentException saying what does not fit
     */
    static long check(Bytes file) throws IOException {
        if (!file.holds(0, HEADER_BYTES)) return 0;
        OptionalLong pixels = pixels(file, file.at(0, HEADER_BYTES));
        if (pixels.isEmpty()) return 0;
        if (pixels.getAsLong() > MOST_PIXELS_A_BYTE * file.size()) {
            throw new FileContentException(
                    pixels.getAsLong()
                            + " pixels cannot be in the "
                            + file.size()
                            + " bytes of the file");
        }
        return RGB_BYTES * pixels.getAsLong();
    }

    private static OptionalLong pixels(Bytes file, ByteBuffer header) throws IOException {
        if (header.getInt(0) == PNG) return size(header.getInt(16), header.getInt(20));
        int magic = Short.toUnsignedInt(header.getShort(0));
        if (magic == JPEG) return ofJpeg(file);
        header.order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(0) == Integer.reverseBytes(GIF)) {
            return size(
                    Short.toUnsignedInt(header.getShort(6)),
                    Short.toUnsignedInt(header.getShort(8)));
        }
        if (magic == BMP) return size(header.getInt(18), Math.abs(header.getInt(22)));
        return OptionalLong.empty();
    }

    private static OptionalLong size(int width, int height) throws IOException {
        if (width > 0 && height > 0 && (long) width * height < 1L << 31) {
            return OptionalLong.of((long) width * height);
        }
        throw new FileContentException("it is said to be " + width + " x " + height + " pixels");
    }

    /** From the first frame header (ITU T.81, section B.2.2). */
    private static OptionalLong ofJpeg(Bytes file) throws IOException {
        for (long at = 2; file.holds(at, MARKER_BYTES); ) {
            ByteBuffer segment = file.at(at, MARKER_BYTES);
            int marker = Byte.toUnsignedInt(segment.get(1));
            if (segment.get(0) != (byte) 0xff) break;
            boolean tables = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
            if (marker >= 0xc0 && marker <= 0xcf && !tables) return ofFrame(segment);
            at += marker == 0xff ? 1 : 2L + Short.toUnsignedInt(segment.getShort(2));
        }
        throw new FileContentException("it is a JPEG file without a frame");
    }

    private static OptionalLong ofFrame(ByteBuffer header) throws IOException {
        if (header.get(9) == CMYK_COMPONENTS) {
            throw new FileContentException(
                    "it is a JPEG file of four inks (CMYK), which ImageJ cannot read; save it as"
                            + " RGB");
        }
        return size(
                Short.toUnsignedInt(header.getShort(7)), Short.toUnsignedInt(header.getShort(5)));
    }
}
