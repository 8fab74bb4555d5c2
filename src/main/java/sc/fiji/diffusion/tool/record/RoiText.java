// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.gui.Roi;
import ij.io.RoiEncoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import sc.fiji.diffusion.image.file.RoiFile;

/**
 * Selections as one word of text: ImageJ's own ROI format, of each its length and its bytes, packed
 * by zlib and written in Base64. Names and colours are left out; positions stay.
 */
public final class RoiText {

    /** Unpacked, no selections are larger. */
    private static final int LARGEST = 1 << 26;

    private RoiText() {}

    /** Writes selections. */
    public static String encode(List<Roi> rois) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(packed))) {
            for (Roi roi : rois) {
                byte[] bytes = RoiEncoder.saveAsByteArray(plain(roi));
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static List<Roi> decode(String text) {
        try {
            List<Roi> rois = new ArrayList<>();
            ByteBuffer packed = ByteBuffer.wrap(unpacked(Base64.getDecoder().decode(text)));
            while (packed.hasRemaining()) {
                byte[] bytes = new byte[requireRest(packed.getInt(), packed)];
                packed.get(bytes);
                rois.add(RoiFile.decode(bytes));
            }
            return rois;
        } catch (IOException | IllegalArgumentException | BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "the record's selection cannot be read, since it is no packed ROI: " + text, e);
        }
    }

    /** All bytes, whose checksum is right. */
    private static byte[] unpacked(byte[] packed) throws IOException {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = in.readNBytes(LARGEST);
            if (in.read() >= 0) throw new IOException("more than " + LARGEST + " bytes");
            return bytes;
        }
    }

    private static int requireRest(int length, ByteBuffer packed) throws IOException {
        if (length >= 0 && length <= packed.remaining()) return length;
        throw new IOException("length " + length + " of " + packed.remaining() + " bytes");
    }

    private static Roi plain(Roi roi) {
        Roi plain = (Roi) roi.clone();
        plain.setName(null);
        plain.setStrokeColor(null);
        plain.setFillColor(null);
        return plain;
    }
}
