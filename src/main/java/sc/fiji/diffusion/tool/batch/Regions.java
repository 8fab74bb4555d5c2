// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import sc.fiji.diffusion.tool.inpaint.SelectionSource;
import sc.fiji.diffusion.tool.inpaint.Targets;
import sc.fiji.diffusion.tool.record.RoiText;

/**
 * Where each image of a folder is to be repainted. For {@code a.tif} these are tried in turn:
 *
 * <ol>
 *   <li>if {@code place} is a file, that one for all images: ImageJ's {@code .roi} or {@code .zip},
 *       or a mask image;
 *   <li>{@code a.roi}, {@code a.zip}, and the masks {@code a_mask.tif}, {@code a_mask.png} in the
 *       folder {@code place}, or beside the image if there is none; in another folder than the
 *       images' masks may also have the image's name;
 *   <li>the selection that the image's file holds;
 *   <li>{@code common}.
 * </ol>
 *
 * @param place a file or a folder, or null
 * @param common the selection for images that have none of their own, or null
 */
public record Regions(Path place, Roi common) {

    private static final List<String> ROI_FILES = List.of(".roi", ".zip");
    private static final List<String> MASKS = List.of("_mask.tif", "_mask.png");
    private static final List<String> MASKS_APART = List.of(".tif", ".png");

    /** Checks that the place is there. */
    public Regions {
        if (place != null && !Files.exists(place)) {
            throw new IllegalArgumentException(
                    "regions "
                            + place
                            + " does not exist; name a file or a folder, or leave it out");
        }
    }

    /** Whether a file of the images' folder is a mask, not an image. */
    static boolean isMask(Path file) {
        String name = file.getFileName().toString();
        return MASKS.stream().anyMatch(name::endsWith);
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
        if (found.isPresent() && !isRoiFile(found.get())) {
            image.deleteRoi();
            return targets.withSelections(SelectionSource.ACTIVE)
                    .withMask(found.get().toAbsolutePath().toString());
        }
        List<Roi> rois = found.isPresent() ? read(found.get()) : own(image, file);
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

    /** The file of regions of an image, if it has one. */
    Optional<Path> find(Path file) throws IOException {
        if (place != null && Files.isRegularFile(place)) return Optional.of(place);
        List<String> endings = new ArrayList<>(ROI_FILES);
        endings.addAll(MASKS);
        Path folder = place == null ? file.getParent() : place;
        if (!Files.isSameFile(folder, file.getParent())) endings.addAll(MASKS_APART);
        String base = InpaintFolder.base(file);
        return endings.stream()
                .map(ending -> folder.resolve(base + ending))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** What results depend on, in one line. */
    String describe() {
        String shape = common == null ? "none" : RoiText.encode(List.of(common));
        return "Regions[place=" + place + ", common=" + shape + "]";
    }

    private static boolean isRoiFile(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return ROI_FILES.stream().anyMatch(name::endsWith);
    }

    private static List<Roi> read(Path file) throws IOException {
        List<Roi> rois = new ArrayList<>();
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".roi")) {
            rois.add(decode(Files.readAllBytes(file), file));
            return rois;
        }
        try (InputStream bytes = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(bytes)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                if (e.getName().endsWith(".roi")) rois.add(decode(zip.readAllBytes(), file));
            }
        }
        if (rois.isEmpty()) throw new IOException(file + " holds no ROI");
        return rois;
    }

    private static Roi decode(byte[] bytes, Path file) throws IOException {
        Roi roi = RoiDecoder.openFromByteArray(bytes);
        if (roi == null) throw new IOException(file + " holds something that is no ROI");
        return roi;
    }
}
