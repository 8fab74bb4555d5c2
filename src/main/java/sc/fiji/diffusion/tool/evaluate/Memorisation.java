// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.evaluate;

import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import sc.fiji.diffusion.evaluate.Neighbours;

/** The rows of the table on whether a model repeats its training images. */
final class Memorisation {

    private static final double NEAREST_PERCENT = 5;

    private Memorisation() {}

    /** The median distance, and how many generated images are as near as few held-out ones are. */
    static List<Figure> figures(Neighbours distances, String space) {
        double[] generated = distances.generated();
        double[] heldOut = distances.heldOut();
        double near = StatUtils.percentile(heldOut, NEAREST_PERCENT);
        double nearer = 0;
        for (double distance : generated) if (distance < near) nearer++;
        double share = nearer / generated.length;
        return List.of(
                new Figure(
                        "median distance to the nearest training image",
                        space,
                        StatUtils.percentile(generated, 50),
                        Double.NaN,
                        StatUtils.percentile(heldOut, 50),
                        Double.NaN,
                        generated.length),
                new Figure(
                        "share nearer to training than the nearest 5 % of held-out images",
                        space,
                        share,
                        Math.sqrt(share * (1 - share) / generated.length),
                        NEAREST_PERCENT / 100,
                        1,
                        generated.length));
    }
}
