// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import java.io.IOException;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.pipeline.PromptedModel;
import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.score.NetworkScore;
import sc.fiji.diffusion.score.Score;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Info;

/**
 * The space that a model's diffusion runs in, with the way there and back: latents, scaled as the
 * U-Net sees them, or pixels in [-1, 1] for a model that works on those.
 */
final class Space {

    private final DiffusionModel model;
    private final PromptedModel prompted;

    /**
     * @param prompt what the image shows; empty for a model that looks at no text
     * @param guidance guidance scale; 1 for none
     */
    Space(DiffusionModel model, String prompt, double guidance) {
        this.model = model;
        this.prompted = PromptedModel.of(model, prompt, guidance);
    }

    /** The training noise schedule. */
    NoiseSchedule schedule() {
        return model.schedule();
    }

    /** The network with prompt and guidance, as a function that denoises. */
    Denoiser denoiser() {
        return prompted.denoiser();
    }

    /** The network with the prompt, without guidance, for what needs derivatives. */
    NetworkScore.Model network() {
        return new NetworkScore.Model() {
            @Override
            public Tensor predict(Tensor x, double timestep) {
                return prompted.predict(x, timestep);
            }

            @Override
            public Score.Pullback pullBack(Tensor vector, Tensor x, double timestep) {
                PromptedModel.Pullback p = prompted.pullBack(vector, x, timestep);
                return new Score.Pullback(p.output(), p.product());
            }
        };
    }

    /**
     * Data as the network was trained on.
     *
     * @param image {@code [1, C, H, W]} in [0, 1], any size, C 1 or 3
     */
    Tensor toData(Tensor image) {
        Window whole = Window.whole(image.dim(3), image.dim(2), model.vaeFactor());
        Tensor seen = Channels.fit(whole.cut(image), model.imageChannels());
        return model.encode(seen.map(v -> 2 * v - 1)).mean().times(model.scalingFactor());
    }

    /** Images {@code [N, C, H, W]} of about [0, 1]. */
    Tensor toImage(Tensor data) {
        return model.decode(data.times(1 / model.scalingFactor())).map(v -> v / 2 + 0.5);
    }

    /** The shape of the data of one image; 0 stands for the size that the model was made for. */
    int[] shape(int width, int height) {
        int side = model.nativeSize();
        int factor = model.vaeFactor();
        return new int[] {
            1,
            model.latentChannels(),
            Window.ceil(height == 0 ? side : height, factor) / factor,
            Window.ceil(width == 0 ? side : width, factor) / factor
        };
    }

    /** Image pixels per value of the data along each axis; 1 for pixels. */
    int factor() {
        return model.vaeFactor();
    }

    /** Whether the data are latents. */
    boolean latent() {
        return factor() > 1;
    }

    /** The model. */
    DiffusionModel model() {
        return model;
    }

    /** Begins the record of a result. */
    Info info() throws IOException {
        return new Info(model);
    }
}
