// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.diffusion.image.ImageFile;
import sc.fiji.diffusion.image.OpenImages;

/** Finds the image that a recorded run began with. */
public final class InputSearch {

    private InputSearch() {}

    /**
     * Finds an input by the hash of its pixels.
     *
     * @param made the image that the run made
     * @param input the record of what it began with
     * @param place the title of an open image, or a path; empty to look among all open images
     * @throws IOException if the path cannot be opened
     * @throws IllegalArgumentException if no image, or another one, is there
     */
    public static ImagePlus find(ImagePlus made, InputRecord input, String place)
            throws IOException {
        if (!place.isBlank()) return require(input, at(input, place.strip()));
        return OpenImages.all().stream()
                .filter(input::matches)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "none of the open images is the input of the recorded run of"
                                                + " \""
                                                + made.getTitle()
                                                + "\", which was \""
                                                + input.title()
                                                + "\" (SHA-256 of its pixels "
                                                + input.sha256()
                                                + "); open it, or name its file with input=[path]"));
    }

    private static ImagePlus require(InputRecord input, ImagePlus found) {
        if (input.matches(found)) return found;
        String hash =
                input.hasPlanes(found)
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

    /** Of several open images of a title the one that matches. */
    private static ImagePlus at(InputRecord input, String place) throws IOException {
        List<ImagePlus> open = OpenImages.titled(place);
        if (!open.isEmpty()) {
            return open.stream().filter(input::matches).findFirst().orElse(open.get(0));
        }
        if (!new File(place).isFile()) {
            throw new IOException(
                    "input \"" + place + "\" is neither the title of an open image nor a file");
        }
        return ImageFile.open(Path.of(place));
    }
}
