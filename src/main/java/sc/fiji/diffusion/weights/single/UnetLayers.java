// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * The U-Net of a checkpoint ({@code UNetModel} of CompVis/latent-diffusion): a numbered list of
 * blocks, in which the names and shapes tell residual blocks, transformers and changes of
 * resolution apart.
 */
final class UnetLayers {

    static final String PREFIX = "model.diffusion_model.";

    private final Stored stored;
    private final Renaming renaming = new Renaming();
    private final List<Integer> channels = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();
    private final List<Boolean> upAttention = new ArrayList<>();
    private int layersPerBlock;

    UnetLayers(Stored stored) throws WeightsException {
        this.stored = stored;
        renaming.add("time_embed.0", "time_embedding.linear_1")
                .add("time_embed.2", "time_embedding.linear_2")
                .add("label_emb.0.0", "add_embedding.linear_1")
                .add("label_emb.0.2", "add_embedding.linear_2")
                .add("input_blocks.0.0", "conv_in")
                .add("out.0", "conv_norm_out")
                .add("out.2", "conv_out");
        addDown();
        resnet("middle_block.0", "mid_block.resnets.0");
        renaming.add("middle_block.1", "mid_block.attentions.0");
        resnet("middle_block.2", "mid_block.resnets.1");
        addUp();
    }

    private void addDown() throws WeightsException {
        int layer = 0;
        for (int n = 1; has("input_blocks." + n + ".0"); n++) {
            String block = "input_blocks." + n;
            String to = "down_blocks." + (layer == 0 ? channels.size() : channels.size() - 1);
            if (stored.has(block + ".0.op.weight")) {
                renaming.add(block + ".0.op", to + ".downsamplers.0.conv");
                layer = 0;
                continue;
            }
            resnet(block + ".0", to + ".resnets." + layer);
            if (layer == 0) {
                channels.add(stored.length(block + ".0.out_layers.3.weight", 0));
                depths.add(depth(block + ".1"));
            }
            if (has(block + ".1")) renaming.add(block + ".1", to + ".attentions." + layer);
            layer++;
            layersPerBlock = Math.max(layersPerBlock, layer);
        }
        if (channels.isEmpty()) throw stored.file().missing(PREFIX + "input_blocks.1.0");
    }

    private void addUp() {
        int level = 0;
        int layer = 0;
        for (int n = 0; has("output_blocks." + n + ".0"); n++) {
            String block = "output_blocks." + n;
            String to = "up_blocks." + level;
            boolean attention = stored.has(block + ".1.norm.weight");
            resnet(block + ".0", to + ".resnets." + layer);
            if (attention) renaming.add(block + ".1", to + ".attentions." + layer);
            if (layer == 0) upAttention.add(attention);
            layer++;
            String upsampler = block + (attention ? ".2" : ".1") + ".conv";
            if (stored.has(upsampler + ".weight")) {
                renaming.add(upsampler, to + ".upsamplers.0.conv");
                level++;
                layer = 0;
            }
        }
    }

    private void resnet(String from, String to) {
        renaming.add(from + ".in_layers.0", to + ".norm1")
                .add(from + ".in_layers.2", to + ".conv1")
                .add(from + ".emb_layers.1", to + ".time_emb_proj")
                .add(from + ".out_layers.0", to + ".norm2")
                .add(from + ".out_layers.3", to + ".conv2")
                .add(from + ".skip_connection", to + ".conv_shortcut");
    }

    private boolean has(String layer) {
        return stored.has(layer + ".in_layers.0.weight")
                || stored.has(layer + ".op.weight")
                || stored.has(layer + ".norm.weight");
    }

    private int depth(String transformer) {
        return stored.count(transformer + ".transformer_blocks", ".norm1.weight");
    }

    Map<String, View> views() throws WeightsException {
        return stored.views(renaming::apply);
    }

    /** Its configuration as in a diffusers folder, but for what the family decides. */
    ConfigJson config() throws WeightsException {
        List<String> down = depths.stream().map(d -> d > 0 ? "CrossAttn" : "").toList();
        List<String> up = upAttention.stream().map(a -> a ? "CrossAttn" : "").toList();
        ConfigJson config =
                new ConfigJson("UNet2DConditionModel")
                        .with("in_channels", inChannels())
                        .with("out_channels", stored.length("out.2.weight", 0))
                        .with("block_out_channels", channels)
                        .with("layers_per_block", layersPerBlock)
                        .with("down_block_types", down.stream().map(c -> c + "DownBlock2D"))
                        .with("up_block_types", up.stream().map(c -> c + "UpBlock2D"))
                        .with("transformer_layers_per_block", transformerLayers())
                        .with("cross_attention_dim", contextWidth())
                        .with("use_linear_projection", linearProjection())
                        .with("norm_num_groups", Widths.normGroups(channels.get(0)));
        if (!stored.has("middle_block.1.norm.weight")) config.withNull("mid_block_type");
        return config;
    }

    /** A level without transformers still names the depth of the middle, if it is the last. */
    private List<Integer> transformerLayers() {
        List<Integer> layers = new ArrayList<>(depths);
        int last = layers.size() - 1;
        if (layers.get(last) == 0) layers.set(last, depth("middle_block.1"));
        return layers.stream().map(d -> Math.max(1, d)).toList();
    }

    List<Integer> channels() {
        return channels;
    }

    int inChannels() throws WeightsException {
        return stored.length("input_blocks.0.0.weight", 1);
    }

    int contextWidth() throws WeightsException {
        String attention = ".transformer_blocks.0.attn2.to_k.weight";
        for (String name : stored.names()) {
            if (name.endsWith(attention)) return stored.length(name, 1);
        }
        throw stored.file().missing(PREFIX + "input_blocks.1.1" + attention);
    }

    boolean linearProjection() throws WeightsException {
        for (String name : stored.names()) {
            if (name.endsWith(".proj_in.weight")) return stored.shape(name).length == 2;
        }
        return false;
    }

    /** The width of what the label embedding takes: the pooled text, sizes and crop of SDXL. */
    int labelWidth() throws WeightsException {
        return stored.length("label_emb.0.0.weight", 1);
    }
}
