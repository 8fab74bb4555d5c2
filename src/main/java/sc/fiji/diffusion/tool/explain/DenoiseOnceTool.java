// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * What a model takes for the clean image, in one step, behind more and more noise: above the noisy
 * images, below the guesses.
 *
 * @param spaces model and prompt
 * @param amounts how many amounts of noise, from little to all; at least 2
 * @param images how many slices of the stack take part, at least 1
 * @param seed of the noise
 */
public record DenoiseOnceTool(Spaces spaces, int amounts, int images, long seed) {

    /** Checks the ranges. */
    public DenoiseOnceTool {
        if (amounts < 2 || amounts > 100 || images < 1 || images > 100) {
            throw new IllegalArgumentException(
                    "amounts must be between 2 and 100 and images between 1 and 100, were "
                            + amounts
                            + " and "
                            + images);
        }
    }

    /**
     * Guesses.
     *
     * @throws IOException if the model is unknown or damaged
     */
    public ImagePlus run(ImagePlus input, Progress progress) throws IOException {
        return spaces.with(
                space -> {
                    Frames frames = new Frames(ValueRange.UNIT);
                    int slices = Math.min(images, input.getStackSize());
                    TorchNoise noise = new TorchNoise(seed);
                    for (int s = 1; s <= slices; s++) {
                        Plane plane = Plane.at(input, s);
                        frames.add("slice " + s, sheet(space, plane.tensor(), noise));
                        progress.step(s, slices, () -> plane.tensor());
                    }
                    ImagePlus image = frames.toImage(input.getShortTitle() + "-guesses");
                    space.info()
                            .put("amounts", amounts)
                            .put("images", images)
                            .put("seed", seed)
                            .put("prompt", spaces.prompt())
                            .writeTo(image, AiShare.WHOLLY, "Denoise Once");
                    return image;
                });
    }

    private Tensor sheet(Space space, Tensor image, TorchNoise noise) {
        Tensor clean = space.toData(image);
        Tensor eps = noise.gaussian(clean.shape());
        List<Tensor> columns = new ArrayList<>();
        int last = space.schedule().trainTimesteps() - 1;
        for (int i = 0; i < amounts; i++) {
            int timestep = (int) Math.round((double) last * i / (amounts - 1));
            NoiseLevel level = space.schedule().forSolvers().level(timestep);
            Tensor x = clean.combine(1, eps, level.sigma());
            Tensor guess = space.denoiser().denoise(x, level);
            Tensor noisy = space.toImage(x.times(level.alpha()));
            columns.add(Panels.column(List.of(noisy, space.toImage(guess))));
        }
        return Panels.row(columns);
    }
}
