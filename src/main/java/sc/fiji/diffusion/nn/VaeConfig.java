// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

/**
 * Configuration of the autoencoder (AutoencoderKL; Rombach et al. 2022), the {@code
 * vae/config.json} of a model folder.
 *
 * @param imageChannels channels of the image, 1 or 3
 * @param latentChannels channels L of the latents
 * @param channels channels of each resolution, finest first
 * @param layersPerBlock residual blocks at each resolution of the encoder; the decoder has one more
 * @param normGroups groups of the group norms
 * @param midAttention whether the middle has self-attention
 * @param quantConv whether a 1x1 convolution follows the encoder
 * @param postQuantConv whether a 1x1 convolution precedes the decoder
 * @param forceUpcast whether half precision is known to overflow in it
 * @param scalingFactor the network of the diffusion sees latents times this
 */
public record VaeConfig(
        int imageChannels,
        int latentChannels,
        int[] channels,
        int layersPerBlock,
        int normGroups,
        boolean midAttention,
        boolean quantConv,
        boolean postQuantConv,
        boolean forceUpcast,
        double scalingFactor) {

    /**
     * Reads the file, with the defaults of diffusers.
     *
     * @throws IllegalArgumentException naming the file, the key, what it holds and what it may hold
     */
    public static VaeConfig read(ConfigFile file) {
        int[] channels = file.channels("block_out_channels", 64);
        refuseOtherFamilies(file, channels.length);
        int imageChannels = file.integer("in_channels", 3, 1, 3);
        file.require(imageChannels != 2, "in_channels", imageChannels, "1 or 3");
        file.only("out_channels", Integer.toString(imageChannels));
        return new VaeConfig(
                imageChannels,
                file.integer("latent_channels", 4, 1, ConfigFile.MOST_CHANNELS),
                channels,
                file.integer("layers_per_block", 1, 1, ConfigFile.MOST_BLOCKS),
                file.groups("norm_num_groups", 32, channels),
                file.flag("mid_block_add_attention", true),
                file.flag("use_quant_conv", true),
                file.flag("use_post_quant_conv", true),
                file.flag("force_upcast", false),
                file.positive("scaling_factor", 0.18215, 1e6));
    }

    private static void refuseOtherFamilies(ConfigFile file, int levels) {
        file.only("_class_name", "AutoencoderKL");
        file.only("act_fn", "silu");
        file.onlyEach("down_block_types", levels, "DownEncoderBlock2D");
        file.onlyEach("up_block_types", levels, "UpDecoderBlock2D");
        file.only("shift_factor");
        file.only("latents_mean");
        file.only("latents_std");
    }

    /** Image pixels per latent pixel along each axis. */
    public int factor() {
        return 1 << (channels.length - 1);
    }

    /** The functions of both networks. */
    public NetworkSource source() {
        return new NetworkSource("vae.py", "layers.py").with("vae_groups", normGroups);
    }

    /** The encoder: image {@code [N, C, H, W]} to moments {@code [N, 2 L, H / f, W / f]}. */
    public NetworkSource encoder() {
        return source().entry("vae_encode");
    }

    /** The decoder: latents {@code [N, L, H, W]} to image {@code [N, C, f H, f W]}. */
    public NetworkSource decoder() {
        return source().entry("vae_decode");
    }

    /** The weights of both. */
    public WeightLayout layout() {
        WeightLayout layout = new WeightLayout();
        addEncoder(layout);
        if (quantConv) layout.conv("quant_conv", 2 * latentChannels, 2 * latentChannels, 1);
        if (postQuantConv) layout.conv("post_quant_conv", latentChannels, latentChannels, 1);
        addDecoder(layout);
        return layout;
    }

    private void addEncoder(WeightLayout layout) {
        int last = channels.length - 1;
        layout.conv("encoder.conv_in", imageChannels, channels[0], 3);
        int c = channels[0];
        for (int i = 0; i <= last; i++) {
            String p = "encoder.down_blocks." + i + ".";
            for (int j = 0; j < layersPerBlock; j++) {
                layout.resnet(p + "resnets." + j + ".", c, channels[i], 0);
                c = channels[i];
            }
            if (i < last) layout.conv(p + "downsamplers.0.conv", c, c, 3);
        }
        addMiddle(layout, "encoder.mid_block.", c);
        layout.norm("encoder.conv_norm_out", c);
        layout.conv("encoder.conv_out", c, 2 * latentChannels, 3);
    }

    private void addDecoder(WeightLayout layout) {
        int last = channels.length - 1;
        int c = channels[last];
        layout.conv("decoder.conv_in", latentChannels, c, 3);
        addMiddle(layout, "decoder.mid_block.", c);
        for (int i = 0; i <= last; i++) {
            String p = "decoder.up_blocks." + i + ".";
            int out = channels[last - i];
            for (int j = 0; j <= layersPerBlock; j++) {
                layout.resnet(p + "resnets." + j + ".", c, out, 0);
                c = out;
            }
            if (i < last) layout.conv(p + "upsamplers.0.conv", c, c, 3);
        }
        layout.norm("decoder.conv_norm_out", c);
        layout.conv("decoder.conv_out", c, imageChannels, 3);
    }

    private void addMiddle(WeightLayout layout, String p, int c) {
        layout.resnet(p + "resnets.0.", c, c, 0);
        if (midAttention) layout.spatialAttention(p + "attentions.0.", c);
        layout.resnet(p + "resnets.1.", c, c, 0);
    }
}
