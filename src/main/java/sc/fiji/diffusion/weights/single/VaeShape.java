// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/** The configuration of an autoencoder, read off the shapes of its tensors. */
final class VaeShape {

    private VaeShape() {}

    /**
     * As in a diffusers folder, but for the scaling factor.
     *
     * @param file tensors under the names of diffusers
     * @throws WeightsException if they are no autoencoder's
     */
    static ConfigJson config(TensorSource file) throws WeightsException {
        Stored stored = new Stored(file, "");
        String blocks = "encoder.down_blocks";
        int levels = stored.count(blocks, ".resnets.0.norm1.weight");
        if (levels == 0) throw file.missing(blocks + ".0.resnets.0.norm1.weight");
        List<Integer> channels = new ArrayList<>();
        for (int i = 0; i < levels; i++) {
            channels.add(stored.length(blocks + "." + i + ".resnets.0.conv1.weight", 0));
        }
        String attention = "encoder.mid_block.attentions.0.group_norm.weight";
        return new ConfigJson("AutoencoderKL")
                .with("in_channels", stored.length("encoder.conv_in.weight", 1))
                .with("out_channels", stored.length("decoder.conv_out.weight", 0))
                .with("latent_channels", stored.length("decoder.conv_in.weight", 1))
                .with("block_out_channels", channels)
                .with("layers_per_block", stored.count(blocks + ".0.resnets", ".norm1.weight"))
                .with(
                        "down_block_types",
                        Collections.nCopies(levels, "DownEncoderBlock2D").stream())
                .with("up_block_types", Collections.nCopies(levels, "UpDecoderBlock2D").stream())
                .with("norm_num_groups", Widths.normGroups(channels.get(0)))
                .with("mid_block_add_attention", stored.has(attention))
                .with("use_quant_conv", stored.has("quant_conv.weight"))
                .with("use_post_quant_conv", stored.has("post_quant_conv.weight"));
    }
}
