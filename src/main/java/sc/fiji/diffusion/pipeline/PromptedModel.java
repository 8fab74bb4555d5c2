// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import java.util.List;
import sc.fiji.diffusion.model.Conditioning;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.TextEncoders;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.Prompt;

/**
 * A model that looks at one text, as a function of noisy data: for encodings, likelihoods and all
 * that asks the network outside of a request.
 *
 * <pre>{@code
 * PromptedModel prompted = PromptedModel.of(model, "fluorescent nuclei", 1);
 * Tensor x0 = prompted.denoiser().denoise(x, model.schedule().level(500));
 * }</pre>
 */
public final class PromptedModel {

    private final DiffusionModel model;
    private final Conditioning empty;
    private final Conditioning prompt;
    private final Guidance guidance;

    private PromptedModel(
            DiffusionModel model, Conditioning empty, Conditioning prompt, Guidance guidance) {
        this.model = model;
        this.empty = empty;
        this.prompt = prompt;
        this.guidance = guidance;
    }

    /**
     * A model with a text.
     *
     * @param prompt empty for a model that looks at no text
     * @param guidance guidance scale; 1 switches it off
     * @throws IllegalArgumentException if the model is made for inpainting, or looks at no text and
     *     the prompt is not empty
     */
    public static PromptedModel of(DiffusionModel model, String prompt, double guidance) {
        if (model.inpainting()) {
            throw new IllegalArgumentException(
                    "model "
                            + model.name()
                            + " is made for inpainting alone; choose one that makes whole images");
        }
        TextEncoders encoders = model.textEncoders();
        Prompt text = Prompt.parse(prompt);
        Guidance asked = Guidance.of(encoders.isEmpty() ? 1 : guidance);
        List<Conditioning> texts =
                asked.on()
                        ? encoders.encode(Prompt.empty(), text, TextEncoders.OWN_LAYER)
                        : List.of(encoders.encode(text, TextEncoders.OWN_LAYER));
        Conditioning empty = sized(model, texts.get(0));
        return new PromptedModel(model, empty, sized(model, texts.get(texts.size() - 1)), asked);
    }

    private static Conditioning sized(DiffusionModel model, Conditioning text) {
        int side = model.nativeSize();
        return model.seesSize() ? text.withSize(side, side) : text;
    }

    /** The network with prompt and guidance, as a function that denoises. */
    public Denoiser denoiser() {
        return (x, level) -> {
            Tensor seen = x.times(level.alpha());
            Tensor output = predict(seen, level.timestep(), prompt);
            if (guidance.on()) {
                output = guidance.apply(predict(seen, level.timestep(), empty), output);
            }
            return model.schedule().prediction().denoised(output, x, level);
        };
    }

    /** The network's output for data on the variance-preserving scale, without guidance. */
    public Tensor predict(Tensor x, double timestep) {
        return predict(x, timestep, prompt);
    }

    private Tensor predict(Tensor x, double timestep, Conditioning text) {
        return model.unet().predict(x, timestep, text.repeat(x.dim(0)));
    }

    /**
     * The network's output without guidance, and the product of a vector with its Jacobian by x.
     *
     * @param vector of the shape of x
     */
    public Pullback pullBack(Tensor vector, Tensor x, double timestep) {
        Network.Pullback p = model.unet().pullBack(vector, x, timestep, prompt.repeat(x.dim(0)));
        return new Pullback(p.result(), p.product());
    }

    /**
     * An output with a derivative.
     *
     * @param output of the network
     * @param product {@code vector^T doutput/dx}
     */
    public record Pullback(Tensor output, Tensor product) {}
}
