// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.ImagePlus;
import org.scijava.plugin.Parameter;
import org.scijava.widget.NumberWidget;

/** The parameters of sampling that begins with an image. */
public abstract class StrengthCommand extends SamplingCommand {

    @Parameter(required = false)
    private ImagePlus image;

    @Parameter(
            label = "Strength (0 to 1)",
            description = "How much may change: the share of the schedule that is run.",
            style = NumberWidget.SLIDER_STYLE,
            min = "0",
            max = "1",
            stepSize = "0.05",
            persist = false)
    private double strength;

    /**
     * @param strength the value that the field begins with
     */
    protected StrengthCommand(double strength) {
        this.strength = strength;
    }

    /**
     * @param strength the value that the field begins with
     * @param guidance likewise
     */
    protected StrengthCommand(double strength, double guidance) {
        super(guidance);
        this.strength = strength;
    }

    /** The image to begin with. */
    protected final ImagePlus image() {
        return require(image);
    }

    /** Whether there is an image to begin with. */
    protected final boolean hasImage() {
        return isOpen(image);
    }

    /** The share of the schedule that is run. */
    protected final double strength() {
        return strength;
    }

    @Override
    public final String note() {
        int run = Math.max(0, Math.min((int) (steps() * strength), steps()));
        return "Runs " + run + " of " + steps() + " steps.";
    }
}
