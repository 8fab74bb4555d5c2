// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import java.io.IOException;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.score.NetworkScore;
import sc.fiji.diffusion.score.Score;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Info;

/**
 * Latents of a model, scaled as its U-Net sees them.
 *
 * @param model the model
 * @param context the text embedding of the prompt
 * @param empty the text embedding of no text
 * @param guidance guidance scale; 1 for none
 */
record LatentSpace(DiffusionModel model, Tensor context, Tensor empty, double guidance)
        implements Space {

    static LatentSpace of(DiffusionModel model, String prompt, double guidance) {
        if (model.inpainting()) {
            throw new IllegalArgumentException(
                    "model "
                            + model.name()
                            + " is made for inpainting alone; choose one that makes whole images");
        }
        Tensor context = model.textEncoder().encode(prompt);
        return new LatentSpace(model, context, model.textEncoder().encode(""), guidance);
    }

    @Override
    public NoiseSchedule schedule() {
        return model.schedule();
    }

    @Override
    public Denoiser denoiser() {
        return (x, level) -> {
            Tensor seen = x.times(level.alpha());
            Tensor output = predict(seen, level.timestep(), context);
            if (guidance != 1) {
                Tensor plain = predict(seen, level.timestep(), empty);
                output = plain.combine(1 - guidance, output, guidance);
            }
            return schedule().prediction().denoised(output, x, level);
        };
    }

    private Tensor predict(Tensor x, double timestep, Tensor text) {
        return model.unet().predict(x, timestep, text.repeat(x.dim(0)));
    }

    @Override
    public NetworkScore.Model network() {
        return new NetworkScore.Model() {
            @Override
            public Tensor predict(Tensor x, double timestep) {
                return LatentSpace.this.predict(x, timestep, context);
            }

            @Override
            public Score.Pullback pullBack(Tensor vector, Tensor x, double timestep) {
                var p = model.unet().pullBack(vector, x, timestep, context.repeat(x.dim(0)));
                return new Score.Pullback(p.result(), p.product());
            }
        };
    }

    @Override
    public Tensor toData(Tensor image) {
        Window whole = Window.whole(image.dim(3), image.dim(2), factor());
        Tensor seen = Channels.fit(whole.cut(image), model.imageChannels());
        return model.encode(seen.map(v -> 2 * v - 1)).mean().times(model.scalingFactor());
    }

    @Override
    public Tensor toImage(Tensor data) {
        return model.decode(data.times(1 / model.scalingFactor())).map(v -> v / 2 + 0.5);
    }

    @Override
    public int[] shape(int width, int height) {
        int side = model.nativeSize();
        return new int[] {
            1,
            model.latentChannels(),
            Window.ceil(height == 0 ? side : height, factor()) / factor(),
            Window.ceil(width == 0 ? side : width, factor()) / factor()
        };
    }

    @Override
    public int factor() {
        return model.vaeFactor();
    }

    @Override
    public Info info() throws IOException {
        return new Info(model);
    }
}
