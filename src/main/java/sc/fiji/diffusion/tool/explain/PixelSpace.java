// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import java.io.IOException;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.model.PixelModel;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.score.NetworkScore;
import sc.fiji.diffusion.score.Score;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Info;

/** Pixels in [-1, 1], for a model that works on them. */
record PixelSpace(PixelModel model) implements Space {

    @Override
    public NoiseSchedule schedule() {
        return model.schedule();
    }

    @Override
    public Denoiser denoiser() {
        return (x, level) -> {
            Tensor output = model.predict(x.times(level.alpha()), level.timestep());
            return schedule().clip(schedule().prediction().denoised(output, x, level));
        };
    }

    @Override
    public NetworkScore.Model network() {
        return new NetworkScore.Model() {
            @Override
            public Tensor predict(Tensor x, double timestep) {
                return model.predict(x, timestep);
            }

            @Override
            public Score.Pullback pullBack(Tensor vector, Tensor x, double timestep) {
                Network.Pullback p = model.pullBack(vector, x, timestep);
                return new Score.Pullback(p.result(), p.product());
            }
        };
    }

    @Override
    public Tensor toData(Tensor image) {
        Window whole = Window.whole(image.dim(3), image.dim(2), model.config().factor());
        Tensor seen = Channels.fit(whole.cut(image), model.config().inChannels());
        return seen.map(v -> 2 * v - 1);
    }

    @Override
    public Tensor toImage(Tensor data) {
        return data.map(v -> v / 2 + 0.5);
    }

    @Override
    public int[] shape(int width, int height) {
        int side = model.config().sampleSize();
        int factor = model.config().factor();
        return new int[] {
            1,
            model.config().inChannels(),
            Window.ceil(height == 0 ? side : height, factor),
            Window.ceil(width == 0 ? side : width, factor)
        };
    }

    @Override
    public int factor() {
        return 1;
    }

    @Override
    public Info info() throws IOException {
        return new Info(model.name(), model.hash());
    }
}
