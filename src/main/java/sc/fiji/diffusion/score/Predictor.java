// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

/** How one step of the reverse equation is taken. */
public enum Predictor {
    /** Euler and Maruyama's step of {@code dx = (f x - g^2 score) dt + g dw}. */
    EULER_MARUYAMA("Euler-Maruyama") {
        @Override
        Sde.Step step(Sde sde, double t, double dt) {
            return new Sde.Step(sde.drift(t) * dt, sde.diffusion(t) * Math.sqrt(dt));
        }
    },

    /**
     * The forward chain's own step reversed: {@code x - f x + G^2 score + G z} (Song et al. 2021,
     * equation 46).
     */
    REVERSE_DIFFUSION("reverse diffusion") {
        @Override
        Sde.Step step(Sde sde, double t, double dt) {
            return sde.discretise(t, dt);
        }
    };

    private final String label;

    Predictor(String label) {
        this.label = label;
    }

    /** The name that people know it by. */
    public String label() {
        return label;
    }

    abstract Sde.Step step(Sde sde, double t, double dt);
}
