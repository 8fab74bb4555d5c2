// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layers of a network by the names that adapters give them: those of diffusers, or, in adapters
 * for SDXL, those of the original layout; with underscores for dots in both.
 */
final class LayerNames {

    private static final String WEIGHT = ".weight";
    private static final String TEXT_MODEL = "text_model.";

    private static final Pattern BLOCK =
            Pattern.compile(
                    "(down|up)_blocks\\.(\\d+)\\.(resnets|attentions|downsamplers|upsamplers)\\.(\\d+)(.*)");

    private static final Map<String, String> RESNET =
            Map.of(
                    ".conv1", "_in_layers_2",
                    ".time_emb_proj", "_emb_layers_1",
                    ".conv2", "_out_layers_3",
                    ".conv_shortcut", "_skip_connection");

    private static final Map<String, String> OTHERS =
            Map.of(
                    "conv_in", "input_blocks_0_0",
                    "conv_out", "out_2",
                    "time_embedding.linear_1", "time_embed_0",
                    "time_embedding.linear_2", "time_embed_2",
                    "add_embedding.linear_1", "label_emb_0_0",
                    "add_embedding.linear_2", "label_emb_0_2");

    private final Map<String, String> weights = new HashMap<>();
    private final Collection<String> names;
    private final int layersPerBlock;

    /**
     * @param names of all tensors of the network
     */
    LayerNames(Collection<String> names) {
        this.names = names;
        int layers = 0;
        while (names.contains("down_blocks.0.resnets." + layers + ".conv1.weight")) layers++;
        layersPerBlock = layers;
        for (String name : names) {
            if (!name.endsWith(WEIGHT)) continue;
            String layer = name.substring(0, name.length() - WEIGHT.length());
            weights.put(layer.replace('.', '_'), name);
            weights.putIfAbsent(otherText(layer).replace('.', '_'), name);
            original(layer).ifPresent(o -> weights.put(o, name));
        }
    }

    /** The name of the weight of a layer; empty if the network has no such layer. */
    Optional<String> weight(String layer) {
        return Optional.ofNullable(weights.get(layer));
    }

    /** CLIP's text encoder is saved with and without the name of the model inside it. */
    private static String otherText(String layer) {
        return layer.startsWith(TEXT_MODEL)
                ? layer.substring(TEXT_MODEL.length())
                : TEXT_MODEL + layer;
    }

    private Optional<String> original(String layer) {
        if (OTHERS.containsKey(layer)) return Optional.of(OTHERS.get(layer));
        if (layer.startsWith("mid_block.")) return middle(layer.substring("mid_block.".length()));
        Matcher block = BLOCK.matcher(layer);
        if (!block.matches()) return Optional.empty();
        boolean down = block.group(1).equals("down");
        int level = Integer.parseInt(block.group(2));
        int index = Integer.parseInt(block.group(4));
        int first = (down ? 1 : 0) + level * (layersPerBlock + 1);
        String blocks = down ? "input_blocks_" : "output_blocks_";
        String rest = block.group(5);
        return switch (block.group(3)) {
            case "resnets" -> resnet(blocks + (first + index) + "_0", rest);
            case "attentions" -> Optional.of(blocks + (first + index) + "_1" + flat(rest));
            case "downsamplers" -> Optional.of(blocks + (first + layersPerBlock) + "_0_op");
            default -> Optional.of(upsampler(level, blocks + (first + layersPerBlock)));
        };
    }

    private String upsampler(int level, String block) {
        boolean attention = names.contains("up_blocks." + level + ".attentions.0.norm.weight");
        return block + (attention ? "_2" : "_1") + "_conv";
    }

    private static Optional<String> middle(String layer) {
        if (layer.startsWith("resnets.0")) return resnet("middle_block_0", layer.substring(9));
        if (layer.startsWith("resnets.1")) return resnet("middle_block_2", layer.substring(9));
        if (!layer.startsWith("attentions.0")) return Optional.empty();
        return Optional.of("middle_block_1" + flat(layer.substring(12)));
    }

    private static Optional<String> resnet(String block, String layer) {
        return Optional.ofNullable(RESNET.get(layer)).map(r -> block + r);
    }

    private static String flat(String layer) {
        return layer.replace('.', '_');
    }
}
