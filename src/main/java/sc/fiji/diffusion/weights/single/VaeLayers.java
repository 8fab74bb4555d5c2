// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.weights.WeightsException;

/** The autoencoder of a checkpoint ({@code AutoencoderKL} of CompVis/latent-diffusion). */
final class VaeLayers {

    static final String PREFIX = "first_stage_model.";

    private final Stored stored;
    private final Renaming renaming = new Renaming();
    private final int layersPerBlock;

    VaeLayers(Stored stored) throws WeightsException {
        this.stored = stored;
        int levels = stored.count("encoder.down", ".block.0.norm1.weight");
        if (levels == 0) throw stored.file().missing(stored.prefix() + "encoder.down.0.block.0");
        layersPerBlock = stored.count("encoder.down.0.block", ".norm1.weight");
        renaming.add("quant_conv", "quant_conv").add("post_quant_conv", "post_quant_conv");
        for (int i = 0; i < levels; i++) {
            level("encoder.down." + i, "encoder.down_blocks." + i);
            level("decoder.up." + i, "decoder.up_blocks." + (levels - 1 - i));
        }
        for (String half : List.of("encoder", "decoder")) {
            renaming.add(half + ".conv_in", half + ".conv_in")
                    .add(half + ".norm_out", half + ".conv_norm_out")
                    .add(half + ".conv_out", half + ".conv_out");
            resnet(half + ".mid.block_1", half + ".mid_block.resnets.0");
            resnet(half + ".mid.block_2", half + ".mid_block.resnets.1");
            attention(half + ".mid.attn_1", half + ".mid_block.attentions.0");
        }
    }

    private void level(String from, String to) {
        for (int j = 0; j <= layersPerBlock; j++) {
            resnet(from + ".block." + j, to + ".resnets." + j);
        }
        renaming.add(from + ".downsample.conv", to + ".downsamplers.0.conv")
                .add(from + ".upsample.conv", to + ".upsamplers.0.conv");
    }

    private void resnet(String from, String to) {
        for (String layer : List.of("norm1", "conv1", "norm2", "conv2")) {
            renaming.add(from + "." + layer, to + "." + layer);
        }
        renaming.add(from + ".nin_shortcut", to + ".conv_shortcut");
    }

    private void attention(String from, String to) {
        renaming.add(from + ".norm", to + ".group_norm")
                .add(from + ".q", to + ".to_q")
                .add(from + ".k", to + ".to_k")
                .add(from + ".v", to + ".to_v")
                .add(from + ".proj_out", to + ".to_out.0");
    }

    /** The attention's 1x1 convolutions are shown as the matrices that they are. */
    Map<String, View> views() throws WeightsException {
        Map<String, View> views = new LinkedHashMap<>(stored.views(renaming::apply));
        views.replaceAll(
                (name, view) ->
                        name.contains(".attentions.") && view.shape().length == 4
                                ? View.whole(view.stored(), Arrays.copyOf(view.shape(), 2))
                                : view);
        return views;
    }

    /** Its configuration as in a diffusers folder, but for the scaling factor. */
    ConfigJson config() throws WeightsException {
        return VaeShape.config(new PartViews(stored.file(), views()));
    }
}
