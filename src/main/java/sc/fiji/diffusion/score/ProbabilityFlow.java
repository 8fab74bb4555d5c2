// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The ordinary equation with the same marginals as a stochastic one, {@code dx/dt = f x - g^2 / 2
 * score} (Song et al. 2021, equation 13), solved adaptively: a deterministic and invertible way
 * between data and noise.
 *
 * @param solver the solver with its tolerances
 */
public record ProbabilityFlow(OdeSolver solver) implements ReverseSampler {

    /**
     * Where a solution ended.
     *
     * @param x the end
     * @param evaluations of the score
     */
    public record Solution(Tensor x, int evaluations) {}

    /** From data (at the equation's start) to its code at time 1. */
    public Solution encode(Sde sde, Score score, Tensor x, Hook hook) {
        return solve(sde, score, x, sde.start(), 1, hook);
    }

    /** From a code at time 1 to data. */
    public Solution decode(Sde sde, Score score, Tensor code, Hook hook) {
        return solve(sde, score, code, 1, sde.start(), hook);
    }

    @Override
    public Tensor sample(Sde sde, Score score, Tensor x, Noise noise, Hook hook) {
        return decode(sde, score, x, hook).x();
    }

    private Solution solve(
            Sde sde, Score score, Tensor x, double from, double to, ReverseSampler.Hook hook) {
        int[] shape = x.shape();
        double[] y = new double[x.size()];
        for (int i = 0; i < y.length; i++) y[i] = x.data()[i];
        int[] steps = {0};
        int evaluations =
                solver.solve(
                        (t, state, derivative) -> flow(sde, score, t, state, derivative, shape),
                        from,
                        to,
                        y,
                        (t, state, count) ->
                                hook.afterStep(++steps[0], 0, t, tensor(state, shape)));
        return new Solution(tensor(y, shape), evaluations);
    }

    private static void flow(
            Sde sde, Score score, double t, double[] y, double[] derivative, int[] shape) {
        double half = 0.5 * sde.diffusion(t) * sde.diffusion(t);
        float[] gradient = score.at(tensor(y, shape), t).data();
        for (int i = 0; i < gradient.length; i++) {
            derivative[i] = sde.drift(t) * y[i] - half * gradient[i];
        }
    }

    /** The first values of a state. */
    static Tensor tensor(double[] y, int[] shape) {
        Tensor x = Tensor.zeros(shape);
        for (int i = 0; i < x.size(); i++) x.data()[i] = (float) y[i];
        return x;
    }
}
