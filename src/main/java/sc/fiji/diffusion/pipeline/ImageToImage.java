// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.ModelException;
import sc.fiji.diffusion.noise.Noise;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.sampler.Sampler;
import sc.fiji.diffusion.sampler.SamplingPlan;
import sc.fiji.diffusion.sampler.StepHook;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Changes an image: noises its latents to a share of the schedule and denoises from there (SDEdit,
 * Meng et al. 2022). Draws from the seed's stream: the posterior sample of the image, the noise,
 * then what the sampler draws.
 */
public final class ImageToImage {

    private final DiffusionModel model;
    private final LatentPipeline pipeline;

    /** A pipeline over a loaded model, which stays its owner's to close. */
    public ImageToImage(DiffusionModel model) {
        this.model = model;
        this.pipeline = new LatentPipeline(model);
    }

    /**
     * Runs a request.
     *
     * @param image {@code [1, C, H, W]} in [0, 1], of the request's size
     * @throws ModelException if the model is for inpainting only
     * @throws IllegalArgumentException if the strength leaves no step, or the size does not fit
     * @throws java.util.concurrent.CancellationException if the progress stops the run
     */
    public Result run(Request request, Tensor image, Progress progress) throws ModelException {
        pipeline.requireGenerator();
        int[] shape = pipeline.latentShape(request);
        Noise noise = new TorchNoise(request.seed());
        Sampler sampler = pipeline.sampler(request);
        SamplingPlan whole = pipeline.plan(request, sampler);
        SamplingPlan plan = LatentPipeline.shorten(whole, request, sampler);
        Tensor latents = pipeline.encode(image, request, noise);
        Tensor start = latents.combine(1, noise.gaussian(shape), plan.levels().get(0).sigma());
        GuidedDenoiser denoiser =
                pipeline.denoiser(request, LatentPipeline.noCondition(shape), progress);
        return pipeline.run(sampler, denoiser, start, plan, noise, StepHook.NONE, progress);
    }
}
