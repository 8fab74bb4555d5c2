// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import org.scijava.plugin.Parameter;
import sc.fiji.diffusion.pipeline.Request;
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
    private String sampler = Request.MODEL_DEFAULT;

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

    /** The settings; a seed that was left out is drawn now and stays. */
    protected final Sampling sampling(String prompt) {
        long number = Seeds.parse(seed);
        seed = Long.toString(number);
        return new Sampling(
                model(),
                orEmpty(prompt),
                orEmpty(negative),
                steps,
                guidance,
                sampler,
                number,
                count);
    }

    /** The steps of the full schedule. */
    protected final int steps() {
        return steps;
    }
}
