// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import ij.ImagePlus;
import java.io.IOException;
import java.util.List;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.score.Likelihood;
import sc.fiji.diffusion.score.NetworkScore;
import sc.fiji.diffusion.score.OdeSolver;
import sc.fiji.diffusion.score.ReverseSampler;
import sc.fiji.diffusion.score.Sde;
import sc.fiji.diffusion.score.VariationalBound;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * How likely an image is under a model, in bits per value, and where it is unlikely: the anomaly
 * map. With pixels, values are grey levels of 8 bits; with latents, the density itself.
 *
 * @param spaces model and prompt
 * @param estimate one of {@link #ESTIMATES}
 * @param probes Hutchinson's vectors of the flow, or repeats of the bound
 * @param terms steps of the bound that are evaluated
 * @param tolerance of the flow's solver
 * @param seed of probes and noise
 */
public record LikelihoodTool(
        Spaces spaces, String estimate, int probes, int terms, double tolerance, long seed) {

    private static final String FLOW = "flow";

    /** The names of estimates: the flow's likelihood, and DDPM's bound with its map. */
    public static final List<String> ESTIMATES = List.of(FLOW, "bound");

    /** Width of a grey level of 8 bits in [-1, 1]. */
    private static final double LEVEL = 2.0 / 256;

    /** The map is smoothed: each value alone is noisy. */
    private static final double SMOOTHING_PX = 2;

    /** Checks the values. */
    public LikelihoodTool {
        if (!ESTIMATES.contains(estimate)) {
            throw new IllegalArgumentException(
                    "unknown estimate \"" + estimate + "\"; choose one of: flow, bound");
        }
        new VariationalBound(terms, probes, true);
        new OdeSolver(tolerance, tolerance);
    }

    /**
     * The result.
     *
     * @param bits per value of the data
     * @param standardError of it, NaN for one probe
     * @param evaluations of the network
     * @param map bits of each pixel, all channels together; null for the flow
     */
    public record Result(double bits, double standardError, int evaluations, ImagePlus map) {}

    /**
     * Estimates the likelihood of the shown plane.
     *
     * @throws IOException if the model is unknown or damaged
     */
    public Result run(ImagePlus input, Progress progress) throws IOException {
        Plane plane = Plane.current(input);
        return spaces.with(
                space -> {
                    Tensor data = space.toData(plane.tensor());
                    int[] steps = {0};
                    ReverseSampler.Hook hook =
                            (step, total, t, x) ->
                                    progress.step(
                                            ++steps[0],
                                            Math.max(total, steps[0] + 1),
                                            () -> space.toImage(x));
                    return estimate.equals(FLOW)
                            ? flow(space, data, hook)
                            : bound(space, data, hook, input);
                });
    }

    private Result flow(Space space, Tensor data, ReverseSampler.Hook hook) {
        Sde sde = Equation.VP.spanning(space.schedule());
        NetworkScore score = new NetworkScore(sde, space.schedule().forSolvers(), space.network());
        Likelihood likelihood = new Likelihood(new OdeSolver(tolerance, tolerance), probes);
        Likelihood.Result result = likelihood.of(sde, score, data, new TorchNoise(seed), hook);
        double bits = result.bitsPerDimension(0, data.size(), space.latent() ? 1 : LEVEL);
        double error = result.standardError()[0] / data.size() / Math.log(2);
        return new Result(bits, error, result.evaluations(), null);
    }

    private Result bound(Space space, Tensor data, ReverseSampler.Hook hook, ImagePlus input)
            throws IOException {
        VariationalBound bound = new VariationalBound(terms, probes, !space.latent());
        VariationalBound.Result result =
                bound.of(
                        space.schedule().forSolvers(),
                        space.denoiser(),
                        data,
                        seed,
                        new TorchNoise(seed),
                        hook);
        ImagePlus map = map(space, result.map(), input);
        int evaluations = probes * (1 + terms);
        return new Result(result.bitsPerDimension(), result.standardError(), evaluations, map);
    }

    private ImagePlus map(Space space, Tensor bits, ImagePlus input) throws IOException {
        Tensor sum = Channels.channel(bits, 0);
        for (int c = 1; c < bits.dim(1); c++) sum = sum.plus(Channels.channel(bits, c));
        Window asked = new Window(0, 0, input.getWidth(), input.getHeight());
        Frames frames = new Frames(ValueRange.UNIT);
        frames.add("bits", asked.cut(Panels.zoom(sum, space.factor())));
        ImagePlus image = frames.toImage(input.getShortTitle() + "-bits");
        image.getProcessor().blurGaussian(SMOOTHING_PX * space.factor());
        image.resetDisplayRange();
        ImageCopy.inheritButValues(input, image);
        space.info()
                .put("estimate", estimate)
                .put("probes", probes)
                .put("terms", terms)
                .put("seed", seed)
                .put("prompt", spaces.prompt())
                .writeTo(image, AiShare.NOT, "Log-Likelihood");
        return image;
    }
}
