// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Brings images and models together whose numbers of channels differ.
 *
 * <p>A one-channel image is shown to a three-channel model as grey, and the mean of what comes back
 * is taken. A three-channel image is shown to a one-channel model one channel after the other, each
 * time with the same seed, so that the structures in the three agree and no colour is invented.
 */
public final class Channels {

    private Channels() {}

    /**
     * What the model is to see in turn.
     *
     * @param image {@code [1, C, H, W]}
     * @param modelChannels 1 or 3
     * @return tensors of {@code modelChannels} channels
     */
    public static List<Tensor> split(Tensor image, int modelChannels) {
        if (modelChannels != 1) return List.of(fit(image, modelChannels));
        List<Tensor> channels = new ArrayList<>();
        for (int c = 0; c < image.dim(1); c++) channels.add(channel(image, c));
        return channels;
    }

    /** The results of {@link #split}'s tensors as one tensor, all channels one after the other. */
    public static Tensor join(List<Tensor> parts) {
        return Tensor.concat(parts, 1);
    }

    /**
     * A tensor with another number of channels: replicated if it has one, else averaged and
     * replicated.
     */
    public static Tensor fit(Tensor image, int channels) {
        if (image.dim(1) == channels) return image;
        Tensor grey = image.dim(1) == 1 ? image : mean(image);
        return Tensor.concat(Collections.nCopies(channels, grey), 1);
    }

    /** One channel of a single image {@code [1, C, H, W]}. */
    public static Tensor channel(Tensor image, int channel) {
        int height = image.dim(2);
        int width = image.dim(3);
        float[] data = new float[height * width];
        System.arraycopy(image.data(), channel * data.length, data, 0, data.length);
        return Tensor.of(data, 1, 1, height, width);
    }

    private static Tensor mean(Tensor image) {
        Tensor sum = channel(image, 0);
        for (int c = 1; c < image.dim(1); c++) sum = sum.plus(channel(image, c));
        return sum.times(1.0 / image.dim(1));
    }
}
