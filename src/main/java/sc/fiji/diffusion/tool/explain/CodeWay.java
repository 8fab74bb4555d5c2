// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import sc.fiji.diffusion.score.DdimInversion;
import sc.fiji.diffusion.score.NetworkScore;
import sc.fiji.diffusion.score.OdeSolver;
import sc.fiji.diffusion.score.ProbabilityFlow;
import sc.fiji.diffusion.score.ReverseSampler;
import sc.fiji.diffusion.score.Score;
import sc.fiji.diffusion.score.Sde;
import sc.fiji.diffusion.tensor.Tensor;

/** Data to codes of unit variance, and back. */
sealed interface CodeWay permits CodeWay.Flow, CodeWay.Ddim {

    Tensor encode(Tensor data, ReverseSampler.Hook hook);

    Tensor decode(Tensor code, ReverseSampler.Hook hook);

    int evaluations();

    /** Along the probability flow. */
    final class Flow implements CodeWay {

        private final Sde sde;
        private final Score score;
        private final ProbabilityFlow flow;
        private int evaluations;

        Flow(Space space, double tolerance) {
            sde = Equation.VP.spanning(space.schedule());
            score = NetworkScore.of(sde, space.schedule().forSolvers(), space.denoiser());
            flow = new ProbabilityFlow(new OdeSolver(tolerance, tolerance));
        }

        @Override
        public Tensor encode(Tensor data, ReverseSampler.Hook hook) {
            ProbabilityFlow.Solution solution = flow.encode(sde, score, data, hook);
            evaluations = solution.evaluations();
            return solution.x().times(1 / sde.priorStd());
        }

        @Override
        public Tensor decode(Tensor code, ReverseSampler.Hook hook) {
            return flow.decode(sde, score, code.times(sde.priorStd()), hook).x();
        }

        @Override
        public int evaluations() {
            return evaluations;
        }
    }

    /** By DDIM and its inversion. */
    final class Ddim implements CodeWay {

        private final Space space;
        private final DdimInversion inversion;
        private final double norm;
        private final int evaluations;

        Ddim(Space space, int steps, int rounds) {
            this.space = space;
            inversion = new DdimInversion(steps, rounds);
            norm = Math.hypot(1, inversion.codeSigma(space.schedule()));
            evaluations = steps * (1 + rounds);
        }

        @Override
        public Tensor encode(Tensor data, ReverseSampler.Hook hook) {
            return inversion.encode(space.schedule(), space.denoiser(), data, hook).times(1 / norm);
        }

        @Override
        public Tensor decode(Tensor code, ReverseSampler.Hook hook) {
            return inversion.decode(space.schedule(), space.denoiser(), code.times(norm), hook);
        }

        @Override
        public int evaluations() {
            return evaluations;
        }
    }
}
