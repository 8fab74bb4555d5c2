// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.evaluate;

import ij.ImagePlus;
import ij.gui.Plot;
import ij.measure.ResultsTable;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sc.fiji.diffusion.evaluate.Neighbours;

/**
 * What came out of an evaluation.
 *
 * @param figures the rows of the table
 * @param neighbours how near generated images come to those of training, if those are known
 */
public record Evaluation(List<Figure> figures, Optional<Neighbours> neighbours) {

    private static final int BINS = 24;
    private static final int DECIMALS = 4;

    /** The figures as a table. */
    public ResultsTable table() {
        ResultsTable table = new ResultsTable();
        table.setPrecision(DECIMALS);
        for (Figure figure : figures) {
            table.incrementCounter();
            table.addValue("Measure", figure.measure());
            table.addValue("Space", figure.space());
            table.addValue("Value", figure.value());
            table.addValue("Error", figure.error());
            table.addValue("Floor", figure.floor());
            table.addValue("Ceiling", figure.ceiling());
            table.addValue("Images", figure.images());
        }
        return table;
    }

    /** Two histograms: distances to the nearest training image, generated and held-out images. */
    public Optional<ImagePlus> histograms() {
        return neighbours.map(Evaluation::plot);
    }

    private static ImagePlus plot(Neighbours distances) {
        double most = Math.max(max(distances.generated()), max(distances.heldOut()));
        Plot plot =
                new Plot(
                        "Nearest training image",
                        "Distance to the nearest training image",
                        "Share of the images");
        add(plot, Color.BLUE, distances.heldOut(), most);
        add(plot, Color.RED, distances.generated(), most);
        plot.setLimits(0, most, 0, Double.NaN);
        plot.setColor(Color.BLACK);
        plot.addLegend("held-out\ngenerated");
        return plot.getImagePlus();
    }

    private static void add(Plot plot, Color colour, double[] values, double most) {
        double[] x = new double[BINS];
        double[] y = new double[BINS];
        for (int b = 0; b < BINS; b++) x[b] = (b + 0.5) * most / BINS;
        for (double v : values) {
            y[Math.min(BINS - 1, (int) (v / most * BINS))] += 1.0 / values.length;
        }
        plot.setColor(colour);
        plot.setLineWidth(2);
        plot.addPoints(x, y, Plot.LINE);
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElse(1);
    }
}
