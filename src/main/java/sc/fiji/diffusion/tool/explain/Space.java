// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import java.io.IOException;
import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.score.NetworkScore;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Info;

/** The space that a model's diffusion runs in, latents or pixels, with the way there and back. */
public interface Space {

    /** The training noise schedule. */
    NoiseSchedule schedule();

    /** The network with its prompt and guidance, as a function that denoises. */
    Denoiser denoiser();

    /** The network with its prompt, without guidance, for what needs derivatives. */
    NetworkScore.Model network();

    /**
     * Data as the network was trained on.
     *
     * @param image {@code [1, C, H, W]} in [0, 1], any size, C 1 or 3
     */
    Tensor toData(Tensor image);

    /** Images {@code [N, C, H, W]} of about [0, 1]. */
    Tensor toImage(Tensor data);

    /** The shape of the data of one image; 0 stands for the size that the model was made for. */
    int[] shape(int width, int height);

    /** Image pixels per value of the data along each axis; 1 for pixels. */
    int factor();

    /** Whether the data are latents. */
    default boolean latent() {
        return factor() > 1;
    }

    /** Begins the record of a result. */
    Info info() throws IOException;
}
