// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/**
 * One plane as PNG with the values as they are, and an XMP packet in an iTXt chunk (Adobe, XMP
 * Specification Part 3, section 1.1.5).
 */
final class PngFile {

    static final String XMP_KEYWORD = "XML:com.adobe.xmp";

    private static final String FORMAT = "javax_imageio_png_1.0";

    private PngFile() {}

    /**
     * Checks that PNG can hold an image with all its values.
     *
     * @throws IllegalArgumentException if not
     */
    static void requireStorable(ImagePlus image) {
        if (image.getStackSize() == 1 && image.getBitDepth() != 32) return;
        throw new IllegalArgumentException(
                "PNG holds one plane of 8 bits, 16 bits or RGB, and \""
                        + image.getTitle()
                        + "\" has "
                        + image.getStackSize()
                        + " of "
                        + image.getBitDepth()
                        + " bits; save it as .tif");
    }

    /** Writes an image. */
    static void write(ImagePlus image, byte[] xmp, Path file) throws IOException {
        BufferedImage pixels = pixels(image.getProcessor());
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            if (out == null) throw new IOException("cannot write " + file);
            writer.setOutput(out);
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(new ImageTypeSpecifier(pixels), null);
            metadata.mergeTree(FORMAT, xmpChunk(new String(xmp, StandardCharsets.UTF_8)));
            writer.write(new IIOImage(pixels, null, metadata));
        } finally {
            writer.dispose();
        }
    }

    private static IIOMetadataNode xmpChunk(String packet) {
        IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
        entry.setAttribute("keyword", XMP_KEYWORD);
        entry.setAttribute("compressionFlag", "FALSE");
        entry.setAttribute("compressionMethod", "0");
        entry.setAttribute("languageTag", "");
        entry.setAttribute("translatedKeyword", "");
        entry.setAttribute("text", packet);
        IIOMetadataNode chunk = new IIOMetadataNode("iTXt");
        chunk.appendChild(entry);
        IIOMetadataNode root = new IIOMetadataNode(FORMAT);
        root.appendChild(chunk);
        return root;
    }

    private static BufferedImage pixels(ImageProcessor plane) {
        int width = plane.getWidth();
        int height = plane.getHeight();
        if (plane.getPixels() instanceof int[] colours) {
            BufferedImage rgb = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            rgb.setRGB(0, 0, width, height, colours, 0, width);
            return rgb;
        }
        if (plane.getPixels() instanceof short[] values) {
            BufferedImage gray = new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY);
            short[] target = ((DataBufferUShort) gray.getRaster().getDataBuffer()).getData();
            System.arraycopy(values, 0, target, 0, target.length);
            return gray;
        }
        BufferedImage bytes = bytes(plane, width, height);
        byte[] target = ((DataBufferByte) bytes.getRaster().getDataBuffer()).getData();
        System.arraycopy(plane.getPixels(), 0, target, 0, target.length);
        return bytes;
    }

    /** 8-bit grey, or indices into the colours of the lookup table. */
    private static BufferedImage bytes(ImageProcessor plane, int width, int height) {
        LUT lut = plane.getLut();
        if (!plane.isColorLut() && !plane.isInvertedLut()) {
            return new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        }
        return new BufferedImage(
                width, height, BufferedImage.TYPE_BYTE_INDEXED, lut.getColorModel());
    }
}
