// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.evaluate;

/**
 * One row of the table.
 *
 * @param measure what was measured
 * @param space in which feature space, or of which attribute; may be empty
 * @param value what came out
 * @param error its standard error; NaN if none is known
 * @param floor what real images get (the best that can be expected); NaN if there is none
 * @param ceiling what unlike images get; NaN if there is none
 * @param images how many were measured
 */
public record Figure(
        String measure,
        String space,
        double value,
        double error,
        double floor,
        double ceiling,
        int images) {}
