// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.explain;

import ij.ImagePlus;
import ij.gui.Plot;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import java.awt.GraphicsEnvironment;
import sc.fiji.diffusion.image.OpenImages;

/** What the commands of the submenu show beside images: plots and tables. */
final class Outputs {

    /** The submenu. */
    static final String SUBMENU = "Explain";

    /** Where ImageJ puts the submenu, whatever is wanted: before all commands. */
    static final double SUBMENU_WEIGHT = 0;

    private Outputs() {}

    /** Shows a plot, which is an image without a record. */
    static void show(Plot plot) {
        ImagePlus image = plot.getImagePlus();
        image.setTitle(plot.getTitle());
        image.show();
    }

    /** Adds rows to the table of a title; without windows to ImageJ's Results table. */
    static void show(String title, ResultsTable rows) {
        boolean headless = GraphicsEnvironment.isHeadless();
        ResultsTable table =
                headless ? Analyzer.getResultsTable() : ResultsTable.getResultsTable(title);
        if (table == null || table.size() == 0) table = new ResultsTable();
        for (int row = 0; row < rows.size(); row++) {
            table.addRow();
            for (String heading : rows.getHeadings()) copy(rows, row, heading, table);
        }
        if (headless) Analyzer.setResultsTable(table);
        else table.show(title);
    }

    private static void copy(ResultsTable from, int row, String heading, ResultsTable to) {
        if (heading.equals("Label")) {
            to.addLabel(from.getLabel(row));
            return;
        }
        double value = from.getValue(heading, row);
        String text = from.getStringValue(heading, row);
        if (Double.isNaN(value) && text != null) to.addValue(heading, text);
        else to.addValue(heading, value);
    }

    /** Another open image than a given one, by its title. */
    static ImagePlus beside(ImagePlus image, String key, String title) {
        return OpenImages.beside(image, key, title.strip())
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no other open image is called \""
                                                + title
                                                + "\"; open it first"));
    }
}
