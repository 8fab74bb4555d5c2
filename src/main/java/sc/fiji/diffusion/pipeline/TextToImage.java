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
 * Makes images from noise (Rombach et al. 2022). Draws from the seed's stream: the latents, then
 * what the sampler draws.
 */
public final class TextToImage {

    private final DiffusionModel model;
    private final LatentPipeline pipeline;

    /** A pipeline over a loaded model, which stays its owner's to close. */
    public TextToImage(DiffusionModel model) {
        this.model = model;
        this.pipeline = new LatentPipeline(model);
    }

    /**
     * Runs a request; its strength is not used.
     *
     * @throws ModelException if the model is for inpainting only
     * @throws IllegalArgumentException if the size is no multiple of the model's factor
     * @throws java.util.concurrent.CancellationException if the progress stops the run
     */
    public Result run(Request request, Progress progress) throws ModelException {
        pipeline.requireGenerator();
        int[] shape = pipeline.latentShape(request);
        Sampler sampler = pipeline.sampler(request);
        Noise noise = new TorchNoise(request.seed());
        SamplingPlan plan = pipeline.plan(request, sampler);
        Tensor start = noise.gaussian(shape).times(plan.initialSigma());
        GuidedDenoiser denoiser =
                pipeline.denoiser(request, LatentPipeline.noCondition(shape), progress);
        return pipeline.run(sampler, denoiser, start, plan, noise, StepHook.NONE, progress);
    }
}
