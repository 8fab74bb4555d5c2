// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Guidance;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.pipeline.Request;

/**
 * What to make and how: the settings that generating, transforming and inpainting have in common.
 * Checked on construction.
 *
 * <pre>{@code
 * Sampling sampling = Sampling.of("microscopy-128", "fluorescent nuclei, dense").withSeed(5);
 * }</pre>
 *
 * @param model the model, and what is used in place of its own parts
 * @param prompt what the image should show; may be empty
 * @param negative what it should not show; may be empty
 * @param steps steps of the full schedule, 1 to 1000
 * @param guidance how strongly the prompt pulls
 * @param method the sampler, and how its steps are spread
 * @param clipSkip the layer of the text encoder that is used, counted from the end; 0 for the
 *     model's own
 * @param seed of the first image; image k has seed + k
 * @param count how many images, 1 to 1000
 */
public record Sampling(
        ModelSpec model,
        String prompt,
        String negative,
        int steps,
        Guidance guidance,
        Method method,
        int clipSkip,
        long seed,
        int count) {

    /** The largest number of images. */
    public static final int MAX_COUNT = 1000;

    /** Checks every value. */
    public Sampling {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "count must be between 1 and " + MAX_COUNT + " images, was " + count);
        }
        Request.builder(prompt).negative(negative).steps(steps).clipSkip(clipSkip).build();
    }

    /** With the text encoder's layer that the model was trained with. */
    public Sampling(
            ModelSpec model,
            String prompt,
            String negative,
            int steps,
            Guidance guidance,
            Method method,
            long seed,
            int count) {
        this(model, prompt, negative, steps, guidance, method, 0, seed, count);
    }

    /** The defaults: 30 steps, guidance 7.5, the model's sampler, seed 0, one image. */
    public static Sampling of(String model, String prompt) {
        ModelSpec spec = ModelSpec.of(model);
        return new Sampling(spec, prompt, "", 30, Guidance.of(7.5), Method.OF_MODEL, 0, 1);
    }

    /** The same with another seed. */
    public Sampling withSeed(long newSeed) {
        return new Sampling(
                model, prompt, negative, steps, guidance, method, clipSkip, newSeed, count);
    }

    /** The same with another number of steps. */
    public Sampling withSteps(int newSteps) {
        return new Sampling(
                model, prompt, negative, newSteps, guidance, method, clipSkip, seed, count);
    }

    /** The same with another number of images. */
    public Sampling withCount(int newCount) {
        return new Sampling(
                model, prompt, negative, steps, guidance, method, clipSkip, seed, newCount);
    }

    /**
     * The request of one image.
     *
     * @param image from 0
     * @throws IllegalArgumentException if the size or the strength is out of range
     */
    public Request request(int width, int height, double strength, int image) {
        return Request.builder(prompt)
                .negative(negative)
                .size(width, height)
                .steps(steps)
                .guidance(guidance)
                .strength(strength)
                .method(method)
                .clipSkip(clipSkip)
                .seed(seed + image)
                .build();
    }

    /**
     * Checks a strength for work on an existing image.
     *
     * @throws IllegalArgumentException if it is outside (0, 1], or so small that no step is run
     */
    public void requireStrength(double strength) {
        if (!(strength > 0 && strength <= 1)) {
            throw new IllegalArgumentException(
                    "strength must be above 0 and at most 1, was "
                            + strength
                            + "; 1 makes everything anew, small values change little");
        }
        if (request(Request.MIN_SIZE, Request.MIN_SIZE, strength, 0).stepsOfStrength() == 0) {
            throw new IllegalArgumentException(
                    "strength "
                            + strength
                            + " of "
                            + steps
                            + " steps runs no step; use a strength of at least 1 / steps, or more"
                            + " steps");
        }
    }
}
