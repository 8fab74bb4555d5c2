// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.DormandPrince54Integrator;
import org.apache.commons.math3.ode.sampling.StepHandler;
import org.apache.commons.math3.ode.sampling.StepInterpolator;

/**
 * The adaptive Runge-Kutta method of order 5(4) of Dormand and Prince (1980), as Apache Commons
 * Math has it.
 *
 * @param absolute tolerance of each value, above 0
 * @param relative tolerance of each value, at least 0
 */
public record OdeSolver(double absolute, double relative) {

    /** Checks the tolerances. */
    public OdeSolver {
        if (!(absolute > 0 && relative >= 0)) {
            throw new IllegalArgumentException(
                    "tolerance must be above 0, was " + absolute + "; 1e-5 is the usual value");
        }
    }

    /** With the tolerances of Song et al. (2021), 1e-5 both. */
    public static OdeSolver standard() {
        return new OdeSolver(1e-5, 1e-5);
    }

    /** The right side of {@code dy/dt = f(t, y)}. */
    @FunctionalInterface
    interface Derivative {

        /** Fills the derivative. */
        void at(double t, double[] y, double[] derivative);
    }

    /** Hears of each accepted step. */
    @FunctionalInterface
    interface Listener {

        /**
         * @param evaluations of the right side so far
         */
        void afterStep(double t, double[] y, int evaluations);
    }

    /**
     * Solves in place, forwards or backwards.
     *
     * @return how often the right side was evaluated
     */
    int solve(Derivative f, double from, double to, double[] y, Listener listener) {
        double length = Math.abs(to - from);
        DormandPrince54Integrator integrator =
                new DormandPrince54Integrator(1e-9 * length, length, absolute, relative);
        // The library's own guess may look beyond the ends, where there is no equation.
        integrator.setInitialStepSize(0.01 * length);
        integrator.addStepHandler(
                new StepHandler() {
                    @Override
                    public void init(double t0, double[] y0, double t) {}

                    @Override
                    public void handleStep(StepInterpolator step, boolean last) {
                        double t = step.getCurrentTime();
                        step.setInterpolatedTime(t);
                        listener.afterStep(
                                t, step.getInterpolatedState(), integrator.getEvaluations());
                    }
                });
        try {
            integrator.integrate(equations(f, y.length), from, y.clone(), to, y);
        } catch (MathIllegalStateException e) {
            throw new IllegalStateException(
                    "the ODE cannot be solved to a tolerance of "
                            + absolute
                            + ": "
                            + e.getMessage()
                            + "; use a larger tolerance",
                    e);
        }
        return integrator.getEvaluations();
    }

    private static FirstOrderDifferentialEquations equations(Derivative f, int dimension) {
        return new FirstOrderDifferentialEquations() {
            @Override
            public int getDimension() {
                return dimension;
            }

            @Override
            public void computeDerivatives(double t, double[] y, double[] derivative) {
                f.at(t, y, derivative);
            }
        };
    }
}
