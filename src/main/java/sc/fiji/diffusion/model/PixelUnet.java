// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.Unet2dConfig;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.TensorSource;

/**
 * A denoising network that sees no text (UNet2DModel). Samples of other sizes than it takes are
 * continued to the right and below by their last values, and what it says of these is cut off.
 */
final class PixelUnet extends Unet {

    private final Network network;
    private final Weights weights;
    private final int factor;

    private PixelUnet(Unet2dConfig config, Network network, Weights weights) {
        super(outline(config), network, weights);
        this.network = network;
        this.weights = weights;
        this.factor = config.factor();
    }

    static PixelUnet load(ModelSource source) throws IOException {
        Unet2dConfig config = Unet2dConfig.read(source.config(ModelSource.UNET));
        TensorSource file = source.weights(ModelSource.UNET);
        try (Loading parts = new Loading()) {
            Weights weights = parts.add(Weights.load(file, config.layout()));
            Network network = parts.add(Network.load(config.source()));
            return parts.done(new PixelUnet(config, network, weights));
        }
    }

    /** What it has in common with a network that sees a text, of width 0. */
    private static UnetConfig outline(Unet2dConfig config) {
        int n = config.channels().length;
        return new UnetConfig(
                config.inChannels(),
                config.outChannels(),
                config.channels(),
                new boolean[n],
                new boolean[n],
                config.layersPerBlock(),
                new int[n],
                new int[n],
                0,
                config.normGroups(),
                config.normEpsilon(),
                false,
                config.flipSinToCos(),
                config.freqShift(),
                true,
                config.sampleSize(),
                0,
                0);
    }

    @Override
    public Tensor predict(Tensor sample, double timestep, Conditioning conditioning) {
        int height = sample.dim(2);
        int width = sample.dim(3);
        Tensor whole = resize(sample, roundUp(width), roundUp(height));
        Tensor time = Tensor.full((float) timestep, sample.dim(0));
        return resize(network.run(weights, whole, time).get(0), width, height);
    }

    @Override
    public Network.Pullback pullBack(
            Tensor vector, Tensor sample, double timestep, Conditioning conditioning) {
        int height = sample.dim(2);
        int width = sample.dim(3);
        Tensor whole = resize(sample, roundUp(width), roundUp(height));
        Tensor time = Tensor.full((float) timestep, sample.dim(0));
        Tensor seen = onlyInside(resize(vector, whole.dim(3), whole.dim(2)), width, height);
        Network.Pullback p = network.pullBack(weights, seen, whole, time);
        return new Network.Pullback(
                resize(p.result(), width, height), fold(p.product(), width, height));
    }

    /** What is cut off of the result has no say. */
    private static Tensor onlyInside(Tensor image, int width, int height) {
        if (image.dim(3) == width && image.dim(2) == height) return image;
        Tensor result = Tensor.zeros(image.shape());
        for (int i = 0; i < image.size(); i++) {
            int x = i % image.dim(3);
            int y = i / image.dim(3) % image.dim(2);
            if (x < width && y < height) result.data()[i] = image.data()[i];
        }
        return result;
    }

    /** The transpose of {@link #resize}: what was repeated adds up. */
    private static Tensor fold(Tensor image, int width, int height) {
        if (image.dim(3) == width && image.dim(2) == height) return image;
        Tensor result = Tensor.zeros(image.dim(0), image.dim(1), height, width);
        for (int i = 0; i < image.size(); i++) {
            int x = Math.min(i % image.dim(3), width - 1);
            int y = Math.min(i / image.dim(3) % image.dim(2), height - 1);
            int plane = i / (image.dim(3) * image.dim(2));
            result.data()[(plane * height + y) * width + x] += image.data()[i];
        }
        return result;
    }

    private int roundUp(int size) {
        return (size + factor - 1) / factor * factor;
    }

    /** Cuts off, or repeats the last row and column. */
    private static Tensor resize(Tensor image, int width, int height) {
        int oldHeight = image.dim(2);
        int oldWidth = image.dim(3);
        if (oldWidth == width && oldHeight == height) return image;
        Tensor result = Tensor.zeros(image.dim(0), image.dim(1), height, width);
        for (int i = 0; i < result.size(); i++) {
            int x = Math.min(i % width, oldWidth - 1);
            int y = Math.min(i / width % height, oldHeight - 1);
            int plane = i / (width * height);
            result.data()[i] = image.data()[(plane * oldHeight + y) * oldWidth + x];
        }
        return result;
    }
}
