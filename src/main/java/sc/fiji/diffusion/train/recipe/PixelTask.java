// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.Unet2dConfig;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.Initializer;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.data.Batches;
import sc.fiji.diffusion.train.run.TrainingTask;

/** A denoiser of pixels without text (Ho et al. 2020), for small images. */
public final class PixelTask implements TrainingTask {

    private static final int COARSEST = 8;

    private final ModelFiles files;
    private final Unet2dConfig config;
    private final Noising noising;
    private final Batches batches;
    private final Precision precision;

    /**
     * Writes the configuration files of the model.
     *
     * @param folder of the model
     * @param batches the data
     * @throws IOException if the folder cannot be written
     */
    public PixelTask(
            Path folder,
            NetworkSize size,
            TrainingSchedule schedule,
            Prediction prediction,
            double minSnrGamma,
            Batches batches,
            Precision precision)
            throws IOException {
        this.files = new ModelFiles(folder);
        this.batches = batches;
        this.precision = precision;
        int side = batches.side();
        int channels = batches.data().channels();
        files.writeIndex(
                "DDIMPipeline", Map.of("unet", "UNet2DModel", "scheduler", "DDIMScheduler"));
        String scheduler = schedule.config(prediction, side, true);
        files.write("scheduler/scheduler_config.json", scheduler);
        config =
                Unet2dConfig.read(
                        files.config("unet", "UNet2DModel", settings(size, side, channels)));
        noising = new Noising(NoiseSchedule.of(SchedulerConfig.parse(scheduler)), minSnrGamma);
    }

    /** Resolutions down to about 8 pixels, as far as the side can be halved. */
    private static int resolutions(int side) {
        int n = 1;
        for (int s = side; s % 2 == 0 && s > COARSEST && n < 5; s /= 2) n++;
        return n;
    }

    /** The keys of unet/config.json. */
    static Map<String, Object> settings(NetworkSize size, int side, int channels) {
        int n = resolutions(side);
        List<String> down = new ArrayList<>();
        List<String> up = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            boolean attention = i == n - 1 && n > 1;
            down.add(attention ? "AttnDownBlock2D" : "DownBlock2D");
            up.add(0, attention ? "AttnUpBlock2D" : "UpBlock2D");
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sample_size", side);
        settings.put("in_channels", channels);
        settings.put("out_channels", channels);
        settings.put("block_out_channels", size.channels(n));
        settings.put("down_block_types", down);
        settings.put("up_block_types", up);
        settings.put("layers_per_block", size.layers());
        settings.put("attention_head_dim", 32);
        settings.put("norm_num_groups", 8);
        settings.put("act_fn", "silu");
        return settings;
    }

    @Override
    public NetworkSource objective() {
        NetworkSource source = new NetworkSource("train.py").and(config.source());
        return noising.apply(precision.apply(source)).entry("plain_objective");
    }

    @Override
    public Map<String, Tensor> initial() {
        return Initializer.initialize(config.layout(), batches.seed());
    }

    @Override
    public long parameters() {
        return config.layout().parameterCount();
    }

    @Override
    public Tensor[] batch(long number) {
        Random random = batches.random(number);
        return noising.draw(batches.draw(random).images(), random);
    }

    @Override
    public List<String> heldOutNames() {
        return noising.levelNames();
    }

    @Override
    public Tensor[] heldOut(int index) {
        Batches heldOut = batches.heldOut();
        Random random = heldOut.random(index);
        return noising.atLevel(index, heldOut.draw(random).images(), random);
    }

    @Override
    public void write(Map<String, Tensor> average) throws IOException {
        files.weights("unet", average);
    }
}
