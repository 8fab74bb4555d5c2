// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Configuration of the U-Net that works on pixels without a text (UNet2DModel; Ho et al. 2020), the
 * {@code unet/config.json} of a model folder.
 *
 * @param inChannels channels of the noisy image
 * @param outChannels channels of the prediction
 * @param channels channels of each resolution, finest first
 * @param attention whether each resolution of the downward path has self-attention
 * @param upAttention the same for the upward path, coarsest first
 * @param midAttention whether the middle has self-attention
 * @param layersPerBlock residual blocks at each resolution; one more on the way up
 * @param headChannels channels of an attention head; 0 for one head of all channels
 * @param normGroups groups of the group norms
 * @param normEpsilon of the group norms
 * @param flipSinToCos whether the time embedding starts with the cosines
 * @param freqShift of the time embedding's frequencies
 * @param padsEvenly whether downsampling pads all sides, not only right and bottom
 * @param sampleSize pixels a side that the model was trained at
 */
public record Unet2dConfig(
        int inChannels,
        int outChannels,
        int[] channels,
        boolean[] attention,
        boolean[] upAttention,
        boolean midAttention,
        int layersPerBlock,
        int headChannels,
        int normGroups,
        double normEpsilon,
        boolean flipSinToCos,
        int freqShift,
        boolean padsEvenly,
        int sampleSize) {

    /** What has to be so, where the file says it at all. */
    private static final Map<String, String> ONLY =
            new TreeMap<>(
                    Map.of(
                            "_class_name", "UNet2DModel",
                            "act_fn", "silu",
                            "center_input_sample", "false",
                            "downsample_type", "conv",
                            "mid_block_type", "UNetMidBlock2D",
                            "resnet_time_scale_shift", "default",
                            "time_embedding_type", "positional",
                            "upsample_type", "conv"));

    /** What has to be unset. */
    private static final List<String> UNSET =
            List.of(
                    "attn_norm_num_groups",
                    "class_embed_type",
                    "num_class_embeds",
                    "time_embedding_dim");

    /**
     * Reads the file, with the defaults of diffusers.
     *
     * @throws IllegalArgumentException naming the file, the key, what it holds and what it may hold
     */
    public static Unet2dConfig read(ConfigFile file) {
        ONLY.forEach(file::only);
        UNSET.forEach(file::only);
        file.only("mid_block_scale_factor", "1", "1.0");
        int[] channels = file.channels("block_out_channels", 224, 448, 672, 896);
        int n = channels.length;
        file.require(
                channels[0] % 2 == 0,
                "block_out_channels",
                Arrays.toString(channels),
                "an even number first, for sines and cosines");
        return new Unet2dConfig(
                file.integer("in_channels", 3, 1, ConfigFile.MOST_CHANNELS),
                file.integer("out_channels", 3, 1, ConfigFile.MOST_CHANNELS),
                channels,
                file.whichOf("down_block_types", n, "DownBlock2D", "AttnDownBlock2D"),
                file.whichOf("up_block_types", n, "UpBlock2D", "AttnUpBlock2D"),
                file.flag("add_attention", true),
                file.integer("layers_per_block", 2, 1, ConfigFile.MOST_BLOCKS),
                headChannels(file, channels),
                file.groups("norm_num_groups", 32, channels),
                file.positive("norm_eps", 1e-5, 1),
                file.flag("flip_sin_to_cos", true),
                file.integer("freq_shift", 0, 0, channels[0] / 2 - 1),
                file.integer("downsample_padding", 1, 0, 1) == 1,
                file.integer("sample_size", 64, 1, ConfigFile.MOST_PIXELS));
    }

    private static int headChannels(ConfigFile file, int[] channels) {
        String key = "attention_head_dim";
        if (file.has(key) && !file.isSet(key)) return 0;
        int head = file.integer(key, 8, 1, ConfigFile.MOST_CHANNELS);
        for (int c : channels) file.require(c % head == 0, key, head, "a divisor of " + c);
        return head;
    }

    /** Width and height of images are multiples of it. */
    public int factor() {
        return 1 << (channels.length - 1);
    }

    /** The network: sample, timesteps to the prediction. */
    public NetworkSource source() {
        return new NetworkSource("unet2d.py", "layers.py")
                .with("unet2d_groups", normGroups)
                .with("unet2d_epsilon", normEpsilon)
                .with("unet2d_head_channels", headChannels)
                .with("unet2d_pads_evenly", padsEvenly)
                .with("flip_sin_to_cos", flipSinToCos)
                .with("freq_shift", freqShift)
                .entry("unet2d");
    }

    /** The weights. */
    public WeightLayout layout() {
        WeightLayout layout = new WeightLayout();
        int time = 4 * channels[0];
        layout.linear("time_embedding.linear_1", channels[0], time);
        layout.linear("time_embedding.linear_2", time, time);
        layout.conv("conv_in", inChannels, channels[0], 3);
        UnetPaths paths =
                new UnetPaths(
                        channels,
                        layersPerBlock,
                        attention,
                        upAttention,
                        (weights, prefix, level) ->
                                weights.spatialAttention(prefix, channels[level]));
        Deque<Integer> skips = paths.addDown(layout, time);
        paths.addMiddle(layout, time, midAttention);
        paths.addUp(layout, time, skips);
        layout.norm("conv_norm_out", channels[0]);
        return layout.conv("conv_out", channels[0], outChannels, 3);
    }
}
