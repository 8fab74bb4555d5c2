// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sc.fiji.diffusion.model.Conditioning;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.Lora;
import sc.fiji.diffusion.model.ModelSource;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.model.TextEncoders;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.WeightLayout;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.pipeline.Request;
import sc.fiji.diffusion.pipeline.TextToImage;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.text.Prompt;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.data.Batches;
import sc.fiji.diffusion.train.data.LatentData;
import sc.fiji.diffusion.train.recipe.Adapter;
import sc.fiji.diffusion.train.recipe.LatentTask;
import sc.fiji.diffusion.train.recipe.Noising;
import sc.fiji.diffusion.train.recipe.Tokens;
import sc.fiji.diffusion.train.recipe.Weighting;

/** An adapter of an installed model; its previews are made with the model and the adapter. */
final class AdapterRecipe implements Recipe {

    private static final int STEPS = 20;
    private static final int COUNT = 4;
    private static final double GUIDANCE = 5;

    private final Path model;
    private final Path file;
    private final String modelHash;
    private final Batches batches;
    private final LatentTask task;
    private final Optional<ClipTokenizer> tokenizer;

    private AdapterRecipe(
            Path model,
            Path file,
            String modelHash,
            Batches batches,
            LatentTask task,
            Optional<ClipTokenizer> tokenizer) {
        this.model = model;
        this.file = file;
        this.modelHash = modelHash;
        this.batches = batches;
        this.task = task;
        this.tokenizer = tokenizer;
    }

    /**
     * Encodes the images and captions with a model, which the caller closes afterwards.
     *
     * @throws IOException if the model cannot be read
     */
    static AdapterRecipe of(
            DiffusionModel model,
            AdapterSettings settings,
            Batches batches,
            Path folder,
            Precision precision)
            throws IOException {
        ModelSource source = ModelSource.open(model.path());
        UnetConfig unet = UnetConfig.read(source.config(ModelSource.UNET));
        boolean tokens = settings.parts() == AdaptedParts.ALL && !unet.hasAdded();
        Optional<ClipTextConfig> text = Optional.empty();
        Optional<ClipTokenizer> tokenizer = Optional.empty();
        List<WeightLayout> layouts = new ArrayList<>(List.of(unet.layout()));
        if (tokens) {
            text = Optional.of(ClipTextConfig.read(source.config(ModelSource.TEXT_ENCODER)));
            tokenizer = Optional.of(source.tokenizer(ModelSource.TOKENIZER));
            layouts.add(text.get().layout());
        }
        LatentEncoder encoder = new LatentEncoder(model, true);
        LatentData data =
                new LatentData(
                        encoder.training(batches),
                        encoder.heldOut(batches),
                        model.scalingFactor(),
                        tokenizer.map(Tokens::of).orElseGet(() -> embeddings(model, batches)),
                        batches.count(),
                        batches.seed());
        Optional<ClipTextConfig> trained = text;
        Path file = folder.resolve(Lora.WEIGHTS);
        Adapter adapter =
                new Adapter(
                        layouts,
                        settings.rank(),
                        batches.seed(),
                        () -> weights(source, unet, trained),
                        file);
        Noising noising =
                new Noising(NoiseSchedule.of(model.scheduler()), Weighting.MIN_SNR.minSnrGamma());
        LatentTask task = LatentTask.adapter(unet, text, noising, data, precision, adapter);
        return new AdapterRecipe(model.path(), file, model.hash(), batches, task, tokenizer);
    }

    private static List<Weights> weights(
            ModelSource source, UnetConfig unet, Optional<ClipTextConfig> text) throws IOException {
        List<Weights> weights = new ArrayList<>();
        weights.add(Weights.load(source.weights(ModelSource.UNET), unet.layout()));
        if (text.isPresent()) {
            weights.add(
                    Weights.load(source.weights(ModelSource.TEXT_ENCODER), text.get().layout()));
        }
        return weights;
    }

    /** Captions as the model's text encoders embed them, made once. */
    private static Function<String, List<Tensor>> embeddings(
            DiffusionModel model, Batches batches) {
        TextEncoders encoders = model.textEncoders();
        int layer = TextEncoders.OWN_LAYER;
        Conditioning none = encoders.encode(Prompt.empty(), Prompt.empty(), layer).get(0);
        Map<String, List<Tensor>> known = new HashMap<>();
        known.put("", inputs(model, none, batches.side()));
        for (String caption : batches.data().captions()) {
            Conditioning text = encoders.encode(Prompt.parse(Prompt.escape(caption)), layer);
            if (text.context().dim(1) != none.context().dim(1)) {
                throw new IllegalArgumentException(
                        "a caption is longer than the text encoder takes; shorten \""
                                + caption
                                + "\"");
            }
            known.put(caption, inputs(model, text, batches.side()));
        }
        return known::get;
    }

    private static List<Tensor> inputs(DiffusionModel model, Conditioning text, int side) {
        if (!model.seesSize()) return List.of(text.context());
        Conditioning sized = text.withSize(side, side);
        return List.of(sized.context(), sized.pooled(), sized.sizes());
    }

    @Override
    public LatentTask task() {
        return task;
    }

    Batches batches() {
        return batches;
    }

    String modelHash() {
        return modelHash;
    }

    @Override
    public Tensor preview() throws IOException {
        ModelSpec spec = ModelSpec.of(model).withLoras(List.of(new Lora(file.toString(), 1)));
        try (DiffusionModel adapted = DiffusionModel.open(spec)) {
            if (adapted.inpainting()) return heldOutImages(adapted);
            Request request =
                    Request.builder(prompt())
                            .size(batches.side(), batches.side())
                            .steps(STEPS)
                            .guidanceScale(GUIDANCE)
                            .seed(batches.seed())
                            .batch(COUNT)
                            .build();
            return new TextToImage(adapted).run(request, Progress.NONE).images();
        }
    }

    /** An inpainting model makes nothing from nothing; shows what it was trained on. */
    private Tensor heldOutImages(DiffusionModel model) {
        Batches heldOut = batches.heldOut();
        Tensor images = heldOut.draw(heldOut.random(0)).images();
        return images.slice(0, Math.min(COUNT, images.dim(0))).map(v -> v / 2 + 0.5);
    }

    private String prompt() {
        return batches.data().captions().get(batches.indices().get(0));
    }

    @Override
    public String summary() {
        return "An adapter of low rank (LoRA) for the model "
                + ModelSource.name(model)
                + ", in the layout of diffusers.";
    }

    @Override
    public String usage() {
        return String.format(
                Locale.ROOT,
                "run(\"Text to Image...\", \"model=%s lora=%s seed=1 prompt=[%s]\");",
                ModelSource.name(model),
                file.getParent().getFileName(),
                prompt());
    }

    @Override
    public void close() {
        tokenizer.ifPresent(ClipTokenizer::close);
    }
}
