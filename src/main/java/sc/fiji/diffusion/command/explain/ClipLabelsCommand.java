// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.explain;

import ij.gui.Plot;
import ij.measure.ResultsTable;
import java.awt.Color;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.explain.ClipTool;
import sc.fiji.diffusion.tool.explain.CompareSettingsTool;

/** Which of some labels fits an image, see {@link ClipTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = Outputs.SUBMENU, weight = Outputs.SUBMENU_WEIGHT),
            @Menu(label = "CLIP Labels...", weight = 11)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class ClipLabelsCommand extends ClipCommand {

    @Parameter(
            label = "Labels (separated by ;)",
            description = "Two or more texts.",
            persist = false)
    private String labels = "fluorescent nuclei; actin filaments; tissue section";

    /** Begins with the shown slice. */
    public ClipLabelsCommand() {
        super("current");
    }

    @Override
    protected void execute(Progress progress) throws IOException {
        ResultsTable table = tool().labels(image(), CompareSettingsTool.values(labels), progress);
        Outputs.show(title(), table);
        Outputs.show(bars(table));
    }

    /** The probability of each label, averaged over the parts. */
    private static Plot bars(ResultsTable table) {
        Plot plot = new Plot("CLIP labels", "label", "probability");
        String[] names = table.getHeadings();
        int first = names[0].equals("Label") ? 1 : 0;
        double[] x = new double[names.length - first];
        double[] y = new double[x.length];
        StringBuilder ticks = new StringBuilder("{");
        for (int k = 0; k < x.length; k++) {
            x[k] = k;
            for (int row = 0; row < table.size(); row++) {
                y[k] += table.getValue(names[k + first], row) / table.size();
            }
            String name = names[k + first].replace(',', ';'); // a comma would end it
            ticks.append(k == 0 ? "" : ",").append(name);
        }
        plot.setColor(Color.BLACK, new Color(70, 130, 180));
        plot.add("bar", x, y);
        plot.setLimits(-0.6, x.length - 0.4, 0, 1);
        plot.setAxisXLog(false);
        plot.setXTicks(true);
        plot.setXYLabels(ticks.append('}').toString(), "probability");
        return plot;
    }
}
