// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

/** How the variance beta of the noise that each training timestep adds grows with the timestep. */
public enum BetaSchedule {

    /** Equal steps in beta: Ho et al., "Denoising Diffusion Probabilistic Models" (2020), 4. */
    LINEAR("linear") {
        @Override
        float[] betas(double start, double end, int n) {
            return linspace((float) start, (float) end, n);
        }
    },

    /** Equal steps in the square root of beta: the latent diffusion of Rombach et al. (2022). */
    SCALED_LINEAR("scaled_linear") {
        @Override
        float[] betas(double start, double end, int n) {
            float[] betas = linspace((float) Math.sqrt(start), (float) Math.sqrt(end), n);
            for (int i = 0; i < n; i++) betas[i] *= betas[i];
            return betas;
        }
    },

    /** A squared cosine for alphaBar: Nichol and Dhariwal (2021), equation 17. */
    SQUARED_COSINE("squaredcos_cap_v2") {
        @Override
        float[] betas(double start, double end, int n) {
            float[] betas = new float[n];
            for (int i = 0; i < n; i++) {
                double ratio = cosineAlphaBar((i + 1.0) / n) / cosineAlphaBar((double) i / n);
                betas[i] = (float) Math.min(1 - ratio, 0.999);
            }
            return betas;
        }
    };

    private final String key;

    BetaSchedule(String key) {
        this.key = key;
    }

    /** The name in a scheduler_config.json. */
    public String key() {
        return key;
    }

    /**
     * The betas in float32, as training code computes them.
     *
     * @param start beta of the first timestep; the squared cosine has its own
     * @param end beta of the last timestep; the squared cosine has its own
     * @param n training timesteps
     */
    abstract float[] betas(double start, double end, int n);

    /** Counts from the nearer end, so that both ends are exact. */
    private static float[] linspace(float start, float end, int n) {
        float step = n == 1 ? 0 : (end - start) / (n - 1);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i < n / 2 ? start + step * i : end - step * (n - 1 - i);
        }
        return values;
    }

    private static double cosineAlphaBar(double time) {
        double cosine = Math.cos((time + 0.008) / 1.008 * Math.PI / 2);
        return cosine * cosine;
    }
}
