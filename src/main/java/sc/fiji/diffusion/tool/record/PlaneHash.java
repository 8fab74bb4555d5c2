// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.Plane;

/**
 * The SHA-256 of some planes of an image: of their size, their kind, and the values of all pixels.
 * Lookup table, display range and file format do not matter. One plane is read at a time.
 */
public final class PlaneHash {

    private static final int CHUNK = 1 << 16;

    private final MessageDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES);

    private PlaneHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The hash as 64 hexadecimal digits.
     *
     * @param planes numbers of planes in the stack, from 1, in the order that counts
     */
    public static String of(ImagePlus image, List<Integer> planes) {
        PlaneHash hash = new PlaneHash();
        ImageStack stack = image.getStack();
        for (int plane : planes) hash.add(Plane.valuesOf(stack.getProcessor(plane)));
        return HexFormat.of().formatHex(hash.digest.digest());
    }

    private void add(ImageProcessor plane) {
        String kind = PixelKind.of(plane) + " " + plane.getWidth() + " " + plane.getHeight();
        digest.update(kind.getBytes(StandardCharsets.US_ASCII));
        Object pixels = plane.getPixels();
        for (int at = 0; at < plane.getPixelCount(); at += CHUNK) {
            int count = Math.min(CHUNK, plane.getPixelCount() - at);
            buffer.clear();
            int size = put(pixels, at, count);
            digest.update(buffer.array(), 0, size * count);
        }
    }

    /** Copies values into the buffer and returns the bytes that each takes. */
    private int put(Object pixels, int from, int count) {
        if (pixels instanceof byte[] bytes) {
            buffer.put(bytes, from, count);
            return Byte.BYTES;
        }
        if (pixels instanceof short[] shorts) {
            buffer.asShortBuffer().put(shorts, from, count);
            return Short.BYTES;
        }
        if (pixels instanceof int[] colours) {
            for (int i = 0; i < count; i++) buffer.putInt(colours[from + i] | 0xff000000);
            return Integer.BYTES;
        }
        buffer.asFloatBuffer().put((float[]) pixels, from, count);
        return Float.BYTES;
    }
}
