// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

/**
 * How noisy a sample is: on the variance-exploding scale {@code x = x0 + sigma * eps}, on the
 * variance-preserving scale of the networks {@code alpha * x}.
 *
 * @param sigma standard deviation of the noise for data of unit scale, at least 0
 * @param timestep the training timestep that the network is told, in [0, trainTimesteps); may be
 *     fractional
 */
public record NoiseLevel(double sigma, double timestep) {

    /**
     * The factor from the variance-exploding to the variance-preserving scale, {@code 1 / sqrt(1 +
     * sigma^2)}.
     */
    public double alpha() {
        return 1 / Math.sqrt(1 + sigma * sigma);
    }
}
