// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.sampler.Sampler;
import sc.fiji.diffusion.sampler.Samplers;
import sc.fiji.diffusion.sampler.SamplingPlan;
import sc.fiji.diffusion.score.NetworkScore;
import sc.fiji.diffusion.score.OdeSolver;
import sc.fiji.diffusion.score.Predictor;
import sc.fiji.diffusion.score.PredictorCorrector;
import sc.fiji.diffusion.score.ProbabilityFlow;
import sc.fiji.diffusion.score.ReverseSampler;
import sc.fiji.diffusion.score.Score;
import sc.fiji.diffusion.score.Sde;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * A generation with its steps kept: the noisy sample, and beside it what the model takes for the
 * clean one.
 *
 * @param spaces model, prompt and guidance
 * @param solver one of {@link #SOLVERS}
 * @param equation of the continuous solvers
 * @param steps of all solvers but the adaptive one
 * @param correctors Langevin steps after each predictor step, of the predictor-corrector
 * @param snr signal-to-noise ratio of a Langevin step
 * @param tolerance of the adaptive solver
 * @param frames most frames that are kept
 * @param seed of the start and of all noise
 */
public record ReverseProcessTool(
        Spaces spaces,
        String solver,
        Equation equation,
        int steps,
        int correctors,
        double snr,
        double tolerance,
        int frames,
        long seed) {

    private static final String CORRECTOR = "predictor-corrector";
    private static final String FLOW = "probability-flow ODE";

    /** The names of solvers: two discrete ones, and those of the equations. */
    public static final List<String> SOLVERS =
            List.of(
                    "DDPM",
                    "DDIM",
                    Predictor.EULER_MARUYAMA.label(),
                    Predictor.REVERSE_DIFFUSION.label(),
                    CORRECTOR,
                    FLOW);

    /** Checks the values. */
    public ReverseProcessTool {
        if (!SOLVERS.contains(solver)) {
            throw new IllegalArgumentException(
                    "unknown solver \""
                            + solver
                            + "\"; choose one of: "
                            + String.join(", ", SOLVERS));
        }
        if (frames < 1)
            throw new IllegalArgumentException("frames must be at least 1, was " + frames);
        new PredictorCorrector(Predictor.EULER_MARUYAMA, steps, correctors, snr);
        new OdeSolver(tolerance, tolerance);
    }

    /**
     * Generates.
     *
     * @param width in pixels, or 0 for the size that the model was made for
     * @throws IOException if the model is unknown or damaged
     */
    public ImagePlus run(int width, int height, Progress progress) throws IOException {
        return spaces.with(
                space -> {
                    Film film = new Film(space, frames, progress);
                    Counter counter = new Counter(space.denoiser());
                    int[] shape = space.shape(width, height);
                    if (Samplers.names().contains(solver)) discrete(space, counter, shape, film);
                    else continuous(space, counter, shape, film);
                    ImagePlus image = film.toImage("reverse-" + solver);
                    space.info()
                            .put("solver", solver)
                            .put("equation", equation.label())
                            .put("steps", steps)
                            .put("evaluations", counter.count)
                            .put("seed", seed)
                            .put("prompt", spaces.prompt())
                            .writeTo(image, AiShare.WHOLLY, "Reverse Process");
                    return image;
                });
    }

    private void discrete(Space space, Denoiser denoiser, int[] shape, Film film) {
        Sampler sampler = Samplers.named(solver);
        SamplingPlan plan = sampler.plan(space.schedule(), steps);
        TorchNoise noise = new TorchNoise(seed);
        Tensor start = noise.gaussian(shape).times(plan.initialSigma());
        int count = plan.levels().size();
        sampler.sample(
                denoiser,
                start,
                plan,
                noise,
                (i, x, denoised) -> {
                    double sigma = plan.after(i).sigma();
                    String label =
                            String.format(
                                    Locale.ROOT,
                                    "step %d, t=%.0f, sigma=%.4g",
                                    i + 1,
                                    plan.levels().get(i).timestep(),
                                    plan.levels().get(i).sigma());
                    film.add(i + 1, count, label, x.times(alpha(sigma)), () -> denoised);
                    return x;
                });
    }

    private static double alpha(double sigma) {
        return 1 / Math.sqrt(1 + sigma * sigma);
    }

    private void continuous(Space space, Denoiser denoiser, int[] shape, Film film) {
        Sde sde = equation.spanning(space.schedule());
        Score score = NetworkScore.of(sde, space.schedule().forSolvers(), denoiser);
        Score shown = NetworkScore.of(sde, space.schedule().forSolvers(), space.denoiser());
        TorchNoise noise = new TorchNoise(seed);
        Tensor start = ReverseSampler.prior(sde, noise, shape);
        sampler()
                .sample(
                        sde,
                        score,
                        start,
                        noise,
                        (step, total, t, x) -> {
                            String label =
                                    String.format(
                                            Locale.ROOT,
                                            "step %d, t=%.4f, sigma=%.4g",
                                            step,
                                            t,
                                            sde.sigma(t));
                            double norm = Math.hypot(sde.scale(t), sde.std(t));
                            film.add(
                                    step,
                                    total,
                                    label,
                                    x.times(1 / norm),
                                    () -> ReverseSampler.denoised(sde, shown, x, t));
                        });
    }

    private ReverseSampler sampler() {
        if (solver.equals(FLOW)) return new ProbabilityFlow(new OdeSolver(tolerance, tolerance));
        boolean maruyama = solver.equals(Predictor.EULER_MARUYAMA.label());
        Predictor predictor = maruyama ? Predictor.EULER_MARUYAMA : Predictor.REVERSE_DIFFUSION;
        return new PredictorCorrector(
                predictor, steps, solver.equals(CORRECTOR) ? correctors : 0, snr);
    }

    /** Counts how often the solver asks the network; what is only shown does not count. */
    private static final class Counter implements Denoiser {

        private final Denoiser denoiser;
        private int count;

        Counter(Denoiser denoiser) {
            this.denoiser = denoiser;
        }

        @Override
        public Tensor denoise(Tensor x, sc.fiji.diffusion.schedule.NoiseLevel level) {
            count++;
            return denoiser.denoise(x, level);
        }
    }

    /**
     * The frames that are kept, the last one always: evenly spread where the number of steps is
     * known, else every one, two, four ... steps, as many as there turn out to be.
     */
    private static final class Film {

        private final Space space;
        private final int most;
        private final Progress progress;
        private final List<Shot> kept = new ArrayList<>();
        private Shot newest;
        private int stride = 1;

        Film(Space space, int most, Progress progress) {
            this.space = space;
            this.most = most;
            this.progress = progress;
        }

        void add(int step, int total, String label, Tensor x, Supplier<Tensor> denoised) {
            newest =
                    new Shot(
                            step,
                            label,
                            () ->
                                    Panels.row(
                                            List.of(
                                                    space.toImage(x),
                                                    space.toImage(denoised.get()))));
            if (total == 0 ? isDue(step) : isDue(step, total)) kept.add(newest.developed());
            progress.step(step, Math.max(step, total), () -> space.toImage(x));
        }

        private boolean isDue(int step, int total) {
            return (long) step * most / total > (long) (step - 1) * most / total;
        }

        private boolean isDue(int step) {
            if ((step - 1) % stride != 0) return false;
            if (kept.size() == most) {
                stride *= 2;
                kept.removeIf(shot -> (shot.step - 1) % stride != 0);
            }
            return kept.size() < most && (step - 1) % stride == 0;
        }

        ImagePlus toImage(String title) {
            if (kept.get(kept.size() - 1).step != newest.step) {
                if (kept.size() == most) kept.remove(most - 1);
                kept.add(newest);
            }
            Frames stack = new Frames(ValueRange.UNIT);
            for (Shot shot : kept) stack.add(shot.label, shot.pair.get());
            return stack.toImage(title);
        }
    }

    /** A step: the sample, and beside it what the model takes for the clean one. */
    private record Shot(int step, String label, Supplier<Tensor> pair) {

        /** The same without anything left to compute. */
        Shot developed() {
            Tensor image = pair.get();
            return new Shot(step, label, () -> image);
        }
    }
}
