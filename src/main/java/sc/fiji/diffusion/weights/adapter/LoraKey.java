// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.util.List;
import java.util.Optional;

/**
 * What the name of a tensor in an adapter says.
 *
 * @param component the part of the model, as diffusers names its folder
 * @param module the layer, with dots if the name has them
 * @param role what the tensor is to the layer
 */
record LoraKey(String component, String module, Role role) {

    /** What names in PEFT's own layout begin with. */
    static final String PEFT = "base_model.model.";

    /** The two factors, and the constant that the product is scaled by. */
    enum Role {
        DOWN,
        UP,
        ALPHA
    }

    private record Ending(String text, Role role) {}

    private record Beginning(String text, String component) {}

    private static final List<Ending> ENDINGS =
            List.of(
                    new Ending(".lora_down.weight", Role.DOWN),
                    new Ending(".lora_up.weight", Role.UP),
                    new Ending(".lora_A.weight", Role.DOWN),
                    new Ending(".lora_B.weight", Role.UP),
                    new Ending(".lora_A.default.weight", Role.DOWN),
                    new Ending(".lora_B.default.weight", Role.UP),
                    new Ending(".lora_linear_layer.down.weight", Role.DOWN),
                    new Ending(".lora_linear_layer.up.weight", Role.UP),
                    new Ending(".lora.down.weight", Role.DOWN),
                    new Ending(".lora.up.weight", Role.UP),
                    new Ending("_lora.down.weight", Role.DOWN),
                    new Ending("_lora.up.weight", Role.UP),
                    new Ending(".alpha", Role.ALPHA));

    private static final List<Beginning> BEGINNINGS =
            List.of(
                    new Beginning("lora_unet_", "unet"),
                    new Beginning("lora_te1_", "text_encoder"),
                    new Beginning("lora_te2_", "text_encoder_2"),
                    new Beginning("lora_te_", "text_encoder"),
                    new Beginning("unet.", "unet"),
                    new Beginning("text_encoder.", "text_encoder"),
                    new Beginning("text_encoder_2.", "text_encoder_2"),
                    new Beginning("diffusion_model.", "unet"));

    /** The layer with underscores for dots: kohya's names have no others. */
    String layer() {
        return module.replace('.', '_');
    }

    /** Reads a name; empty if it is none of an adapter's. */
    static Optional<LoraKey> parse(String name) {
        for (Ending ending : ENDINGS) {
            if (name.endsWith(ending.text())) {
                String stem = name.substring(0, name.length() - ending.text().length());
                return Optional.of(of(stem, ending.role()));
            }
        }
        return Optional.empty();
    }

    private static LoraKey of(String stem, Role role) {
        String path = stem.startsWith(PEFT) ? stem.substring(PEFT.length()) : stem;
        for (Beginning beginning : BEGINNINGS) {
            if (path.startsWith(beginning.text())) {
                String layer = path.substring(beginning.text().length());
                return new LoraKey(beginning.component(), numbered(layer), role);
            }
        }
        boolean text = path.startsWith("text_model.");
        return new LoraKey(text ? "text_encoder" : "unet", numbered(path), role);
    }

    /** Old files of diffusers name the attention's processor, and its output without a number. */
    private static String numbered(String layer) {
        if (!layer.contains(".processor.")) return layer;
        String path = layer.replace(".processor.", ".");
        return path.endsWith(".to_out") ? path + ".0" : path;
    }
}
