// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.ImagePlus;
import ij.io.FileInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import sc.fiji.diffusion.files.FileProblem;
import sc.fiji.diffusion.files.WholeFile;
import sc.fiji.diffusion.provenance.Provenance;
import sc.fiji.diffusion.provenance.Xmp;

/**
 * Saves an image so that other software, too, reads how it was made: as TIFF or PNG with an XMP
 * packet. A TIFF is otherwise the one that ImageJ writes, with calibration, overlay and info.
 *
 * <p>The file appears when it is complete: it is written under another name and then moved.
 */
public final class ProvenanceSaver {

    private ProvenanceSaver() {}

    /**
     * Saves an image, which then has the title and the place of the file.
     *
     * @param path ends in {@code .tif}, {@code .tiff} or {@code .png}; without an ending it becomes
     *     a TIFF; a file that is there is replaced
     * @return the path of the file
     * @throws IllegalArgumentException if the image carries no record, or if the format cannot hold
     *     it
     * @throws IOException if the file cannot be written; a file that was there stays
     */
    public static Path save(ImagePlus image, Path path) throws IOException {
        byte[] xmp = xmp(image);
        Path target = withEnding(path.toAbsolutePath());
        boolean png = ending(target).equals(".png");
        if (png) PngFile.requireStorable(image);
        if (!Files.isDirectory(target.getParent())) {
            throw new IOException(
                    "the folder " + target.getParent() + " does not exist; make it first");
        }
        if (image.getStack().isVirtual() && Files.exists(target)) {
            throw new IllegalArgumentException(
                    "\""
                            + image.getTitle()
                            + "\" is a virtual stack, which may be reading from "
                            + target
                            + "; choose another name");
        }
        try {
            if (png) WholeFile.write(target, part -> PngFile.write(image, xmp, part));
            else WholeFile.write(target, part -> TiffFile.write(image, xmp, part));
        } catch (IOException e) {
            throw FileProblem.notWritten(target, e);
        }
        settle(image, target, png);
        return target;
    }

    /**
     * Writes an image as TIFF into a file of any name, without a detour; the image keeps its title
     * and place.
     *
     * @throws IllegalArgumentException if the image carries no record
     * @throws IOException if it cannot be written; there may be a part of it then
     */
    public static void writeTiff(ImagePlus image, Path file) throws IOException {
        TiffFile.write(image, xmp(image), file);
    }

    private static byte[] xmp(ImagePlus image) {
        Records.last(image); // there must be one
        List<Provenance> records = Records.read(image);
        return Xmp.packet(records, Records.share(records));
    }

    private static Path withEnding(Path path) {
        String ending = ending(path);
        if (List.of(".png", ".tif", ".tiff").contains(ending)) return path;
        if (ending.isEmpty()) return path.resolveSibling(path.getFileName() + ".tif");
        throw new IllegalArgumentException(
                "path must end in .tif or .png, was \"" + path.getFileName() + "\"");
    }

    private static String ending(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }

    /** Tells ImageJ where the image is now, as its own Save As does. */
    private static void settle(ImagePlus image, Path target, boolean png) {
        FileInfo info = image.getFileInfo();
        info.fileName = target.getFileName().toString();
        info.directory = target.getParent() + "/";
        info.fileFormat = png ? FileInfo.IMAGEIO : FileInfo.TIFF;
        image.setFileInfo(info);
        image.setTitle(info.fileName);
        image.changes = false;
    }
}
