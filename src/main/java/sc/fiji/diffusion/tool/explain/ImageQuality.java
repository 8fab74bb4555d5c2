// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import sc.fiji.diffusion.tensor.Tensor;

/** How alike two images {@code [1, C, H, W]} in [0, 1] are. */
final class ImageQuality {

    /** Constants of Wang et al. (2004) for a range of 1. */
    private static final double C1 = 0.01 * 0.01;

    private static final double C2 = 0.03 * 0.03;
    private static final int WINDOW = 7;

    private ImageQuality() {}

    /** Peak signal-to-noise ratio in dB; infinite for equal images. */
    static double psnr(Tensor a, Tensor b) {
        double squares = 0;
        for (int i = 0; i < a.size(); i++) {
            double d = a.data()[i] - b.data()[i];
            squares += d * d;
        }
        return -10 * Math.log10(squares / a.size());
    }

    /**
     * Structural similarity (Wang et al. 2004), the mean over all windows of 7 x 7 pixels, with
     * sample variances, as scikit-image has it by default.
     */
    static double ssim(Tensor a, Tensor b) {
        int height = a.dim(2);
        int width = a.dim(3);
        double sum = 0;
        int count = 0;
        for (int plane = 0; plane < a.dim(1); plane++) {
            for (int y = 0; y + WINDOW <= height; y++) {
                for (int x = 0; x + WINDOW <= width; x++) {
                    sum += window(a.data(), b.data(), (plane * height + y) * width + x, width);
                    count++;
                }
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    private static double window(float[] a, float[] b, int start, int width) {
        int n = WINDOW * WINDOW;
        double sa = 0;
        double sb = 0;
        double saa = 0;
        double sbb = 0;
        double sab = 0;
        for (int v = 0; v < WINDOW; v++) {
            for (int i = start + v * width; i < start + v * width + WINDOW; i++) {
                sa += a[i];
                sb += b[i];
                saa += (double) a[i] * a[i];
                sbb += (double) b[i] * b[i];
                sab += (double) a[i] * b[i];
            }
        }
        double ma = sa / n;
        double mb = sb / n;
        double va = (saa - n * ma * ma) / (n - 1);
        double vb = (sbb - n * mb * mb) / (n - 1);
        double cov = (sab - n * ma * mb) / (n - 1);
        return (2 * ma * mb + C1) * (2 * cov + C2) / ((ma * ma + mb * mb + C1) * (va + vb + C2));
    }
}
