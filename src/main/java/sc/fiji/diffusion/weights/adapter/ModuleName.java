// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a layer in an adapter.
 *
 * @param dotted as it stands there
 * @param component the part of the model, as diffusers names its folder; empty if the name leaves
 *     it to the layer
 * @param layer the layer in the part, with underscores for dots: kohya's names have no others
 */
record ModuleName(String dotted, Optional<String> component, String layer) {

    /** What names in PEFT's own layout begin with. */
    static final String PEFT = "base_model.model.";

    private static final String UNET = "unet";
    private static final String TEXT = "text_encoder";
    private static final String TEXT_2 = "text_encoder_2";

    /** An empty component says nothing of the part. */
    private record Beginning(String text, String component) {}

    /** The longer one first, where one begins another. */
    private static final List<Beginning> BEGINNINGS =
            List.of(
                    new Beginning("base_model_model_", ""),
                    new Beginning("lycoris_", ""),
                    new Beginning("model_diffusion_model_", UNET),
                    new Beginning("diffusion_model_", UNET),
                    new Beginning("lora_unet_", UNET),
                    new Beginning("unet_", UNET),
                    new Beginning("lora_te1_", TEXT),
                    new Beginning("lora_te2_", TEXT_2),
                    new Beginning("lora_te_", TEXT),
                    new Beginning("text_encoders_clip_g_transformer_", TEXT_2),
                    new Beginning("text_encoders_clip_l_transformer_", TEXT),
                    new Beginning("text_encoders_clip_h_transformer_", TEXT),
                    new Beginning("clip_g_transformer_", TEXT_2),
                    new Beginning("clip_l_transformer_", TEXT),
                    new Beginning("clip_h_transformer_", TEXT),
                    new Beginning("text_encoder_2_", TEXT_2),
                    new Beginning("text_encoder_", TEXT));

    /** What only text encoders have, with or without the name of the model around it. */
    private static final List<String> OF_TEXT =
            List.of("text_model_", "encoder_layers_", "embeddings_", "text_projection");

    private static final Pattern OLD_ATTENTION =
            Pattern.compile("(_self_attn_)to_(q|k|v|out)(_0)?$");

    private static final Pattern ORIGINAL =
            Pattern.compile("(input_blocks|middle_block|output_blocks)_.*");

    /** Reads a name without the ending that says what the tensor is. */
    static ModuleName of(String stem) {
        String rest = stem.replace(".processor.", ".").replace('.', '_');
        Optional<String> component = Optional.empty();
        Optional<Beginning> beginning = beginning(rest);
        while (beginning.isPresent()) {
            String named = beginning.get().component();
            if (!named.isEmpty()) component = Optional.of(named);
            rest = rest.substring(beginning.get().text().length());
            beginning = beginning(rest);
        }
        boolean text = component.map(c -> !c.equals(UNET)).orElse(isOfText(rest));
        return new ModuleName(stem, component, text ? today(rest) : numbered(rest));
    }

    private static Optional<Beginning> beginning(String path) {
        return BEGINNINGS.stream().filter(b -> path.startsWith(b.text())).findFirst();
    }

    private static boolean isOfText(String layer) {
        return OF_TEXT.stream().anyMatch(layer::startsWith);
    }

    /** The part, where neither the name nor anything else in the file says it. */
    String guessed() {
        return component.orElse(isOfText(layer) ? TEXT : UNET);
    }

    /** Whether the layer has its name of the original layout of Stable Diffusion. */
    boolean isOriginal() {
        return ORIGINAL.matcher(layer).matches();
    }

    /** The name in the network that was adapted, as patterns in settings take it. */
    String relative() {
        String path = dotted.startsWith(PEFT) ? dotted.substring(PEFT.length()) : dotted;
        String part = component.orElse("") + ".";
        return path.startsWith(part) ? path.substring(part.length()) : path;
    }

    /** Old files of diffusers name the attention's output without a number. */
    private static String numbered(String layer) {
        return layer.endsWith("to_out") ? layer + "_0" : layer;
    }

    /** The oldest files of diffusers name the attention of text encoders like that of U-Nets. */
    private static String today(String layer) {
        return OLD_ATTENTION.matcher(layer).replaceFirst("$1$2_proj");
    }
}
