// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.IJ;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.text.TextWindow;
import java.awt.GraphicsEnvironment;

/** Texts and tables in windows; without windows, where a macro or a console finds them. */
public final class TextDisplay {

    private static final int WIDTH_PX = 700;
    private static final int HEIGHT_PX = 350;

    private TextDisplay() {}

    /** Shows a text in a window, or prints it. */
    public static void show(String title, String text) {
        if (GraphicsEnvironment.isHeadless()) IJ.log(text);
        else new TextWindow(title, Refusal.wrap(text), WIDTH_PX, HEIGHT_PX);
    }

    /** Shows a table in a window; without windows it becomes ImageJ's Results table. */
    public static void show(String title, ResultsTable table) {
        if (GraphicsEnvironment.isHeadless()) Analyzer.setResultsTable(table);
        else table.show(title);
    }
}
