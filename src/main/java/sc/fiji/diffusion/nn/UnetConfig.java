// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Configuration of the U-Net (UNet2DConditionModel), the {@code unet/config.json} of a model
 * folder.
 *
 * @param inChannels 4 latent channels, or 9 with mask and masked image
 * @param outChannels channels of the prediction
 * @param channels channels of each resolution, finest first
 * @param attention whether each resolution of the downward path attends to the text
 * @param upAttention the same for the upward path, coarsest first
 * @param layersPerBlock residual blocks at each resolution; one more on the way up
 * @param depth transformer blocks at each resolution
 * @param heads attention heads at each resolution
 * @param contextWidth channels of the text embedding
 * @param normGroups groups of the group norms
 * @param normEpsilon of the group norms in residual blocks
 * @param linearProjection whether transformers project by a linear layer instead of a 1x1
 *     convolution
 * @param flipSinToCos whether the time embedding starts with the cosines
 * @param freqShift of the time embedding's frequencies
 * @param middle whether there is a middle block
 * @param sampleSize latent pixels a side that the model was trained at
 * @param pooledWidth channels of the embedding of the whole text, and {@code sizeWidth} waves for
 *     each of six sizes in pixels, which SDXL adds to the time embedding; both 0 without
 * @param sizeWidth an even number
 */
