// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.json.ModelText;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.Unet2dConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.TensorSource;

/**
 * A loaded diffusion model that works on pixels, without a text: the U-Net and the schedule of a
 * DDPMPipeline folder of diffusers. Holds native memory until it is closed. Not thread-safe.
 *
 * <pre>{@code
 * try (PixelModel model = PixelModel.open(folder)) {
 *     Tensor eps = model.predict(x, 500);
 * }
 * }</pre>
 */
public final class PixelModel implements Closeable {

    private static final String SCHEDULER = "scheduler_config.json";
    private static final String DDPM = "{\"_class_name\": \"DDPMScheduler\"}";

    private final ModelFolder folder;
    private final Unet2dConfig config;
    private final NoiseSchedule schedule;
    private final Network network;
    private final Weights weights;

    private PixelModel(
            ModelFolder folder,
            Unet2dConfig config,
            NoiseSchedule schedule,
            Network network,
            Weights weights) {
        this.folder = folder;
        this.config = config;
        this.schedule = schedule;
        this.network = network;
        this.weights = weights;
    }

    /** Whether a folder looks like such a model: its U-Net is a UNet2DModel. */
    public static boolean isModel(Path path) {
        ModelFolder folder = new ModelFolder(path);
        Path config = folder.path(part(folder)).resolve(ModelFolder.CONFIG);
        try {
            return Files.isRegularFile(config)
                    && ModelText.read(config).contains("\"UNet2DModel\"");
        } catch (IOException e) {
            return false; // not readable as text, so no model of this kind
        }
    }

    /**
     * Loads the model of a folder: {@code unet} and {@code scheduler} inside it, or the files of
     * both in the folder itself. Without a scheduler it is that of Ho et al. (2020).
     *
     * @throws IOException if a file is missing, damaged, or of another family, naming it
     */
    public static PixelModel open(Path path) throws IOException {
        ModelFolder folder = new ModelFolder(path);
        try (Loading parts = new Loading()) {
            ConfigFile file = folder.config(part(folder));
            Unet2dConfig config = Unet2dConfig.read(file);
            NoiseSchedule schedule = NoiseSchedule.of(scheduler(folder));
            TensorSource values = folder.weights(part(folder));
            Weights weights = parts.add(Weights.load(values, config.layout()));
            Network network = parts.add(Network.load(config.source()));
            return parts.done(new PixelModel(folder, config, schedule, network, weights));
        } catch (IllegalArgumentException e) {
            throw new ModelException("model " + folder.name() + ": " + e.getMessage(), e);
        }
    }

    private static String part(ModelFolder folder) {
        return folder.has(ModelSource.UNET) ? ModelSource.UNET : "";
    }

    private static SchedulerConfig scheduler(ModelFolder folder) throws IOException {
        for (String file : List.of("scheduler/" + SCHEDULER, SCHEDULER)) {
            Path path = folder.path(file);
            if (Files.exists(path)) return SchedulerConfig.read(path);
        }
        return SchedulerConfig.parse(DDPM);
    }

    /** The name of its folder. */
    public String name() {
        return folder.name();
    }

    /** SHA-256 of its weights, hexadecimal. */
    public String hash() throws IOException {
        return folder.hash(List.of(part(folder)));
    }

    /** The configuration of its network. */
    public Unet2dConfig config() {
        return config;
    }

    /** The training noise schedule. */
    public NoiseSchedule schedule() {
        return schedule;
    }

    /** One line on what it runs on, such as {@code CPU, 8 threads, float32}. */
    public String device() {
        return TorchEngine.get().describe();
    }

    /**
     * The network's output.
     *
     * @param x {@code [N, C, H, W]}, on the variance-preserving scale
     * @param timestep training timestep of all N
     * @return the prediction, same shape
     * @throws IllegalArgumentException if the network cannot take the shape
     */
    public Tensor predict(Tensor x, double timestep) {
        requireShape(x);
        return network.run(weights, x, timesteps(x, timestep)).get(0);
    }

    /**
     * The network's output, and the product of a vector with its Jacobian.
     *
     * @param vector of the shape of x
     * @see Network#pullBack
     */
    public Network.Pullback pullBack(Tensor vector, Tensor x, double timestep) {
        requireShape(x);
        return network.pullBack(weights, vector, x, timesteps(x, timestep));
    }

    private static Tensor timesteps(Tensor x, double timestep) {
        return Tensor.full((float) timestep, x.dim(0));
    }

    private void requireShape(Tensor x) {
        boolean fits =
                x.rank() == 4
                        && x.dim(1) == config.inChannels()
                        && x.dim(2) % config.factor() == 0
                        && x.dim(3) % config.factor() == 0;
        if (!fits) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "model %s takes %d channels, and widths and heights that are multiples of %d, found %s",
                            name(),
                            config.inChannels(),
                            config.factor(),
                            x));
        }
    }

    @Override
    public void close() {
        network.close();
        weights.close();
    }
}
