// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import sc.fiji.diffusion.image.region.Area;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.image.region.RangeChoice;
import sc.fiji.diffusion.tool.inpaint.ChannelChoice;
import sc.fiji.diffusion.tool.inpaint.InpaintOptions;
import sc.fiji.diffusion.tool.inpaint.SeedPolicy;
import sc.fiji.diffusion.tool.inpaint.SelectionSource;
import sc.fiji.diffusion.tool.inpaint.SliceChoice;
import sc.fiji.diffusion.tool.inpaint.Target;
import sc.fiji.diffusion.tool.inpaint.Targets;

/** The parameters of repainting that all its commands have in common: how, and which planes. */
public abstract class RepaintCommand extends StrengthCommand {

    /** Little, because the surroundings guide too, and repeated steps add it up. */
    static final double GUIDANCE = 3;

    @Parameter(
            label = "Area that the model sees",
            description = "The selection with its context, or the whole image at its own size.",
            choices = {"selection", "whole image"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String area = InpaintOptions.DEFAULT.area().label();

    @Parameter(
            label = "Context (pixels)",
            description = "Surroundings on each side of the selection that the model sees.",
            min = "0",
            max = "4096",
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private int context = InpaintOptions.DEFAULT.contextPx();

    @Parameter(
            label = "Feather inwards (pixels)",
            description = "Pixels over which the new content fades in, from the edge inwards.",
            min = "0",
            max = "4096",
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private int feather = InpaintOptions.DEFAULT.featherPx();

    @Parameter(
            label = "Range of values",
            description = "What the model sees as black and white: the display range, or the data.",
            choices = {"display", "percentiles"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String range = InpaintOptions.DEFAULT.range().label();

    @Parameter(
            label = "Resample (times, 0: automatic)",
            description =
                    "Steps done repeatedly (RePaint): slower, and fits the surroundings better.",
            min = "0",
            max = "100",
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private int resample = InpaintOptions.DEFAULT.resample();

    @Parameter(
            label = "Channels",
            description = "The shown channel, each by itself, or all together as RGB.",
            choices = {"active", "each", "together"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String channels = Targets.DEFAULT.channels().label();

    @Parameter(
            label = "Slices and frames",
            description = "The shown slice and frame, or all.",
            choices = {"current", "all"},
            persist = false)
    private String slices = Targets.DEFAULT.slices().label();

    @Parameter(
            label = "Seeds of slices",
            description = "The same seed for all slices, or the next one for each.",
            choices = {"same", "per slice"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String seeds = Targets.DEFAULT.seeds().label();

    /**
     * @param strength the value that the field begins with
     */
    protected RepaintCommand(double strength) {
        super(strength, GUIDANCE);
    }

    /** How it is done. */
    protected final InpaintOptions options(Fill fill) {
        return new InpaintOptions(
                strength(),
                fill,
                Area.named(area),
                context,
                feather,
                RangeChoice.named(range),
                resample);
    }

    /** Where it is done. */
    protected final Targets targets(SelectionSource selections, String mask, Target target) {
        return new Targets(
                selections,
                mask,
                ChannelChoice.named(channels),
                SliceChoice.named(slices),
                SeedPolicy.named(seeds),
                target);
    }
}
