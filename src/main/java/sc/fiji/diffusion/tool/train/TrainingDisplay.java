// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import ij.ImagePlus;
import sc.fiji.diffusion.train.run.RunListener;

/** Shows a run and its previews, and stops it if the user asks for that. */
public interface TrainingDisplay extends RunListener {

    /** Shows nothing and never stops. */
    TrainingDisplay NONE = new TrainingDisplay() {};

    /**
     * What is about to be trained.
     *
     * @param text one line, such as {@code 1.5 million parameters, 0.25 s a step}
     */
    default void announce(String text) {}

    /** The stack of previews has a new slice. */
    default void preview(ImagePlus stack) {}
}
