// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import ij.ImagePlus;
import ij.measure.ResultsTable;

/** Which digit each slice of a stack shows, by the most similar of many drawn glyphs. */
public final class ClassifyGlyphsTool {

    private ClassifyGlyphsTool() {}

    /**
     * The answers.
     *
     * @param table one row per slice: digit, similarity, and 1 if it counts as a glyph, else 0
     * @param accepted the share of slices that do
     */
    public record Result(ResultsTable table, double accepted) {}

    /**
     * Classifies.
     *
     * @throws IllegalArgumentException if the slices are not square
     */
    public static Result run(ImagePlus input) {
        if (input.getWidth() != input.getHeight()) {
            throw new IllegalArgumentException(
                    "glyphs must be square, were "
                            + input.getWidth()
                            + " x "
                            + input.getHeight()
                            + " pixels");
        }
        NearestTemplate classifier = new NearestTemplate(input.getWidth());
        NearestTemplate.Answer[] answers = classifier.classify(input.getStack());
        ResultsTable table = new ResultsTable();
        double accepted = 0;
        for (int s = 0; s < answers.length; s++) {
            table.addRow();
            table.addValue("Slice", s + 1);
            table.addValue("Digit", answers[s].digit());
            table.addValue("Similarity", answers[s].similarity());
            table.addValue("Accepted", answers[s].accepted() ? 1 : 0);
            if (answers[s].accepted()) accepted++;
        }
        return new Result(table, accepted / answers.length);
    }
}
