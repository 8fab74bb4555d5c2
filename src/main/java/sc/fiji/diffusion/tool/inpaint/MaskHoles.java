// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImagePlus;
import ij.io.FileInfo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sc.fiji.diffusion.image.ImageFile;
import sc.fiji.diffusion.image.OpenImages;
import sc.fiji.diffusion.image.region.Selection;

/** A mask image: what is not 0 is repainted. One slice is for all planes of the image. */
final class MaskHoles implements Holes {

    private final ImagePlus mask;
    private final ImagePlus image;

    private MaskHoles(ImagePlus mask, ImagePlus image) {
        this.mask = mask;
        this.image = image;
        requireFit();
    }

    /**
     * Finds a mask.
     *
     * @param titleOrPath of an open image or of a file
     * @throws IllegalArgumentException if there is none but the image itself, if several open
     *     images have the title, or if it does not fit the image
     */
    static MaskHoles named(String titleOrPath, ImagePlus image) {
        return new MaskHoles(find(titleOrPath.strip(), image), image);
    }

    private static ImagePlus find(String titleOrPath, ImagePlus image) {
        Optional<ImagePlus> open = OpenImages.beside(image, "mask", titleOrPath);
        if (open.isPresent()) return open.get();
        boolean file = new File(titleOrPath).isFile();
        boolean itself = file ? isFileOf(image, titleOrPath) : titleOrPath.equals(image.getTitle());
        if (itself) {
            throw new IllegalArgumentException(
                    "mask \""
                            + titleOrPath
                            + "\" is the image itself, which cannot be its own mask; name another"
                            + " open image, or a file");
        }
        if (!file) {
            throw new IllegalArgumentException(
                    "mask \""
                            + titleOrPath
                            + "\" is neither the title of an open image nor an image file");
        }
        try {
            return ImageFile.open(Path.of(titleOrPath));
        } catch (IOException e) {
            throw new IllegalArgumentException("mask: " + e.getMessage(), e);
        }
    }

    /** Whether an image was opened from a file, or saved in it. */
    private static boolean isFileOf(ImagePlus image, String path) {
        FileInfo info = image.getOriginalFileInfo();
        if (info == null || info.fileName == null || info.directory == null) return false;
        try {
            return Files.isSameFile(Path.of(info.directory, info.fileName), Path.of(path));
        } catch (IOException | InvalidPathException e) {
            return false; // it has no file any more
        }
    }

    private void requireFit() {
        boolean sameSize =
                mask.getWidth() == image.getWidth() && mask.getHeight() == image.getHeight();
        int planes = mask.getStackSize();
        boolean sameStack =
                planes == 1
                        || planes == image.getStackSize()
                        || planes == image.getNSlices() * image.getNFrames();
        if (sameSize && sameStack) return;
        throw new IllegalArgumentException(
                "mask \""
                        + mask.getTitle()
                        + "\" is "
                        + size(mask)
                        + ", but the image is "
                        + size(image)
                        + "; it needs the same width and height, and one slice or as many as the"
                        + " image");
    }

    private static String size(ImagePlus image) {
        return image.getWidth() + " x " + image.getHeight() + " x " + image.getStackSize();
    }

    @Override
    public List<Selection> at(List<Integer> channels, int slice, int frame) {
        return channels.stream()
                .map(channel -> index(channel, slice, frame))
                .distinct()
                .flatMap(i -> Selection.ofMask(mask.getStack().getProcessor(i)).stream())
                .toList();
    }

    private int index(int channel, int slice, int frame) {
        if (mask.getStackSize() == 1) return 1;
        if (mask.getStackSize() == image.getStackSize()) {
            return image.getStackIndex(channel, slice, frame);
        }
        return (frame - 1) * image.getNSlices() + slice;
    }

    @Override
    public String describe() {
        return "what mask \"" + mask.getTitle() + "\" marks";
    }
}
