// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.StepRandom;

/**
 * Square windows of images, chosen anew for each step.
 *
 * @param data the images, none smaller than the window
 * @param indices those that take part
 * @param side of the window in pixels
 * @param count windows in a batch
 * @param augmentation what may be changed about them
 * @param seed chooses; batches of different seeds have nothing in common
 */
public record Batches(
        ImageSet data,
        List<Integer> indices,
        int side,
        int count,
        Augmentation augmentation,
        long seed) {

    private static final double HELD_OUT = 0.1;

    /** The indices of a set, shuffled: a tenth, at least one, is held out and comes first. */
    private static List<Integer> shuffled(int size, long seed) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < size; i++) all.add(i);
        Collections.shuffle(all, StepRandom.of(seed, -1));
        return all;
    }

    /** The images to train on: nine in ten. */
    public static Batches training(
            ImageSet data, int side, int count, Augmentation augmentation, long seed) {
        List<Integer> all = shuffled(data.size(), seed);
        List<Integer> rest = all.subList(heldOut(data), all.size());
        return new Batches(data, rest, side, count, augmentation, seed);
    }

    /** The others, as they are. */
    public Batches heldOut() {
        List<Integer> first = shuffled(data.size(), seed).subList(0, heldOut(data));
        return new Batches(data, first, side, count, Augmentation.NONE, seed + 1);
    }

    private static int heldOut(ImageSet data) {
        return (int) Math.max(1, Math.round(HELD_OUT * data.size()));
    }

    /**
     * The batch of a step.
     *
     * @param random of the step; the caller may go on drawing from it
     */
    public Batch draw(Random random) {
        List<Tensor> images = new ArrayList<>();
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = indices.get(random.nextInt(indices.size()));
            chosen.add(index);
            images.add(view(index, random));
        }
        return new Batch(Tensor.concat(images), chosen);
    }

    /**
     * One window of an image, changed as the augmentation allows.
     *
     * @return {@code [1, C, S, S]}
     */
    public Tensor view(int index, Random random) {
        return augmentation.apply(window(data.images().get(index), random), random);
    }

    /** The source of randomness of a step. */
    public Random random(long step) {
        return StepRandom.of(seed, step);
    }

    private Tensor window(Tensor image, Random random) {
        int top = random.nextInt(image.dim(2) - side + 1);
        int left = random.nextInt(image.dim(3) - side + 1);
        return crop(image, left, top, side);
    }

    /** A square part of an image {@code [1, C, H, W]}. */
    static Tensor crop(Tensor image, int left, int top, int side) {
        if (image.dim(2) == side && image.dim(3) == side) return image;
        Tensor result = Tensor.zeros(1, image.dim(1), side, side);
        for (int row = 0; row < image.dim(1) * side; row++) {
            int y = row / side * image.dim(2) + top + row % side;
            System.arraycopy(
                    image.data(), y * image.dim(3) + left, result.data(), row * side, side);
        }
        return result;
    }

    /**
     * One batch.
     *
     * @param images {@code [N, C, S, S]} with values in [-1, 1]
     * @param indices of the N images in the set
     */
    public record Batch(Tensor images, List<Integer> indices) {}
}
