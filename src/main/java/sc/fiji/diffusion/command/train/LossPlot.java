// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.train;

import ij.gui.Plot;
import ij.gui.PlotWindow;
import java.awt.Color;
import java.util.List;
import sc.fiji.diffusion.train.run.RunHistory;

/** A window with the losses of a run so far, on a logarithmic scale. */
final class LossPlot {

    private static final int POINTS = 300;

    private static final Color[] COLOURS = {
        new Color(0x1f77b4), new Color(0xff7f0e), new Color(0x2ca02c), new Color(0xd62728)
    };

    private final String title;
    private PlotWindow window;

    LossPlot(String title) {
        this.title = title + ": losses";
    }

    /** Draws all anew; the window opens with the first losses. */
    void show(RunHistory history, List<String> names) {
        if (history.losses().size() < 2) return;
        Plot plot = plot(history, names);
        if (window == null || window.isClosed()) {
            if (window != null) return; // the user closed it
            window = plot.show();
        } else {
            window.drawPlot(plot);
        }
    }

    private Plot plot(RunHistory history, List<String> names) {
        Plot plot = new Plot(title, "step", "loss");
        plot.setAxisYLog(true);
        plot.setColor(Color.GRAY);
        addTraining(plot, history.losses());
        StringBuilder legend = new StringBuilder("training, weighted\n");
        List<RunHistory.HeldOut> looks = history.heldOut();
        for (int i = 0; i < names.size() && !looks.isEmpty(); i++) {
            int level = i;
            plot.setColor(COLOURS[i % COLOURS.length]);
            plot.setLineWidth(2);
            plot.addPoints(
                    looks.stream().mapToDouble(RunHistory.HeldOut::step).toArray(),
                    looks.stream().mapToDouble(look -> look.losses().get(level)).toArray(),
                    looks.size() == 1 ? Plot.CROSS : Plot.LINE);
            legend.append("held out, ").append(names.get(i)).append('\n');
        }
        plot.setColor(Color.BLACK);
        plot.setLineWidth(1);
        plot.addLegend(legend.toString());
        plot.setLimitsToFit(true);
        return plot;
    }

    /** Means of as many steps as make a readable curve. */
    private static void addTraining(Plot plot, List<RunHistory.Loss> losses) {
        int bin = Math.max(1, losses.size() / POINTS);
        int count = losses.size() / bin;
        double[] steps = new double[count];
        double[] means = new double[count];
        for (int i = 0; i < count; i++) {
            List<RunHistory.Loss> part = losses.subList(i * bin, (i + 1) * bin);
            steps[i] = part.get(bin - 1).step();
            means[i] = part.stream().mapToDouble(RunHistory.Loss::loss).average().orElseThrow();
        }
        plot.addPoints(steps, means, Plot.LINE);
    }
}
