// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.evaluate;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sc.fiji.diffusion.phantom.PhantomSet;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.tensor.Tensor;

/** Images that a model shall make the likes of. */
public interface RealImages {

    /**
     * The images of a folder; phantoms that no part of the shipped model has seen if it is null.
     *
     * @throws IOException if the folder has no images, or a file is damaged
     */
    static RealImages of(File folder) throws IOException {
        return folder == null
                ? new RealPhantoms(PhantomSet.HELD_OUT)
                : FolderImages.read(folder.toPath());
    }

    /**
     * What a model was trained on: the images of a folder, or the phantoms of the shipped model if
     * real images are phantoms too, or nothing that is known.
     *
     * @throws IOException if the folder has no images, or a file is damaged
     */
    static Optional<RealImages> ofTraining(File folder, File real) throws IOException {
        if (folder != null) return Optional.of(FolderImages.read(folder.toPath()));
        return real == null ? Optional.of(new RealPhantoms(PhantomSet.TRAINING)) : Optional.empty();
    }

    /** What the record calls them. */
    String name();

    /** How many there are, or {@link Integer#MAX_VALUE} if there is no end. */
    int size();

    /**
     * An image.
     *
     * @param index from 0
     * @param width of the part that is returned
     * @param height likewise
     * @return {@code [1, C, height, width]} in [0, 1]
     * @throws IllegalArgumentException if the image is smaller
     */
    Tensor image(int index, int width, int height);

    /**
     * Checks that no image is smaller than the parts that will be asked for.
     *
     * @throws IllegalArgumentException if one is, naming it
     */
    default void requireSize(int width, int height) {}

    /** What an image shows, in words; empty if nothing is known. */
    String caption(int index);

    /**
     * Two images that have as little in common as such images can, to see how far apart images can
     * be: of two structures, or an image and noise of its mean and deviation.
     */
    List<Tensor> unlike(int index, int width, int height);

    /** All that is known about an image that was drawn. */
    default Optional<PhantomSpec> spec(int index) {
        return Optional.empty();
    }

    /** The same image without noise, if it is known. */
    default Optional<Tensor> clean(int index, int width, int height) {
        return Optional.empty();
    }
}
