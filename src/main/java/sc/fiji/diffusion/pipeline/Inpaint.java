// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import java.util.Collections;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.nn.InpaintingCondition;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.sampler.Resampled;
import sc.fiji.diffusion.sampler.Sampler;
import sc.fiji.diffusion.sampler.SamplingPlan;
import sc.fiji.diffusion.sampler.StepHook;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Repaints a part of an image. Inpainting models (9 channels) see the mask and the masked image;
 * with all others, what is known is put back after each step, noised to the level of the next one
 * (RePaint, Lugmayr et al. 2022, eq. 8), and steps may be done several times (algorithm 1).
 *
 * <p>Draws from the seed's stream: the posterior sample of the image (4-channel models, or strength
 * below 1), the noise, the posterior sample of the masked image, then what the sampler draws. The
 * result is the decoded image as a whole: to keep the pixels outside the mask is the caller's part.
 */
public final class Inpaint {

    private final DiffusionModel model;
    private final LatentPipeline pipeline;
    private final int resample;

    /** A pipeline over a loaded model, which stays its owner's to close. */
    public Inpaint(DiffusionModel model) {
        this(model, 1);
    }

    /**
     * A pipeline that does steps repeatedly.
     *
     * @param resample how often each step is done, at least 1
     */
    public Inpaint(DiffusionModel model, int resample) {
        this.resample = resample;
        this.model = model;
        this.pipeline = new LatentPipeline(model);
    }

    /**
     * Runs a request.
     *
     * @param image what the hole starts from, {@code [1, C, H, W]} in [0, 1], of the request's size
     * @param mask {@code [1, 1, H, W]}, 1 where the image is repainted, 0 where it is known
     * @throws IllegalArgumentException if the strength leaves no step, or a size does not fit
     * @throws java.util.concurrent.CancellationException if the progress stops the run
     */
    public Result run(Request request, Tensor image, Tensor mask, Progress progress) {
        int[] shape = pipeline.latentShape(request);
        pipeline.requireShape("image", image, model.imageChannels(), request);
        pipeline.requireShape("mask", mask, 1, request);
        Noise noise = new TorchNoise(request.seed());
        Sampler sampler = new Resampled(pipeline.sampler(request), resample, jump(request));
        SamplingPlan whole = pipeline.plan(request, sampler);
        SamplingPlan plan = LatentPipeline.shorten(whole, request, sampler);
        boolean fromNoise = request.strength() == 1;

        Tensor latents =
                model.inpainting() && fromNoise
                        ? Tensor.zeros(shape)
                        : pipeline.encode(image, request, noise);
        Tensor eps = noise.gaussian(shape);
        Tensor start =
                fromNoise
                        ? eps.times(plan.initialSigma())
                        : latents.combine(1, eps, plan.levels().get(0).sigma());
        Tensor maskedLatents =
                pipeline.encode(InpaintingCondition.hide(image, mask, 0.5), request, noise);
        Tensor latentMask =
                InpaintingCondition.onLatentGrid(mask, model.vaeFactor()).repeat(request.batch());

        Tensor condition =
                model.inpainting()
                        ? InpaintingCondition.of(latentMask, maskedLatents)
                        : LatentPipeline.noCondition(shape);
        StepHook keepKnown =
                model.inpainting() ? StepHook.NONE : keepKnown(plan, latents, eps, latentMask);
        GuidedDenoiser denoiser = pipeline.denoiser(request, condition, progress);
        return pipeline.run(sampler, denoiser, start, plan, noise, keepKnown, progress);
    }

    /** A tenth of the schedule, as in RePaint's examples. */
    private static int jump(Request request) {
        return Math.max(1, request.steps() / 10);
    }

    private static StepHook keepKnown(SamplingPlan plan, Tensor latents, Tensor eps, Tensor mask) {
        return (index, x, denoised) -> {
            NoiseLevel next = plan.after(index);
            boolean last = index + 1 == plan.levels().size();
            Tensor known =
                    last ? latents.times(1 / next.alpha()) : latents.combine(1, eps, next.sigma());
            return blend(known, x, mask);
        };
    }

    /** x where the mask {@code [N, 1, H, W]} is 1, known where it is 0. */
    private static Tensor blend(Tensor known, Tensor x, Tensor mask) {
        Tensor wide = Tensor.concat(Collections.nCopies(x.dim(1), mask), 1);
        Tensor difference = x.minus(known);
        return known.plus(difference.zip(wide, (d, m) -> d * m));
    }
}
