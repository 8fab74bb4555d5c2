// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.util.Optional;
import java.util.regex.Pattern;

/** Methods with an arithmetic of their own, which cannot be read, by the names of their tensors. */
enum OtherMethod {
    BOFT("BOFT", "boft_[RSs]"),
    OFT("OFT", "oft_(blocks|diag|r|R)"),
    IA3("(IA)^3", "ia3_l|on_input"),
    GLORA("GLoRA", "[abcd][12]\\.weight"),
    VERA("VeRA", "vera_lambda_[bd]"),
    ADALORA("AdaLoRA", "lora_(E|ranknum)"),
    EMBEDDING("LoRA of embeddings", "lora_embedding_[AB]"),
    NORM("changes of norm layers", "[wb]_norm"),
    FULL("full differences", "diff|diff_b|set_weight"),
    SAVED("whole layers", "modules_to_save|original_module"),
    SPARSE_BIAS("sparse changes of biases", "bias_(indices|values|size)");

    private final String title;
    private final Pattern names;

    OtherMethod(String title, String part) {
        this.title = title;
        names = Pattern.compile("(.*\\.)?(" + part + ")(\\..*)?");
    }

    /** How people name it. */
    String title() {
        return title;
    }

    /** The method that a tensor belongs to; empty if its name is of none of these. */
    static Optional<OtherMethod> of(String tensor) {
        for (OtherMethod method : values()) {
            if (method.names.matcher(tensor).matches()) return Optional.of(method);
        }
        return Optional.empty();
    }
}
