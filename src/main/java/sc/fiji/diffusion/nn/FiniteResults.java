// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import java.util.List;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.tensor.NotFiniteException;
import sc.fiji.diffusion.tensor.Tensor;

/** Refuses NaN and infinity in what a network gives, and says what may have led to them. */
final class FiniteResults {

    private FiniteResults() {}

    /**
     * @param network the name of its function
     * @param precision the number format that it computed in
     * @throws NotFiniteException if a result holds NaN or infinity
     */
    static void require(
            String network, Precision precision, Tensor[] inputs, List<Tensor> results) {
        if (results.stream().allMatch(Tensor::isFinite)) return;
        String name = name(network);
        for (Tensor input : inputs) {
            if (!input.isFinite()) {
                throw new NotFiniteException(
                        "what the " + name + " was given holds NaN or infinity; nothing was made");
            }
        }
        String reason =
                precision == Precision.FLOAT16
                        ? " left the range of float16; choose float32 or bfloat16 as number format"
                                + " in Plugins > Diffusion > Models... and run it again"
                        : " gave NaN or infinity in "
                                + precision.label()
                                + "; the model, an adapter or an embedding is damaged or works too"
                                + " strongly: leave out adapters and embeddings, or get the model"
                                + " again";
        throw new NotFiniteException("the " + name + reason);
    }

    private static String name(String network) {
        if (network.startsWith("unet")) return "denoising network";
        if (network.startsWith("vae")) return "autoencoder";
        if (network.startsWith("clip_image")) return "image tower of CLIP";
        return network.startsWith("clip") ? "text encoder" : "network \"" + network + "\"";
    }
}
