// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import java.util.List;
import sc.fiji.diffusion.model.Conditioning;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.TextEncoders;
import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.Prompt;

/** The U-Net as a denoiser, with {@link Guidance}. */
final class GuidedDenoiser implements Denoiser {

    /** A network that predicts, such as {@code model.unet()::predict}. */
    @FunctionalInterface
    interface Predictor {

        /**
         * @param sample {@code [N, C, H, W]} on the variance-preserving scale
         * @param timestep training timestep of all N
         * @param conditioning what the network sees besides, for all N
         */
        Tensor predict(Tensor sample, double timestep, Conditioning conditioning);
    }

    private final Predictor network;
    private final NoiseSchedule schedule;
    private final Guidance guidance;
    private final Conditioning conditioning;
    private final Tensor condition;

    /**
     * @param guidance switched off, it asks the network for the prompt alone
     * @param conditioning the prompt; with guidance, the negative prompt before it
     * @param condition channels that the network sees beside the sample, {@code [N, K, H, W]} with
     *     K = 0 for ordinary models
     */
    GuidedDenoiser(
            Predictor network,
            NoiseSchedule schedule,
            Guidance guidance,
            Conditioning conditioning,
            Tensor condition) {
        this.network = network;
        this.schedule = schedule;
        this.guidance = guidance;
        this.conditioning = conditioning;
        this.condition = condition;
    }

    /** The denoiser of a request. */
    static GuidedDenoiser of(DiffusionModel model, Request request, Tensor condition) {
        return new GuidedDenoiser(
                model.unet()::predict,
                model.schedule(),
                guidance(model, request),
                conditioning(model, request),
                condition);
    }

    /** A model that looks at no text cannot be guided by one. */
    private static Guidance guidance(DiffusionModel model, Request request) {
        return model.textEncoders().isEmpty() ? Guidance.of(1) : request.guidance();
    }

    private static Conditioning conditioning(DiffusionModel model, Request request) {
        TextEncoders encoders = model.textEncoders();
        Prompt prompt = Prompt.parse(request.prompt());
        Prompt negative = Prompt.parse(request.negative());
        int clipSkip = request.clipSkip();
        List<Conditioning> texts =
                guidance(model, request).on()
                        ? encoders.encode(negative, prompt, clipSkip)
                        : List.of(encoders.encode(prompt, clipSkip));
        Conditioning text =
                Conditioning.concat(texts.stream().map(t -> t.repeat(request.batch())).toList());
        return model.seesSize() ? text.withSize(request.width(), request.height()) : text;
    }

    @Override
    public Tensor denoise(Tensor x, NoiseLevel level) {
        Tensor input = Tensor.concat(List.of(x.times(level.alpha()), condition), 1);
        Tensor prediction =
                guidance.on()
                        ? guided(input, level.timestep())
                        : network.predict(input, level.timestep(), conditioning);
        return schedule.prediction().denoised(prediction, x, level);
    }

    private Tensor guided(Tensor input, double timestep) {
        Tensor both = network.predict(input.repeat(2), timestep, conditioning);
        int n = input.dim(0);
        Tensor negative = both.slice(0, n);
        Tensor prompt = both.slice(n, 2 * n);
        return guidance.apply(negative, prompt);
    }
}
