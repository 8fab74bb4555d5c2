// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import java.util.List;
import java.util.function.Function;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.ClipTokenizer;

/** Captions as their tokens, for objectives with a text encoder. */
public final class Tokens {

    private Tokens() {}

    /** From a caption to one tensor {@code [1, T]}. */
    public static Function<String, List<Tensor>> of(ClipTokenizer tokenizer) {
        return caption -> {
            int[] ids = tokenizer.encode(caption);
            Tensor row = Tensor.zeros(1, ids.length);
            for (int i = 0; i < ids.length; i++) row.data()[i] = ids[i];
            return List.of(row);
        };
    }
}
