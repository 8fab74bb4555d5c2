// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.util.List;
import java.util.function.Function;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * What the denoising network sees besides the latents and the time, for N images.
 *
 * @param context embeddings of the text, token by token, {@code [N, T, D]}
 * @param pooled embedding of the whole text, {@code [N, P]}; P is 0 for networks that see none
 * @param sizes {@code [N, 6]} for networks that see sizes, in pixels: height and width of the
 *     original, top and left of the crop, height and width of the image (Podell et al. 2023, sec.
 *     2.2); otherwise {@code [N, 0]}
 */
public record Conditioning(Tensor context, Tensor pooled, Tensor sizes) {

    /** A text for a network that sees nothing but its tokens. */
    public static Conditioning of(Tensor context) {
        return of(context, Tensor.zeros(context.dim(0), 0));
    }

    /** A text for a network that also sees the text as a whole. */
    static Conditioning of(Tensor context, Tensor pooled) {
        return new Conditioning(context, pooled, Tensor.zeros(context.dim(0), 0));
    }

    /** The same for images of a size that are no crops of larger ones. */
    public Conditioning withSize(int width, int height) {
        float[] sizes = {height, width, 0, 0, height, width};
        return new Conditioning(
                context, pooled, Tensor.of(sizes, 1, UnetConfig.SIZES).repeat(context.dim(0)));
    }

    /** The same for several images each. */
    public Conditioning repeat(int times) {
        return new Conditioning(context.repeat(times), pooled.repeat(times), sizes.repeat(times));
    }

    /** Joins conditions along N; their texts must have the same length. */
    public static Conditioning concat(List<Conditioning> parts) {
        return new Conditioning(
                concat(parts, Conditioning::context),
                concat(parts, Conditioning::pooled),
                concat(parts, Conditioning::sizes));
    }

    private static Tensor concat(List<Conditioning> parts, Function<Conditioning, Tensor> tensor) {
        return Tensor.concat(parts.stream().map(tensor).toList());
    }
}
