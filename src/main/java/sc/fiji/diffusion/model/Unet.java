// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.TensorSource;

/** The denoising network with its weights. */
public sealed class Unet implements Closeable permits PixelUnet {

    private final UnetConfig config;
    private final Network network;
    private final Weights weights;

    Unet(UnetConfig config, Network network, Weights weights) {
        this.config = config;
        this.network = network;
        this.weights = weights;
    }

    static Unet load(ModelSource source, Precision precision) throws IOException {
        if (PixelModel.isModel(source.path())) return PixelUnet.load(source);
        UnetConfig config = UnetConfig.read(source.config(ModelSource.UNET));
        TensorSource file = source.weights(ModelSource.UNET);
        try (Loading parts = new Loading()) {
            Weights weights = parts.add(Weights.load(file, config.layout(), precision));
            Network network = parts.add(Network.load(config.source()));
            return parts.done(new Unet(config, network, weights));
        }
    }

    /** The configuration. */
    public UnetConfig config() {
        return config;
    }

    /**
     * The network's output.
     *
     * @param sample {@code [N, inChannels, H, W]}, on the variance-preserving scale
     * @param timestep training timestep of all N
     * @param conditioning what it sees besides, for all N
     * @return the prediction {@code [N, outChannels, H, W]}
     */
    public Tensor predict(Tensor sample, double timestep, Conditioning conditioning) {
        Tensor time = Tensor.full((float) timestep, sample.dim(0));
        Tensor context = conditioning.context();
        List<Tensor> results =
                config.hasAdded()
                        ? network.run(
                                weights,
                                sample,
                                time,
                                context,
                                conditioning.pooled(),
                                conditioning.sizes())
                        : network.run(weights, sample, time, context);
        return results.get(0);
    }

    /** Takes the adapters of another source of the same weights. */
    void adapt(ModelSource source) throws IOException {
        weights.adapt(source.weights(ModelSource.UNET));
    }

    /**
     * The network's output, and the product of a vector with its Jacobian by the sample.
     *
     * @param vector of the shape of the prediction, which must be that of the sample
     * @see Network#pullBack
     */
    public Network.Pullback pullBack(
            Tensor vector, Tensor sample, double timestep, Conditioning conditioning) {
        Tensor time = Tensor.full((float) timestep, sample.dim(0));
        Tensor context = conditioning.context();
        return config.hasAdded()
                ? network.pullBack(
                        weights,
                        vector,
                        sample,
                        time,
                        context,
                        conditioning.pooled(),
                        conditioning.sizes())
                : network.pullBack(weights, vector, sample, time, context);
    }

    @Override
    public void close() {
        network.close();
        weights.close();
    }
}
