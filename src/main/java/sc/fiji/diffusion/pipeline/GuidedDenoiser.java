// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import java.util.List;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.TextEncoder;
import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;

/** The U-Net as a denoiser, with {@link Guidance}. */
final class GuidedDenoiser implements Denoiser {

    /** A network that predicts, such as {@code model.unet()::predict}. */
    @FunctionalInterface
    interface Predictor {

        /**
         * @param sample {@code [N, C, H, W]} on the variance-preserving scale
         * @param timestep training timestep of all N
         * @param context text embeddings {@code [N, T, D]}
         */
        Tensor predict(Tensor sample, double timestep, Tensor context);
    }

    private final Predictor network;
    private final NoiseSchedule schedule;
    private final Guidance guidance;
    private final Tensor context;
    private final Tensor condition;

    /**
     * @param guidance switched off, it asks the network for the prompt alone
     * @param context text embeddings of the prompt; with guidance, those of the negative prompt
     *     before them
     * @param condition channels that the network sees beside the sample, {@code [N, K, H, W]} with
     *     K = 0 for ordinary models
     */
    GuidedDenoiser(
            Predictor network,
            NoiseSchedule schedule,
            Guidance guidance,
            Tensor context,
            Tensor condition) {
        this.network = network;
        this.schedule = schedule;
        this.guidance = guidance;
        this.context = context;
        this.condition = condition;
    }

    /** The denoiser of a request. */
    static GuidedDenoiser of(DiffusionModel model, Request request, Tensor condition) {
        return new GuidedDenoiser(
                model.unet()::predict,
                model.schedule(),
                request.guidance(),
                context(model.textEncoder(), request),
                condition);
    }

    private static Tensor context(TextEncoder encoder, Request request) {
        Tensor prompt = encoder.encode(request.prompt()).repeat(request.batch());
        if (!request.guidance().on()) return prompt;
        Tensor negative = encoder.encode(request.negative()).repeat(request.batch());
        return Tensor.concat(List.of(negative, prompt));
    }

    @Override
    public Tensor denoise(Tensor x, NoiseLevel level) {
        Tensor input = Tensor.concat(List.of(x.times(level.alpha()), condition), 1);
        Tensor prediction =
                guidance.on()
                        ? guided(input, level.timestep())
                        : network.predict(input, level.timestep(), context);
        return schedule.prediction().denoised(prediction, x, level);
    }

    private Tensor guided(Tensor input, double timestep) {
        Tensor both = network.predict(input.repeat(2), timestep, context);
        int n = input.dim(0);
        Tensor negative = both.slice(0, n);
        Tensor prompt = both.slice(n, 2 * n);
        return guidance.apply(negative, prompt);
    }
}
