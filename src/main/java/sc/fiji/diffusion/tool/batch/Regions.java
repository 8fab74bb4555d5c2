// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sc.fiji.diffusion.image.file.FileNames;
import sc.fiji.diffusion.image.file.RoiFile;
import sc.fiji.diffusion.tool.inpaint.SelectionSource;
import sc.fiji.diffusion.tool.inpaint.Targets;
import sc.fiji.diffusion.tool.record.RoiText;

/**
 * Where each image of a folder is to be repainted. For {@code a.tif} these are tried in turn:
 *
 * <ol>
 *   <li>if {@code place} is a file, that one for all images: ImageJ's {@code .roi} or {@code .zip},
 *       or a mask image;
 *   <li>{@code a.roi}, {@code a.zip}, and the mask {@code a_mask.tif}, or {@code a_mask} with
 *       another ending of images, in the folder {@code place}, or beside the image if there is
 *       none; in another folder than the images' masks may also have the image's name. Case does
 *       not count, see {@link FileNames};
 *   <li>the selection that the image's file holds;
 *   <li>{@code common}.
 * </ol>
 *
 * @param place a file or a folder, or null
 * @param common the selection for images that have none of their own, or null
 */
public record Regions(Path place, Roi common) {

    /** Checks that the place is there. */
    public Regions {
        if (place != null && !Files.exists(place)) {
            throw new IllegalArgumentException(
                    "regions "
                            + place
                            + " does not exist; name a file or a folder, or leave it out");
        }
    }

    /**
     * Puts the selections on an image as its overlay, or names its mask in the targets.
     *
     * @param found what {@link #find} found for the file
     * @return the targets to use
     * @throws IllegalArgumentException if nothing is selected in it
     * @throws IOException if the file cannot be read
     */
    Targets select(ImagePlus image, Path file, Optional<Path> found, Targets targets)
            throws IOException {
        if (found.isPresent() && !RoiFile.isNamedSo(found.get())) {
            image.deleteRoi();
            return targets.withSelections(SelectionSource.ACTIVE)
                    .withMask(found.get().toAbsolutePath().toString());
        }
        List<Roi> rois = found.isPresent() ? RoiFile.read(found.get()) : own(image, file);
        Overlay overlay = new Overlay();
        rois.forEach(overlay::add);
        image.setOverlay(overlay);
        return targets.withMask("").withSelections(SelectionSource.OVERLAY);
    }

    private List<Roi> own(ImagePlus image, Path file) {
        if (image.getRoi() != null) return List.of(image.getRoi());
        if (common != null) return List.of((Roi) common.clone());
        throw new IllegalArgumentException(
                "no selection for "
                        + file.getFileName()
                        + ": put a .roi, a .zip or a _mask.tif of the same name beside it, or"
                        + " select something in the active image");
    }

    /** The files among which those of regions are looked for. */
    FileNames files(Path folder, FileNames images) throws IOException {
        return isApart(folder) ? FileNames.in(place) : images;
    }

    /** Whether the place is another folder than the images'. */
    private boolean isApart(Path folder) throws IOException {
        return place != null && Files.isDirectory(place) && !Files.isSameFile(place, folder);
    }

    /** The file of regions of an image, if it has one among some files. */
    Optional<Path> find(Path image, FileNames files) throws IOException {
        if (place != null && Files.isRegularFile(place)) return Optional.of(place);
        Optional<Path> found = files.find(image, RoiFile.endings()).or(() -> files.maskOf(image));
        return found.isEmpty() && isApart(image.getParent())
                ? files.find(image, FileNames.imageEndings())
                : found;
    }

    /** What results depend on, in one line. */
    String describe() {
        String shape = common == null ? "none" : RoiText.encode(List.of(common));
        return "Regions[place=" + place + ", common=" + shape + "]";
    }
}
