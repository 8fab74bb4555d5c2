// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Images to learn from, all of one number of channels. Checked on construction, so that training
 * that starts has data to work with.
 *
 * @param images each {@code [1, C, H, W]} with values in [-1, 1]
 * @param names what to call them in messages, such as a file's name or {@code slice 3}
 * @param captions what each shows; empty texts where nothing is known
 */
public record ImageSet(List<Tensor> images, List<String> names, List<String> captions) {

    private static final int LEAST = 2;

    /**
     * Checks the images.
     *
     * @throws IllegalArgumentException naming the image that does not fit, if there are fewer than
     *     two, their channels differ, or one holds a value that is no number or nothing but one
     *     value
     */
    public ImageSet {
        images = List.copyOf(images);
        names = List.copyOf(names);
        captions = List.copyOf(captions);
        if (images.size() < LEAST) {
            throw new IllegalArgumentException(
                    "training needs several images, found "
                            + (images.isEmpty() ? "none" : "one (" + names.get(0) + ")")
                            + "; open a stack or choose a folder with more, best some dozens");
        }
        for (int i = 0; i < images.size(); i++) requireNumbers(images.get(i), names.get(i));
        requireOneKind(images, names);
        requireContent(images);
    }

    private static void requireNumbers(Tensor image, String name) {
        for (int i = 0; i < image.size(); i++) {
            if (!Float.isFinite(image.data()[i])) {
                int width = image.dim(3);
                int pixel = i % (image.dim(2) * width);
                throw new IllegalArgumentException(
                        name
                                + " holds "
                                + (Float.isNaN(image.data()[i]) ? "NaN" : "an infinite value")
                                + " at x="
                                + pixel % width
                                + ", y="
                                + pixel / width
                                + "; replace such pixels (Process > Noise > Remove NaNs...) or"
                                + " leave the image out");
            }
        }
    }

    private static void requireOneKind(List<Tensor> images, List<String> names) {
        int channels = images.get(0).dim(1);
        int other =
                IntStream.range(0, images.size())
                        .filter(i -> images.get(i).dim(1) != channels)
                        .findFirst()
                        .orElse(-1);
        if (other < 0) return;
        throw new IllegalArgumentException(
                "images must be all grey or all in colour: "
                        + names.get(0)
                        + " is "
                        + kind(channels)
                        + ", "
                        + names.get(other)
                        + " is "
                        + kind(images.get(other).dim(1))
                        + "; convert them (Image > Type) or leave it out");
    }

    private static String kind(int channels) {
        return channels == 1 ? "grey" : "in colour";
    }

    private static void requireContent(List<Tensor> images) {
        float first = images.get(0).data()[0];
        for (Tensor image : images) for (float v : image.data()) if (v != first) return;
        throw new IllegalArgumentException(
                "all images hold the same value everywhere; there is nothing to learn from them");
    }

    /** How many images there are. */
    public int size() {
        return images.size();
    }

    /** 1 or 3. */
    public int channels() {
        return images.get(0).dim(1);
    }

    /**
     * Requires that every image has a caption.
     *
     * @throws IllegalArgumentException naming the first images that have none
     */
    public ImageSet requireCaptions() {
        List<String> without = new ArrayList<>();
        for (int i = 0; i < size(); i++) if (captions.get(i).isBlank()) without.add(names.get(i));
        if (without.isEmpty()) return this;
        throw new IllegalArgumentException(
                without.size()
                        + " of "
                        + size()
                        + " images have no caption, the first is "
                        + without.get(0)
                        + "; write a text file of the same name beside each image, list them in"
                        + " captions.csv, or give one caption for all with the key prompt");
    }

    /**
     * Requires that all images have one size.
     *
     * @throws IllegalArgumentException naming two that differ
     */
    public ImageSet requireOneSize() {
        for (int i = 1; i < size(); i++) {
            if (!size(images.get(i)).equals(size(images.get(0)))) {
                throw new IllegalArgumentException(
                        "images have different sizes: "
                                + names.get(0)
                                + " has "
                                + size(images.get(0))
                                + " pixels, "
                                + names.get(i)
                                + " has "
                                + size(images.get(i))
                                + " pixels; scale them to one size, or train on patches of them with"
                                + " crop=patches");
            }
        }
        return this;
    }

    /**
     * Requires that no side of an image is shorter than a number of pixels.
     *
     * @throws IllegalArgumentException naming one that is too small
     */
    public ImageSet requireAtLeast(int pixels) {
        for (int i = 0; i < size(); i++) {
            if (Math.min(images.get(i).dim(2), images.get(i).dim(3)) < pixels) {
                throw new IllegalArgumentException(
                        names.get(i)
                                + " has "
                                + size(images.get(i))
                                + " pixels, too few for patches of "
                                + pixels
                                + " x "
                                + pixels
                                + "; choose smaller patches with the key pixels, or leave it out");
            }
        }
        return this;
    }

    private static String size(Tensor image) {
        return image.dim(3) + " x " + image.dim(2);
    }
}
