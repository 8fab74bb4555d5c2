// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.Prompt;
import sc.fiji.diffusion.text.TokenChunk;

/**
 * All that a model makes of a text: one text encoder, whose normalised output the denoising network
 * looks at, or the two of SDXL, of which it sees the hidden states before the last layer side by
 * side and the second one's embedding of the whole text.
 */
public final class TextEncoders implements Closeable {

    /** Stands for the layer that the model was trained with. */
    public static final int OWN_LAYER = 0;

    private final List<TextEncoder> towers;
    private final boolean zeroWhenEmpty;

    private TextEncoders(List<TextEncoder> towers, boolean zeroWhenEmpty) {
        this.towers = towers;
        this.zeroWhenEmpty = zeroWhenEmpty;
    }

    static TextEncoders load(ModelSource source, Precision precision) throws IOException {
        if (PixelModel.isModel(source.path())) return new TextEncoders(List.of(), false);
        boolean pair = source.has(ModelSource.TEXT_ENCODER_2);
        boolean zeros = source.index().flag("force_zeros_for_empty_prompt", true);
        try (Loading parts = new Loading()) {
            List<TextEncoder> towers = new ArrayList<>();
            towers.add(parts.add(TextEncoder.load(source, precision)));
            if (pair) towers.add(parts.add(TextEncoder.loadSecond(source, precision)));
            return parts.done(new TextEncoders(towers, pair && zeros));
        }
    }

    /** Channels D of the embeddings of tokens. */
    public int width() {
        return towers.stream().mapToInt(TextEncoder::width).sum();
    }

    /** Channels P of the embedding of the whole text; 0 if there is none. */
    public int pooledWidth() {
        if (towers.isEmpty()) return 0;
        return last().pooledWidth();
    }

    /**
     * The embeddings of a prompt.
     *
     * @param clipSkip the layer whose output is taken, from the end, 1 for the last one; {@value
     *     #OWN_LAYER} for the layer that the model was trained with
     * @throws IllegalArgumentException if there is no such layer, or if the model looks at no text
     *     and the prompt is not blank
     */
    public Conditioning encode(Prompt prompt, int clipSkip) {
        if (towers.isEmpty()) return nothing(prompt);
        return encode(prompt, layer(clipSkip), chunks(prompt));
    }

    /**
     * The embeddings of a negative prompt and of a prompt, in this order. The shorter one is made
     * as long as the other by stretches of no text.
     *
     * <p>No negative prompt at all is the empty text, or zeros for models that have been trained so
     * (most of the SDXL family).
     */
    public List<Conditioning> encode(Prompt negative, Prompt prompt, int clipSkip) {
        int chunks = Math.max(chunks(negative), chunks(prompt));
        Conditioning text = encode(prompt, layer(clipSkip), chunks);
        if (zeroWhenEmpty && negative.equals(Prompt.empty())) {
            Tensor context = Tensor.zeros(text.context().shape());
            return List.of(Conditioning.of(context, Tensor.zeros(text.pooled().shape())), text);
        }
        return List.of(encode(negative, layer(clipSkip), chunks), text);
    }

    private Conditioning encode(Prompt prompt, ClipLayer layer, int chunks) {
        List<Conditioning> parts = new ArrayList<>();
        for (TextEncoder tower : towers) {
            List<TokenChunk> all = new ArrayList<>(tower.chunks(prompt));
            while (all.size() < chunks) all.addAll(tower.chunks(Prompt.empty()));
            parts.add(tower.encode(all, layer));
        }
        List<Tensor> contexts = parts.stream().map(Conditioning::context).toList();
        return Conditioning.of(Tensor.concat(contexts, 2), parts.get(parts.size() - 1).pooled());
    }

    private int chunks(Prompt prompt) {
        return towers.stream().mapToInt(tower -> tower.chunks(prompt).size()).max().orElseThrow();
    }

    private ClipLayer layer(int clipSkip) {
        int layers = towers.stream().mapToInt(TextEncoder::layers).min().orElseThrow();
        if (clipSkip < 0 || clipSkip > layers) {
            throw new IllegalArgumentException(
                    "clipskip must be between 1 and "
                            + layers
                            + " for this model, or 0 for the model's own layer; was "
                            + clipSkip);
        }
        int own = pair() ? 2 : 1;
        return new ClipLayer(clipSkip == OWN_LAYER ? own : clipSkip, !pair());
    }

    /**
     * The words of a long prompt that the embedding of the whole text leaves out; empty if there
     * are none, or if the model has no such embedding.
     */
    public String unseenAsWhole(Prompt prompt) {
        if (pooledWidth() == 0) return "";
        return last().chunks(prompt).stream()
                .skip(1)
                .map(TokenChunk::text)
                .collect(Collectors.joining(" "));
    }

    /** The words of the embeddings in use that stand in none of some prompts. */
    public List<String> wordsNotIn(List<Prompt> prompts) {
        return towers.isEmpty() ? List.of() : towers.get(0).wordsNotIn(prompts);
    }

    /** Whether the model looks at no text at all. */
    public boolean isEmpty() {
        return towers.isEmpty();
    }

    private static Conditioning nothing(Prompt prompt) {
        if (prompt.equals(Prompt.empty())) return Conditioning.of(Tensor.zeros(1, 1, 0));
        throw new IllegalArgumentException(
                "this model looks at no text, but the prompt was \""
                        + prompt.text()
                        + "\"; leave it out");
    }

    private boolean pair() {
        return towers.size() == 2;
    }

    private TextEncoder last() {
        return towers.get(towers.size() - 1);
    }

    /** Takes the adapters of another source of the same weights. */
    void adapt(ModelSource source) throws IOException {
        for (TextEncoder tower : towers) tower.adapt(source);
    }

    @Override
    public void close() {
        towers.forEach(TextEncoder::close);
    }
}
