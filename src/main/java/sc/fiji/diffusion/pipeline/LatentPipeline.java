// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.ModelException;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.sampler.Sampler;
import sc.fiji.diffusion.sampler.SamplingPlan;
import sc.fiji.diffusion.sampler.StepHook;
import sc.fiji.diffusion.tensor.NotFiniteException;
import sc.fiji.diffusion.tensor.Tensor;

/** What the pipelines share: the way between images and latents, and the run of a sampler. */
final class LatentPipeline {

    private final DiffusionModel model;

    LatentPipeline(DiffusionModel model) {
        this.model = model;
    }

    /** The sampler of a request. */
    Sampler sampler(Request request) {
        return request.method().sampler(model.scheduler());
    }

    /** The whole plan of a request, as if its strength were 1. */
    SamplingPlan plan(Request request, Sampler sampler) {
        return request.method().plan(sampler, model, request.steps());
    }

    /** The shape of a request's latents. */
    int[] latentShape(Request request) {
        int factor = model.vaeFactor();
        requireMultiple("width", request.width(), factor);
        requireMultiple("height", request.height(), factor);
        return new int[] {
            request.batch(),
            model.latentChannels(),
            request.height() / factor,
            request.width() / factor
        };
    }

    /** Refuses a model that can do nothing but inpaint. */
    void requireGenerator() throws ModelException {
        if (model.inpainting()) {
            throw new ModelException(
                    "model "
                            + model.name()
                            + " only repaints selections; choose another model or use Inpaint"
                            + " Selection...");
        }
    }

    /** Refuses an image or mask of another shape than {@code [1, channels, H, W]}. */
    void requireShape(String name, Tensor tensor, int channels, Request request) {
        int[] expected = {1, channels, request.height(), request.width()};
        if (!Arrays.equals(tensor.shape(), expected)) {
            throw new IllegalArgumentException(
                    "the "
                            + name
                            + " must have the shape "
                            + Arrays.toString(expected)
                            + ", has "
                            + Arrays.toString(tensor.shape()));
        }
    }

    /**
     * Draws scaled latents of an image.
     *
     * @param image {@code [1, C, H, W]} in [0, 1]; all images of a batch start from the same draw
     */
    Tensor encode(Tensor image, Request request, Noise noise) {
        requireShape("image", image, model.imageChannels(), request);
        Tensor latents = model.encode(image.map(v -> 2 * v - 1)).sample(noise);
        return latents.times(model.scalingFactor()).repeat(request.batch());
    }

    /** Images {@code [N, C, H, W]} in [0, 1] of scaled latents. */
    Tensor decode(Tensor latents) {
        Tensor image = model.decode(latents.times(1 / model.scalingFactor()));
        return image.map(v -> Math.max(0, Math.min(1, v / 2 + 0.5)));
    }

    /** The part of a plan that the request's strength leaves. */
    static SamplingPlan shorten(SamplingPlan plan, Request request, Sampler sampler) {
        int stepsRun = request.stepsOfStrength();
        if (stepsRun == 0) {
            throw new IllegalArgumentException(
                    "strength "
                            + request.strength()
                            + " of "
                            + request.steps()
                            + " steps runs no step; strength must be above 0 and at least 1 / steps");
        }
        return plan.from((request.steps() - stepsRun) * sampler.evaluationsPerStep());
    }

    /**
     * The denoiser of a request, which says what it does not see of the prompts as they are
     * written.
     *
     * @param condition channels that the network sees beside the sample
     */
    GuidedDenoiser denoiser(Request request, Tensor condition, Progress progress) {
        new PromptNotes(model, request).forEach(progress::warn);
        return GuidedDenoiser.of(model, request, condition);
    }

    /** No channels beside the sample. */
    static Tensor noCondition(int[] latentShape) {
        return Tensor.zeros(latentShape[0], 0, latentShape[2], latentShape[3]);
    }

    /** Runs a sampler from a start to the finished images. */
    Result run(
            Sampler sampler,
            Denoiser denoiser,
            Tensor start,
            SamplingPlan plan,
            Noise noise,
            StepHook change,
            Progress progress) {
        int count = sampler.evaluations(plan);
        AtomicInteger done = new AtomicInteger();
        StepHook hook =
                (index, x, denoised) -> {
                    progress.step(done.incrementAndGet(), count, () -> decode(denoised));
                    return change.afterStep(index, x, denoised);
                };
        Tensor latents = sampler.sample(denoiser, start, plan, noise, hook);
        if (!latents.isFinite()) {
            throw new NotFiniteException(
                    "the sampler left the range of numbers; choose another sampler, a lower"
                            + " guidance or another number of steps");
        }
        return new Result(decode(latents), latents, count);
    }

    private static void requireMultiple(String name, int size, int factor) {
        if (size % factor != 0) {
            throw new IllegalArgumentException(
                    name + " must be a multiple of " + factor + " for this model, was " + size);
        }
    }
}
