// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import static ij.io.RoiDecoder.COUNTERS_OFFSET;
import static ij.io.RoiDecoder.ELLIPSE;
import static ij.io.RoiDecoder.FLOAT_STROKE_WIDTH;
import static ij.io.RoiDecoder.HEADER2_OFFSET;
import static ij.io.RoiDecoder.IMAGE;
import static ij.io.RoiDecoder.IMAGE_SIZE;
import static ij.io.RoiDecoder.NAME_OFFSET;
import static ij.io.RoiDecoder.N_COORDINATES;
import static ij.io.RoiDecoder.OPTIONS;
import static ij.io.RoiDecoder.ROI_PROPS_OFFSET;
import static ij.io.RoiDecoder.ROTATED_RECT;
import static ij.io.RoiDecoder.SHAPE_ROI_SIZE;
import static ij.io.RoiDecoder.SPLINE_FIT;
import static ij.io.RoiDecoder.SUBTYPE;
import static ij.io.RoiDecoder.SUB_PIXEL_RESOLUTION;
import static ij.io.RoiDecoder.TEXT;
import static ij.io.RoiDecoder.TYPE;
import static ij.io.RoiDecoder.VERSION_OFFSET;
import static ij.io.RoiDecoder.X1;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Compares the counts and offsets in a selection of ImageJ with its length. The layout is that of
 * {@link ij.io.RoiDecoder}.
 */
final class RoiBounds {

    private static final int HEADER_BYTES = 64;
    private static final int MAGIC = 'I' << 8 | 'o';

    private static final int RECT = 1;
    private static final int OVAL = 2;
    private static final int LINE = 3;
    private static final int NONE = 6;

    /** No image is wider, and beyond this a float no longer tells pixels apart. */
    private static final float FARTHEST = 1 << 24;

    /** ImageJ draws a spline by a point for every second pixel. */
    private static final double LONGEST_SPLINE = 1 << 22;

    private static final int LARGEST_FONT = 1 << 14;

    private final ByteBuffer roi;
    private final int size;

    private RoiBounds(ByteBuffer roi) {
        this.roi = roi;
        this.size = roi.capacity();
    }

    /**
     * Checks a selection.
     *
     * @throws FileContentException saying what does not fit
     */
    static void check(byte[] bytes) throws IOException {
        if (bytes.length < HEADER_BYTES) throw damaged("it has only " + bytes.length + " bytes");
        try {
            new RoiBounds(ByteBuffer.wrap(bytes)).check();
        } catch (IndexOutOfBoundsException e) {
            throw damaged("a part of it lies beyond its " + bytes.length + " bytes");
        }
    }

    private static FileContentException damaged(String reason) {
        return new FileContentException("the selection is damaged: " + reason);
    }

    private void check() throws IOException {
        if (roi.getShort(0) != MAGIC) throw damaged("it does not begin with \"Iout\"");
        if (roi.getInt(SHAPE_ROI_SIZE) > 0) {
            requireFloats(HEADER_BYTES, roi.getInt(SHAPE_ROI_SIZE));
        } else if (roi.get(TYPE) == RECT || roi.get(TYPE) == OVAL || roi.get(TYPE) == LINE) {
            if (isSubPixel() || roi.get(TYPE) == LINE) requireFloats(X1, 4);
        } else if (roi.get(TYPE) != NONE) {
            checkPoints();
        }
        if (version() >= 218 && roi.getShort(SUBTYPE) == TEXT) checkText();
        checkSecondHeader();
    }

    private int version() {
        return roi.getShort(VERSION_OFFSET);
    }

    private boolean isSubPixel() {
        return (roi.getShort(OPTIONS) & SUB_PIXEL_RESOLUTION) != 0 && version() >= 222;
    }

    private int points() {
        int n = Short.toUnsignedInt(roi.getShort(N_COORDINATES));
        return n == 0 ? roi.getInt(X1) : n;
    }

