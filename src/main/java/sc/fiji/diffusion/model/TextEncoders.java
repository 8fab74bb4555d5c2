// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * All that a model makes of a text: one text encoder, whose normalised output the denoising network
 * looks at, or the two of SDXL, of which it sees the hidden states before the last layer side by
 * side and the second one's embedding of the whole text.
 */
public final class TextEncoders implements Closeable {

    private final List<TextEncoder> towers;
    private final boolean zeroWhenEmpty;

    private TextEncoders(List<TextEncoder> towers, boolean zeroWhenEmpty) {
        this.towers = towers;
        this.zeroWhenEmpty = zeroWhenEmpty;
    }

    static TextEncoders load(ModelSource source) throws IOException {
        if (PixelModel.isModel(source.path())) return new TextEncoders(List.of(), false);
        boolean pair = source.has(ModelSource.TEXT_ENCODER_2);
        boolean zeros = source.index().flag("force_zeros_for_empty_prompt", true);
        try (Loading parts = new Loading()) {
            List<TextEncoder> towers = new ArrayList<>();
            towers.add(parts.add(TextEncoder.load(source)));
            if (pair) towers.add(parts.add(TextEncoder.loadSecond(source)));
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

    /** The embeddings of a prompt. */
    public Conditioning encode(String prompt) {
        if (towers.isEmpty()) return nothing(prompt);
        List<TextStates> states = towers.stream().map(t -> t.encode(prompt)).toList();
        List<Tensor> contexts =
                states.stream().map(s -> pair() ? s.fromEnd(2) : s.output()).toList();
        return Conditioning.of(Tensor.concat(contexts, 2), states.get(states.size() - 1).pooled());
    }

    /**
     * The embeddings of a negative prompt. Most models of the SDXL family have been trained with
     * zeros for no text; SD models with the embedding of the empty text.
     */
    public Conditioning encodeNegative(String prompt) {
        Conditioning text = encode(prompt);
        if (!zeroWhenEmpty || !prompt.isEmpty()) return text;
        return Conditioning.of(text.context().times(0), text.pooled().times(0));
    }

    /** Whether the model looks at no text at all. */
    public boolean isEmpty() {
        return towers.isEmpty();
    }

    private static Conditioning nothing(String prompt) {
        if (prompt.isBlank()) return Conditioning.of(Tensor.zeros(1, 1, 0));
        throw new IllegalArgumentException(
                "this model looks at no text, but prompt or negative was \""
                        + prompt
                        + "\"; leave both out");
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
