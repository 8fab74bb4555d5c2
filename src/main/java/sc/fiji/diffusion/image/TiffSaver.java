// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.RoiEncoder;
import ij.io.TiffEncoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import sc.fiji.diffusion.files.FileProblem;
import sc.fiji.diffusion.files.WholeFile;

/** TIFF files as ImageJ writes them, which appear when they are whole. */
public final class TiffSaver {

    private static final int BUFFER = 1 << 16;

    private TiffSaver() {}

    /**
     * Saves an image or stack.
     *
     * @throws IOException if it cannot be written, saying why; a file that was there stays
     */
    public static void save(ImagePlus image, Path file) throws IOException {
        WholeFile.write(file, part -> write(image, part));
    }

    /**
     * Writes the file directly, which {@link FileSaver} does, too, but ends a macro if it cannot.
     *
     * @throws IOException if it cannot be written, saying why; a part of it may be there then
     */
    public static void write(ImagePlus image, Path file) throws IOException {
        TiffEncoder encoder = new TiffEncoder(content(image));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            encoder.write(out);
        } catch (IOException e) {
            throw FileProblem.notWritten(file, e);
        }
        image.changes = false;
    }

    /** What {@link FileSaver} puts into a TIFF. */
    private static FileInfo content(ImagePlus image) {
        FileSaver saver = new FileSaver(image);
        FileInfo content = image.getFileInfo();
        if (image.getStack() instanceof VirtualStack virtual) content.virtualStack = virtual;
        content.info = image.getInfoProperty();
        content.description = saver.getDescriptionString();
        content.sliceLabels = labels(image.getStack(), image.hasImageStack());
        content.roi = RoiEncoder.saveAsByteArray(image.getRoi());
        content.overlay = FileSaver.getOverlay(image);
        content.properties = image.getPropertiesAsArray();
        if (image.isComposite()) saver.saveDisplayRangesAndLuts(image, content);
        return content;
    }

    /** Null if there are none. */
    private static String[] labels(ImageStack stack, boolean isStack) {
        boolean first = isStack && stack.getSliceLabel(1) != null;
        if (stack.size() > 1 && !stack.isVirtual()) return stack.getSliceLabels();
        if (!first) return null;
        return IntStream.rangeClosed(1, stack.size())
                .mapToObj(stack::getSliceLabel)
                .toArray(String[]::new);
    }
}
