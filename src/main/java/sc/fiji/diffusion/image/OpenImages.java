// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The images that are open in ImageJ, shown or not. Several may have one title. */
public final class OpenImages {

    private OpenImages() {}

    /** All of them. */
    public static List<ImagePlus> all() {
        int[] ids = WindowManager.getIDList();
        if (ids == null) return List.of();
        return Arrays.stream(ids)
                .mapToObj(WindowManager::getImage)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Those of a title. */
    public static List<ImagePlus> titled(String title) {
        return all().stream().filter(image -> image.getTitle().equals(title)).toList();
    }

    /**
     * The image of a title that goes with another image, which it never is itself.
     *
     * @param key what is named, for the message
     * @param image the other image
     * @return empty if there is none
     * @throws IllegalArgumentException if there are several, with their IDs
     */
    public static Optional<ImagePlus> beside(ImagePlus image, String key, String title) {
        List<ImagePlus> found =
                titled(title).stream().filter(other -> other.getID() != image.getID()).toList();
        if (found.size() < 2) return found.stream().findFirst();
        throw new IllegalArgumentException(
                found.size()
                        + " open images are called \""
                        + title
                        + "\", with the IDs "
                        + found.stream()
                                .map(other -> Integer.toString(other.getID()))
                                .collect(Collectors.joining(", "))
                        + "; give the one that is meant by "
                        + key
                        + " a title of its own");
    }
}