    private void checkPoints() throws IOException {
        int n = points();
        if (n <= 0) return; // ImageJ says that it is none
        require(HEADER_BYTES, (isSubPixel() ? 12L : 4L) * n, n + " points");
        int floats = HEADER_BYTES + 4 * n;
        if (isSubPixel()) requireFloats(floats, 2 * n);
        int subtype = roi.getShort(SUBTYPE);
        if (subtype == ELLIPSE || subtype == ROTATED_RECT) requireFloats(X1, 4);
        if ((roi.getShort(OPTIONS) & SPLINE_FIT) == 0) return;
        double length = 0;
        for (int i = 1; i < n; i++) {
            length += Math.hypot(x(floats, i) - x(floats, i - 1), y(floats, i) - y(floats, i - 1));
        }
        if (length > LONGEST_SPLINE) throw damaged("its spline is " + length + " pixels long");
    }

    private float x(int floats, int i) {
        return isSubPixel() ? roi.getFloat(floats + 4 * i) : roi.getShort(HEADER_BYTES + 2 * i);
    }

    private float y(int floats, int i) {
        return x(floats, i + points());
    }

    private void checkText() throws IOException {
        int font = roi.getInt(HEADER_BYTES);
        if (font < 0 || font > LARGEST_FONT) throw damaged("its letters are " + font + " px high");
        long letters = (long) roi.getInt(HEADER_BYTES + 8) + roi.getInt(HEADER_BYTES + 12);
        require(HEADER_BYTES + 16, roi.getInt(HEADER_BYTES + 8), "its font's name");
        require(HEADER_BYTES + 16, roi.getInt(HEADER_BYTES + 12), "its text");
        require(HEADER_BYTES + 16, 2 * letters, "its text");
    }

    private void checkSecondHeader() throws IOException {
        int header2 = roi.getInt(HEADER2_OFFSET);
        if (header2 == 0) return;
        if (header2 < 0) throw damaged("its second header is at byte " + header2);
        requireText(header2 + NAME_OFFSET, "its name");
        if (version() >= 218) {
            requireFloat(roi.getFloat(header2 + FLOAT_STROKE_WIDTH));
        }
        if (version() >= 224) requireText(header2 + ROI_PROPS_OFFSET, "its properties");
        if (version() >= 227 && points() > 0 && roi.getInt(header2 + COUNTERS_OFFSET) != 0) {
            require(roi.getInt(header2 + COUNTERS_OFFSET), 4L * points(), "its counters");
        }
        boolean isImage = version() >= 221 && roi.getShort(SUBTYPE) == IMAGE;
        if (isImage) checkImage(roi.getInt(header2 + IMAGE_SIZE));
    }

    private void checkImage(int length) throws IOException {
        if (length <= 0) return;
        require(HEADER_BYTES, length, "its image");
        byte[] tiff = new byte[length];
        roi.get(HEADER_BYTES, tiff);
        TiffBounds.check(Bytes.of(tiff));
    }

    /** An offset and a number of letters stand one after the other. */
    private void requireText(int at, String what) throws IOException {
        int offset = roi.getInt(at);
        int letters = roi.getInt(at + 4);
        if (offset != 0 && letters != 0) require(offset, letters < 0 ? -1 : 2L * letters, what);
    }

    private void requireFloats(int at, int count) throws IOException {
        require(at, 4L * count, count + " coordinates");
        for (int i = 0; i < count; i++) requireFloat(roi.getFloat(at + 4 * i));
    }

    private static void requireFloat(float value) throws IOException {
        if (Math.abs(value) <= FARTHEST) return;
        throw damaged("one of its coordinates is " + value);
    }

    private void require(long offset, long length, String what) throws IOException {
        if (offset >= 0 && length >= 0 && offset + length <= size) return;
        throw damaged(what + " lie beyond its " + size + " bytes");
    }
}
