// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.score;

import java.util.Random;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Data of which everything is known: a mixture of normal distributions in the plane, which stays
 * one under every equation. The density, its gradient and the gradient's derivative are exact.
 *
 * @param weights shares of K parts, 1 together
 * @param means of the parts, K pairs
 * @param covariances of the parts, K triples xx, xy, yy
 */
record Mixture(double[] weights, double[][] means, double[][] covariances) {

    /** One normal distribution with correlated axes. */
    static Mixture gaussian() {
        return new Mixture(
                new double[] {1}, new double[][] {{0, 0}}, new double[][] {{0.6, 0.3, 0.4}});
    }

    /** Three parts with mean 0 together. */
    static Mixture three() {
        return new Mixture(
                new double[] {0.5, 0.25, 0.25},
                new double[][] {{0.6, 0}, {-0.6, 0.8}, {-0.6, -0.8}},
                new double[][] {{0.1, 0.04, 0.08}, {0.06, 0, 0.06}, {0.12, -0.05, 0.07}});
    }

    /** Draws N samples of the data. */
    Tensor sample(int n, long seed) {
        Random random = new Random(seed);
        Tensor x = Tensor.zeros(n, 2);
        for (int i = 0; i < n; i++) {
            double u = random.nextDouble();
            int k = 0;
            while (k < weights.length - 1 && (u -= weights[k]) > 0) k++;
            double[] c = covariances[k];
            double l = Math.sqrt(c[0]);
            double z = random.nextGaussian();
            double y = random.nextGaussian();
            x.data()[2 * i] = (float) (means[k][0] + l * z);
            x.data()[2 * i + 1] =
                    (float) (means[k][1] + c[1] / l * z + Math.sqrt(c[2] - c[1] * c[1] / c[0]) * y);
        }
        return x;
    }

    /** Means x, y and covariances xx, xy, yy of the whole at a time of an equation. */
    double[] moments(Sde sde, double t) {
        double m = sde.scale(t);
        double v = sde.std(t) * sde.std(t);
        double[] r = new double[5];
        for (int k = 0; k < weights.length; k++) {
            for (int a = 0; a < 2; a++) r[a] += weights[k] * m * means[k][a];
        }
        for (int k = 0; k < weights.length; k++) {
            double dx = m * means[k][0] - r[0];
            double dy = m * means[k][1] - r[1];
            double[] c = covariances[k];
            r[2] += weights[k] * (m * m * c[0] + v + dx * dx);
            r[3] += weights[k] * (m * m * c[1] + dx * dy);
            r[4] += weights[k] * (m * m * c[2] + v + dy * dy);
        }
        return r;
    }

    /** Exact log-density at a point. */
    double logDensity(Sde sde, double t, double x, double y) {
        double sum = 0;
        for (Part part : parts(sde, t)) sum += part.density(x, y);
        return Math.log(sum);
    }

    /** Exact score. */
    Score.Differentiable score(Sde sde) {
        return new Score.Differentiable() {
            @Override
            public Tensor at(Tensor x, double t) {
                return pullBack(x, x, t).score();
            }

            @Override
            public Score.Pullback pullBack(Tensor vector, Tensor x, double t) {
                Part[] parts = parts(sde, t);
                Tensor score = Tensor.zeros(x.shape());
                Tensor product = Tensor.zeros(x.shape());
                for (int i = 0; i < x.size(); i += 2) {
                    double[] d = derivatives(parts, x.data()[i], x.data()[i + 1]);
                    double a = vector.data()[i];
                    double b = vector.data()[i + 1];
                    score.data()[i] = (float) d[0];
                    score.data()[i + 1] = (float) d[1];
                    product.data()[i] = (float) (a * d[2] + b * d[3]);
                    product.data()[i + 1] = (float) (a * d[3] + b * d[4]);
                }
                return new Score.Pullback(score, product);
            }
        };
    }

    /** Score x, y and its Jacobian xx, xy, yy. */
    double[] derivatives(Sde sde, double t, double x, double y) {
        return derivatives(parts(sde, t), x, y);
    }

    private static double[] derivatives(Part[] parts, double x, double y) {
        double[] d = new double[5];
        double total = 0;
        for (Part p : parts) {
            double density = p.density(x, y);
            double sx = p.scoreX(x, y);
            double sy = p.scoreY(x, y);
            total += density;
            d[0] += density * sx;
            d[1] += density * sy;
            d[2] += density * (sx * sx - p.xx);
            d[3] += density * (sx * sy - p.xy);
            d[4] += density * (sy * sy - p.yy);
        }
        for (int j = 0; j < 5; j++) d[j] /= total;
        d[2] -= d[0] * d[0];
        d[3] -= d[0] * d[1];
        d[4] -= d[1] * d[1];
        return d;
    }

    private Part[] parts(Sde sde, double t) {
        double m = sde.scale(t);
        double v = sde.std(t) * sde.std(t);
        Part[] parts = new Part[weights.length];
        for (int k = 0; k < parts.length; k++) {
            double[] c = covariances[k];
            double xx = m * m * c[0] + v;
            double xy = m * m * c[1];
            double yy = m * m * c[2] + v;
            double det = xx * yy - xy * xy;
            double norm = weights[k] / (2 * Math.PI * Math.sqrt(det));
            parts[k] =
                    new Part(norm, m * means[k][0], m * means[k][1], yy / det, -xy / det, xx / det);
        }
        return parts;
    }

    /** A part at one time: its norm, mean and inverse covariance. */
    private record Part(double norm, double x, double y, double xx, double xy, double yy) {

        double scoreX(double px, double py) {
            return -(xx * (px - x) + xy * (py - y));
        }

        double scoreY(double px, double py) {
            return -(xy * (px - x) + yy * (py - y));
        }

        double density(double px, double py) {
            double exponent = scoreX(px, py) * (px - x) + scoreY(px, py) * (py - y);
            return norm * Math.exp(0.5 * exponent);
        }
    }
}
