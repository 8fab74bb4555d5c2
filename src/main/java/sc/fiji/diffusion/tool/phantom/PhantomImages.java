// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.phantom;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import sc.fiji.diffusion.files.FreeSpace;
import sc.fiji.diffusion.files.WholeFile;
import sc.fiji.diffusion.image.TiffSaver;

/**
 * Phantoms that have been drawn.
 *
 * @param pictures a stack, one phantom a slice, its caption the slice's label
 * @param masks a 16-bit stack of the same size: 0 for background, 1 to n for the objects
 * @param captions one a slice
 */
public record PhantomImages(ImagePlus pictures, ImagePlus masks, List<String> captions) {

    private static final String MASKS = "masks";

    /**
     * Writes each phantom as {@code phantom_00001.tif} with its caption beside it in {@code
     * phantom_00001.txt}, as {@code Train Model...} takes them, and its mask under the same name in
     * the folder {@code masks}.
     *
     * @param withMasks whether masks are written
     * @throws IOException if a file exists already or there is no room (nothing is written then),
     *     or if one cannot be written; those that were are taken away again
     */
    public void save(Path folder, boolean withMasks) throws IOException {
        for (int k = 1; k <= captions.size(); k++) {
            for (String extension : List.of(".tif", ".txt"))
                refuseExisting(folder, name(k) + extension);
            if (withMasks) refuseExisting(folder.resolve(MASKS), name(k) + ".tif");
        }
        FreeSpace.require(folder, bytes(pictures) + (withMasks ? bytes(masks) : 0));
        Files.createDirectories(withMasks ? folder.resolve(MASKS) : folder);
        try {
            for (int k = 1; k <= captions.size(); k++) {
                save(pictures, k, folder.resolve(name(k) + ".tif"));
                WholeFile.write(folder.resolve(name(k) + ".txt"), captions.get(k - 1) + "\n");
                if (withMasks) save(masks, k, folder.resolve(MASKS).resolve(name(k) + ".tif"));
            }
        } catch (IOException | RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    private static long bytes(ImagePlus stack) {
        return (long) stack.getWidth()
                * stack.getHeight()
                * stack.getStackSize()
                * stack.getBytesPerPixel();
    }

    private void delete(Path folder) throws IOException {
        for (int k = 1; k <= captions.size(); k++) {
            Files.deleteIfExists(folder.resolve(name(k) + ".tif"));
            Files.deleteIfExists(folder.resolve(name(k) + ".txt"));
            Files.deleteIfExists(folder.resolve(MASKS).resolve(name(k) + ".tif"));
        }
    }

    private static String name(int k) {
        return String.format(Locale.ROOT, "phantom_%05d", k);
    }

    private static void refuseExisting(Path folder, String name) throws IOException {
        if (Files.exists(folder.resolve(name))) {
            throw new IOException(folder.resolve(name) + " exists already; choose an empty folder");
        }
    }

    private static void save(ImagePlus stack, int k, Path file) throws IOException {
        ImagePlus image =
                new ImagePlus(file.getFileName().toString(), stack.getStack().getProcessor(k));
        image.setDisplayRange(stack.getDisplayRangeMin(), stack.getDisplayRangeMax());
        image.setProperty("Info", stack.getInfoProperty());
        image.setProp("Slice_Label", stack.getStack().getSliceLabel(k));
        TiffSaver.save(image, file);
    }
}
