// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import java.util.List;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The U-Net as a denoiser, with classifier-free guidance: the prediction for the negative prompt
 * plus {@code guidanceScale} times the way from there to the prediction for the prompt (Ho and
 * Salimans 2022, eq. 6, in diffusers' count of the scale).
 */
final class GuidedDenoiser implements Denoiser {

    private final DiffusionModel model;
    private final Request request;
    private final Tensor context;
    private final Tensor condition;

    /**
     * @param condition channels that the network sees beside the sample, {@code [N, K, H, W]} with
     *     K = 0 for ordinary models
     */
    GuidedDenoiser(DiffusionModel model, Request request, Tensor condition) {
        this.model = model;
        this.request = request;
        this.context = context(model, request);
        this.condition = condition;
    }

    private static Tensor context(DiffusionModel model, Request request) {
        Tensor prompt = model.textEncoder().encode(request.prompt()).repeat(request.batch());
        if (!request.guided()) return prompt;
        Tensor negative = model.textEncoder().encode(request.negative()).repeat(request.batch());
        return Tensor.concat(List.of(negative, prompt));
    }

    @Override
    public Tensor denoise(Tensor x, NoiseLevel level) {
        Tensor input = Tensor.concat(List.of(x.times(level.alpha()), condition), 1);
        Tensor prediction = request.guided() ? guided(input, level) : predict(input, level);
        NoiseSchedule schedule = model.schedule();
        return schedule.clip(schedule.prediction().denoised(prediction, x, level));
    }

    private Tensor guided(Tensor input, NoiseLevel level) {
        Tensor both = predict(input.repeat(2), level);
        int n = input.dim(0);
        Tensor negative = both.slice(0, n);
        Tensor prompt = both.slice(n, 2 * n);
        double scale = request.guidanceScale();
        return negative.combine(1 - scale, prompt, scale);
    }

    private Tensor predict(Tensor input, NoiseLevel level) {
        return model.unet().predict(input, level.timestep(), context);
    }
}