public record UnetConfig(
        int inChannels,
        int outChannels,
        int[] channels,
        boolean[] attention,
        boolean[] upAttention,
        int layersPerBlock,
        int[] depth,
        int[] heads,
        int contextWidth,
        int normGroups,
        double normEpsilon,
        boolean linearProjection,
        boolean flipSinToCos,
        int freqShift,
        boolean middle,
        int sampleSize,
        int pooledWidth,
        int sizeWidth) {

    /**
     * Height and width of the original, top and left of the crop, height and width of the image.
     */
    public static final int SIZES = 6;

    /** What has to be so, where the file says it at all. */
    private static final Map<String, String> ONLY =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("_class_name", "UNet2DConditionModel"),
                            Map.entry("act_fn", "silu"),
                            Map.entry("attention_type", "default"),
                            Map.entry("center_input_sample", "false"),
                            Map.entry("class_embeddings_concat", "false"),
                            Map.entry("conv_in_kernel", "3"),
                            Map.entry("conv_out_kernel", "3"),
                            Map.entry("downsample_padding", "1"),
                            Map.entry("dual_cross_attention", "false"),
                            Map.entry("mid_block_only_cross_attention", "false"),
                            Map.entry("mid_block_type", "UNetMidBlock2DCrossAttn"),
                            Map.entry("only_cross_attention", "false"),
                            Map.entry("resnet_skip_time_act", "false"),
                            Map.entry("resnet_time_scale_shift", "default"),
                            Map.entry("time_embedding_type", "positional")));

    /** What has to be unset. */
    private static final List<String> UNSET =
            List.of(
                    "class_embed_type",
                    "cross_attention_norm",
                    "encoder_hid_dim",
                    "encoder_hid_dim_type",
                    "num_class_embeds",
                    "reverse_transformer_layers_per_block",
                    "time_cond_proj_dim",
                    "time_embedding_act_fn",
                    "time_embedding_dim",
                    "timestep_post_act");

    /**
     * Reads the file, with the defaults of diffusers.
     *
     * @throws IllegalArgumentException naming the file, the key, what it holds and what it may hold
     */
    public static UnetConfig read(ConfigFile file) {
        refuseOtherFamilies(file);
        int[] channels = file.channels("block_out_channels", 320, 640, 1280, 1280);
        int n = channels.length;
        int sizeWidth = sizeWidth(file);
        file.require(
                channels[0] % 2 == 0,
                "block_out_channels",
                Arrays.toString(channels),
                "an even number first, for sines and cosines");
        return new UnetConfig(
                file.integer("in_channels", 4, 1, ConfigFile.MOST_CHANNELS),
                file.integer("out_channels", 4, 1, ConfigFile.MOST_CHANNELS),
                channels,
                file.whichOf("down_block_types", n, "DownBlock2D", "CrossAttnDownBlock2D"),
                file.whichOf("up_block_types", n, "UpBlock2D", "CrossAttnUpBlock2D"),
                file.integer("layers_per_block", 2, 1, ConfigFile.MOST_BLOCKS),
                file.integersOrOne("transformer_layers_per_block", n, 1, 1, ConfigFile.MOST_BLOCKS),
                heads(file, channels),
                file.integer("cross_attention_dim", 1280, 1, ConfigFile.MOST_CHANNELS),
                file.groups("norm_num_groups", 32, channels),
                file.positive("norm_eps", 1e-5, 1),
                file.flag("use_linear_projection", false),
                file.flag("flip_sin_to_cos", true),
                file.integer("freq_shift", 0, 0, channels[0] / 2 - 1),
                file.isSet("mid_block_type") || !file.has("mid_block_type"),
                file.integer("sample_size", 64, 1, ConfigFile.MOST_PIXELS),
                sizeWidth == 0 ? 0 : pooledWidth(file, sizeWidth),
                sizeWidth);
    }

    private static int sizeWidth(ConfigFile file) {
        String key = "addition_time_embed_dim";
        file.only("addition_embed_type", "text_time");
        if (!file.isSet("addition_embed_type")) return 0;
        int width = file.integer(key, 256, 2, ConfigFile.MOST_CHANNELS);
        file.require(width % 2 == 0, key, width, "an even number, for sines and cosines");
        return width;
    }

    private static int pooledWidth(ConfigFile file, int sizeWidth) {
        String key = "projection_class_embeddings_input_dim";
        int smallest = SIZES * sizeWidth + 1;
        return file.integer(key, 2816, smallest, ConfigFile.MOST_CHANNELS) - SIZES * sizeWidth;
    }

    /**
     * In old files, which diffusers goes on to write, attention_head_dim is the number of heads.
     */
    private static int[] heads(ConfigFile file, int[] channels) {
        String key =
                file.isSet("num_attention_heads") ? "num_attention_heads" : "attention_head_dim";
        int[] heads = file.integersOrOne(key, channels.length, 8, 1, ConfigFile.MOST_CHANNELS);
        for (int i = 0; i < heads.length; i++) {
            file.require(channels[i] % heads[i] == 0, key, heads[i], "a divisor of " + channels[i]);
        }
        return heads;
    }

    private static void refuseOtherFamilies(ConfigFile file) {
        ONLY.forEach(file::only);
        UNSET.forEach(file::only);
        file.only("mid_block_scale_factor", "1", "1.0");
        file.only("resnet_out_scale_factor", "1", "1.0");
    }

    /**
     * The network: latents {@code [N, inChannels, H, W]}, timesteps {@code [N]}, text embedding
     * {@code [N, T, contextWidth]}, and {@code [N, pooledWidth]} and {@code [N, SIZES]} where it
     * has them, to the prediction {@code [N, outChannels, H, W]}.
     */
    public NetworkSource source() {
        return new NetworkSource("unet.py", "layers.py")
                .with("unet_heads", heads)
                .with("unet_groups", normGroups)
                .with("unet_epsilon", normEpsilon)
                .with("flip_sin_to_cos", flipSinToCos)
                .with("freq_shift", freqShift)
                .with("added_width", sizeWidth)
                .entry(hasAdded() ? "unet_added" : "unet");
    }

    /** Whether the network also sees the embedding of the whole text and sizes, as SDXL does. */
    public boolean hasAdded() {
        return sizeWidth > 0;
    }

    /** The weights. */
    public WeightLayout layout() {
        WeightLayout layout = new WeightLayout();
        int time = 4 * channels[0];
        layout.conv("conv_in", inChannels, channels[0], 3);
        layout.linear("time_embedding.linear_1", channels[0], time);
        layout.linear("time_embedding.linear_2", time, time);
        if (hasAdded()) {
            layout.linear("add_embedding.linear_1", pooledWidth + SIZES * sizeWidth, time);
            layout.linear("add_embedding.linear_2", time, time);
        }
        UnetPaths paths =
                new UnetPaths(
                        channels, layersPerBlock, attention, upAttention, this::addTransformer);
        Deque<Integer> skips = paths.addDown(layout, time);
        if (middle) paths.addMiddle(layout, time, true);
        paths.addUp(layout, time, skips);
        layout.norm("conv_norm_out", channels[0]);
        return layout.conv("conv_out", channels[0], outChannels, 3);
    }

    private void addTransformer(WeightLayout layout, String p, int level) {
        int c = channels[level];
        layout.norm(p + "norm", c);
        addProjection(layout, p + "proj_in", c);
        for (int k = 0; k < depth[level]; k++) {
            String b = p + "transformer_blocks." + k + ".";
            layout.norm(b + "norm1", c);
            addAttention(layout, b + "attn1.", c, c);
            layout.norm(b + "norm2", c);
            addAttention(layout, b + "attn2.", c, contextWidth);
            layout.norm(b + "norm3", c);
            layout.linear(b + "ff.net.0.proj", c, 8 * c);
            layout.linear(b + "ff.net.2", 4 * c, c);
        }
        addProjection(layout, p + "proj_out", c);
    }

    private void addProjection(WeightLayout layout, String name, int c) {
        if (linearProjection) layout.linear(name, c, c);
        else layout.conv(name, c, c, 1);
    }

    private static void addAttention(WeightLayout layout, String p, int c, int context) {
        layout.matrix(p + "to_q", c, c);
        layout.matrix(p + "to_k", context, c);
        layout.matrix(p + "to_v", context, c);
        layout.linear(p + "to_out.0", c, c);
    }
}
