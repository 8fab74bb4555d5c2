// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.StepRandom;
import sc.fiji.diffusion.train.data.LatentData;
import sc.fiji.diffusion.train.data.LatentSet;
import sc.fiji.diffusion.train.run.TrainingTask;

/**
 * A denoiser of latents that follows a text (Rombach et al. 2022), with its text encoder: all of
 * it, or an adapter. One caption in ten is empty, for classifier-free guidance (Ho and Salimans
 * 2022, algorithm 1).
 */
public final class LatentTask implements TrainingTask {

    private static final double EMPTY_CAPTIONS = 0.1;

    private final UnetConfig unet;
    private final Optional<ClipTextConfig> text;
    private final Noising noising;
    private final LatentData data;
    private final Precision precision;
    private final Learned learned;

    /**
     * @param unet the denoiser
     * @param text its text encoder, if the captions are tokens; otherwise they are embeddings
     * @param learned which weights are learned
     */
    LatentTask(
            UnetConfig unet,
            Optional<ClipTextConfig> text,
            Noising noising,
            LatentData data,
            Precision precision,
            Learned learned) {
        this.unet = unet;
        this.text = text;
        this.noising = noising;
        this.data = data;
        this.precision = precision;
        this.learned = learned;
    }

    /** Fine-tuning of a model by an adapter. */
    public static LatentTask adapter(
            UnetConfig unet,
            Optional<ClipTextConfig> text,
            Noising noising,
            LatentData data,
            Precision precision,
            Adapter adapter) {
        return new LatentTask(unet, text, noising, data, precision, adapter);
    }

    @Override
    public NetworkSource objective() {
        NetworkSource networks = new NetworkSource("train.py").and(unet.source());
        if (text.isPresent()) networks = networks.and(text.get().source());
        return noising.apply(precision.apply(networks)).entry(entry());
    }

    private String entry() {
        if (text.isPresent()) return "text_objective";
        return unet.hasAdded() ? "added_objective" : "context_objective";
    }

    @Override
    public long parameters() {
        return initial().values().stream().mapToLong(Tensor::size).sum();
    }

    @Override
    public Map<String, Tensor> initial() {
        return learned.initial();
    }

    @Override
    public List<Weights> frozen() throws IOException {
        return learned.frozen();
    }

    @Override
    public Tensor[] batch(long number) {
        Random random = StepRandom.of(data.seed(), number);
        LatentSet.Draw draw = data.training().draw(data.count(), random);
        List<Tensor> texts = texts(draw.captions(), EMPTY_CAPTIONS, random);
        Tensor latents = draw.latents().times(data.scale());
        return inputs(noising.draw(latents, random), draw, texts);
    }

    @Override
    public List<String> heldOutNames() {
        return noising.levelNames();
    }

    @Override
    public Tensor[] heldOut(int index) {
        Random random = StepRandom.of(data.seed() + 1, index);
        LatentSet.Draw draw = data.heldOut().draw(data.count(), random);
        List<Tensor> texts = texts(draw.captions(), 0, random);
        Tensor latents = draw.latents().times(data.scale());
        return inputs(noising.atLevel(index, latents, random), draw, texts);
    }

    private static Tensor[] inputs(Tensor[] noised, LatentSet.Draw draw, List<Tensor> texts) {
        List<Tensor> inputs = new ArrayList<>(List.of(noised));
        inputs.add(draw.conditions());
        inputs.addAll(texts);
        return inputs.toArray(Tensor[]::new);
    }

    /** What the objective sees of the captions; a share of them is left out. */
    private List<Tensor> texts(List<String> captions, double empty, Random random) {
        List<List<Tensor>> rows = new ArrayList<>();
        for (String caption : captions)
            rows.add(data.text().apply(random.nextDouble() < empty ? "" : caption));
        List<Tensor> joined = new ArrayList<>();
        for (int i = 0; i < rows.get(0).size(); i++) {
            int input = i;
            joined.add(Tensor.concat(rows.stream().map(row -> row.get(input)).toList()));
        }
        return joined;
    }

    @Override
    public void write(Map<String, Tensor> average) throws IOException {
        learned.write(average);
    }
}
