// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.measure.ResultsTable;
import java.util.List;
import sc.fiji.diffusion.tool.Sampling;

/** Writes how far repainted parts can be trusted into a results table, with the settings. */
public final class CertaintyTable {

    /** The decimals of measured values. */
    private static final int DECIMALS = 4;

    private CertaintyTable() {}

    /**
     * Adds a row for each part.
     *
     * @param title of the image
     */
    public static void add(
            ResultsTable table, String title, InpaintTool tool, List<Certainty> parts) {
        table.setPrecision(DECIMALS);
        for (Certainty part : parts) {
            table.addRow();
            table.addValue("Image", title);
            table.addValue("Plane", part.plane());
            table.addValue("Slice", part.slice());
            table.addValue("X", part.bounds().x);
            table.addValue("Y", part.bounds().y);
            table.addValue("Width", part.bounds().width);
            table.addValue("Height", part.bounds().height);
            table.addValue("Pixels", part.pixels());
            table.addValue("Mean SD", part.deviation());
            table.addValue("Rim error", part.rimError());
            table.addValue("Rim SD", part.rimDeviation());
            table.addValue("Rim error / SD", part.relativeRimError());
            addSettings(table, tool, part.seed());
        }
    }

    private static void addSettings(ResultsTable table, InpaintTool tool, long seed) {
        Sampling sampling = tool.sampling();
        InpaintOptions options = tool.options();
        table.addValue("Model", sampling.model().model());
        table.addValue("Seed", Long.toString(seed));
        table.addValue("Count", sampling.count());
        table.addValue("Steps", sampling.steps());
        table.addValue("Strength", options.strength());
        table.addValue("Guidance", sampling.guidance().scale());
        table.addValue("Sampler", sampling.method().sampler());
        table.addValue("Resample", options.resample());
        table.addValue("Fill", options.fill().label());
        table.addValue("Area", options.area().label());
        table.addValue("Context", options.contextPx());
        table.addValue("Range", options.range().label());
        table.addValue("Prompt", sampling.prompt());
    }
}
