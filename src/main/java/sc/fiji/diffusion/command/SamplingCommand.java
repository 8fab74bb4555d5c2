// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import java.util.OptionalLong;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import sc.fiji.diffusion.pipeline.Guidance;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.Seeds;

/** The parameters that generating, transforming and inpainting have in common. */
public abstract class SamplingCommand extends ModelCommand {

    @Parameter(
            label = "Negative prompt",
            description = "What the image should not show.",
            required = false,
            persist = false)
    private String negative = "";

    @Parameter(
            label = "Steps",
            description = "Steps of the full schedule; more take longer.",
            min = "1",
            max = "1000",
            persist = false)
    private int steps = 30;

    @Parameter(
            label = "Guidance scale",
            description = "How closely the image follows the prompt; 1 switches guidance off.",
            min = "1",
            max = "100",
            stepSize = "0.5",
            persist = false)
    private double guidance = 7.5;

    @Parameter(
            label = "Rescale guidance (0 to 1)",
            description =
                    "Takes back the contrast that strong guidance adds; 0.7 is usual, 0 is"
                            + " off.",
            min = "0",
            max = "1",
            stepSize = "0.1",
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private double rescale = 0;

    @Parameter(
            label = "Sampler",
            description = "The method that removes the noise.",
            choices = {
                "model default",
                "DDPM",
                "DDIM",
                "PNDM",
                "Euler",
                "Euler a",
                "DPM++ 2M",
                "DPM++ 2M Karras",
                "DPM++ 2M SDE",
                "DPM++ 3M SDE",
                "DPM++ SDE",
                "DPM++ 2S",
                "Euler Karras",
                "Heun",
                "DPM2",
                "DPM2 a",
                "LMS",
                "DEIS",
                "UniPC",
                "UniPC Karras",
                "LCM",
                "TCD"
            },
            persist = false)
    private String sampler = Method.MODEL_DEFAULT;

    @Parameter(
            label = "Sigmas",
            description =
                    "How the noise levels of the steps are spread; those of Karras spend more"
                            + " steps on detail.",
            choices = {"model default", "schedule", "Karras", "exponential", "linear-quadratic"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String sigmas = Method.MODEL_DEFAULT;

    @Parameter(
            label = "Spacing of timesteps",
            description = "How the steps are spread over the timesteps of training.",
            choices = {"model default", "leading", "linspace", "trailing"},
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private String spacing = Method.MODEL_DEFAULT;

    @Parameter(
            label = "Eta (0 to 1)",
            description = "Share of fresh noise in each step of the samplers DDIM and TCD.",
            min = "0",
            max = "1",
            stepSize = "0.1",
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private double eta = 0;

    @Parameter(
            label = "ClipSkip (0: model's own)",
            description =
                    "The layer of the text encoder that is used, counted from the end: 1 for the"
                            + " last, 2 for the one before it.",
            min = "0",
            max = "100",
            persist = false,
            attrs = @Attr(name = CommandFields.ADVANCED))
    private int clipskip = 0;

    @Parameter(
            label = "Seed (empty: random)",
            description = "The same seed and settings give the same image. Image k has seed + k.",
            required = false,
            persist = false)
    private String seed = "";

    @Parameter(
            label = "Count of images",
            description = "How many images; several become a stack.",
            min = "1",
            max = "1000",
            persist = false)
    private int count = 1;

    /** Starts with what diffusers starts with. */
    protected SamplingCommand() {}

    /**
     * @param guidance the value that the field begins with
     */
    protected SamplingCommand(double guidance) {
        this.guidance = guidance;
    }

    /** Takes a seed, if there is one, in place of one that was left out. */
    protected final void seedIfEmpty(OptionalLong known) {
        if (orEmpty(seed).isBlank() && known.isPresent()) seed = Long.toString(known.getAsLong());
    }

    /** The settings; a seed that was left out is drawn now and stays. */
    protected final Sampling sampling(String prompt) {
        long number = Seeds.parse(seed);
        seed = Long.toString(number);
        return new Sampling(
                model(),
                orEmpty(prompt),
                orEmpty(negative),
                steps,
                new Guidance(guidance, rescale),
                new Method(sampler, sigmas, spacing, eta),
                clipskip,
                number,
                count);
    }

    /** The steps of the full schedule. */
    protected final int steps() {
        return steps;
    }
}
