// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.ImagePlus;
import ij.WindowManager;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import sc.fiji.diffusion.image.ImageFile;

/** Finds the image that a recorded run began with. */
public final class InputSearch {

    private InputSearch() {}

    /**
     * Finds an input by the hash of its pixels.
     *
     * @param input the record of it
     * @param place the title of an open image, or a path; empty to look among all open images
     * @throws IOException if the path cannot be opened
     * @throws IllegalArgumentException if no image, or another one, is there
     */
    public static ImagePlus find(InputRecord input, String place) throws IOException {
        if (!place.isBlank()) return require(input, at(place.strip()));
        return open().filter(input::matches)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "none of the open images is the input of the recorded run,"
                                                + " which was \""
                                                + input.title()
                                                + "\" (SHA-256 of its pixels "
                                                + input.sha256()
                                                + "); open it, or name its file with input=[path]"));
    }

    private static ImagePlus require(InputRecord input, ImagePlus found) {
        if (input.matches(found)) return found;
        String hash =
                input.planes().stream().allMatch(plane -> plane <= found.getStackSize())
                        ? "SHA-256 " + PlaneHash.of(found, input.planes())
                        : found.getStackSize() + " planes";
        throw new IllegalArgumentException(
                "\""
                        + found.getTitle()
                        + "\" has other pixels ("
                        + hash
                        + ") than the input of the recorded run, \""
                        + input.title()
                        + "\" (SHA-256 "
                        + input.sha256()
                        + " of the planes "
                        + PlaneList.format(input.planes())
                        + "); choose the image that it began with");
    }

    private static ImagePlus at(String place) throws IOException {
        for (ImagePlus image : open().toList()) {
            if (image.getTitle().equals(place)) return image;
        }
        if (!new File(place).isFile()) {
            throw new IOException(
                    "input \"" + place + "\" is neither the title of an open image nor a file");
        }
        return ImageFile.open(Path.of(place));
    }

    private static Stream<ImagePlus> open() {
        int[] ids = WindowManager.getIDList();
        if (ids == null) return Stream.of();
        List<ImagePlus> images =
                Arrays.stream(ids)
                        .mapToObj(WindowManager::getImage)
                        .filter(Objects::nonNull)
                        .toList();
        return images.stream();
    }
}
