// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a tensor of an adapter is to its layer, as the end of its name says. */
enum TensorRole {
    /** LoRA's first factor, {@code [rank, in, ...]}. */
    DOWN("\\.lora_down\\.weight|\\.lora_A@\\.weight|[._]lora(_linear_layer)?\\.down\\.weight"),
    /** LoRA's second factor, {@code [out, rank, ...]}. */
    UP("\\.lora_up\\.weight|\\.lora_B@\\.weight|[._]lora(_linear_layer)?\\.up\\.weight"),
    /** LoCon's kernel between both, {@code [rank, rank, ...]}. */
    MID("\\.lora_mid\\.weight"),
    /** What LoRA adds to the layer's bias, {@code [out]}. */
    BIAS("\\.lora_B@\\.bias|\\.lora_up\\.bias"),
    /** LoHa's factors {@code [out, rank]} and {@code [rank, rest]}, or those of a Tucker core. */
    HADA_W1_A("\\.hada_w1_a@"),
    HADA_W1_B("\\.hada_w1_b@"),
    HADA_W2_A("\\.hada_w2_a@"),
    HADA_W2_B("\\.hada_w2_b@"),
    HADA_T1("\\.hada_t1@"),
    HADA_T2("\\.hada_t2@"),
    /** LoKr's factors, each whole or as a product. */
    LOKR_W1("\\.lokr_w1@"),
    LOKR_W1_A("\\.lokr_w1_a@"),
    LOKR_W1_B("\\.lokr_w1_b@"),
    LOKR_W2("\\.lokr_w2@"),
    LOKR_W2_A("\\.lokr_w2_a@"),
    LOKR_W2_B("\\.lokr_w2_b@"),
    LOKR_T2("\\.lokr_t2@"),
    /** DoRA's norms as kohya's scripts and LyCORIS write them. */
    DORA_SCALE("\\.dora_scale"),
    /** DoRA's norms as PEFT writes them. */
    MAGNITUDE("\\.lora_magnitude_vector@(\\.weight)?"),
    /** The constant that all is scaled by, with the rank. */
    ALPHA("\\.alpha");

    /** PEFT may put the name that an adapter had in its model into those of its tensors. */
    private static final String NAME_OF_ADAPTER = "(\\.[^.]+)?";

    private final Pattern name;

    TensorRole(String ending) {
        name = Pattern.compile("(" + ending.replace("@", NAME_OF_ADAPTER) + ")$");
    }

    /** What stands before the ending of this role; empty if a name has another ending. */
    Optional<String> stem(String tensor) {
        Matcher matcher = name.matcher(tensor);
        return matcher.find()
                ? Optional.of(tensor.substring(0, matcher.start()))
                : Optional.empty();
    }
}
