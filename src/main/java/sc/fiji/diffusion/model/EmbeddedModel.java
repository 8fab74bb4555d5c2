// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.text.Folding;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.adapter.EmbeddingFile;
import sc.fiji.diffusion.weights.adapter.MoreTensors;

/** A model whose text encoders know more words (textual inversion; Gal et al. 2022). */
final class EmbeddedModel extends SourceWrapper {

    private final List<EmbeddingFile> files = new ArrayList<>();

    /**
     * @param paths of embeddings
     * @throws IOException if one is damaged, or two have the same word
     */
    EmbeddedModel(ModelSource model, List<String> paths) throws IOException {
        super(model);
        for (String path : paths) {
            EmbeddingFile file = EmbeddingFile.open(Path.of(path));
            for (EmbeddingFile other : files) {
                if (Folding.same(other.word(), file.word())) {
                    throw new ModelException(
                            "two embeddings have the word \""
                                    + file.word()
                                    + "\": "
                                    + other.path()
                                    + " and "
                                    + file.path());
                }
            }
            files.add(file);
        }
    }

    @Override
    public int extraTokens(String part) throws IOException {
        return isText(part) ? vectors(part).dim(0) : 0;
    }

    @Override
    public TensorSource weights(String part) throws IOException {
        TensorSource base = model().weights(part);
        if (!isText(part)) return base;
        return new MoreTensors(base, ClipTextConfig.EXTRA_TOKENS, vectors(part));
    }

    @Override
    public ClipTokenizer tokenizer(String part) throws IOException {
        String encoder = part.equals(TOKENIZER) ? TEXT_ENCODER : TEXT_ENCODER_2;
        int next = textConfig(encoder).vocabulary();
        Map<String, int[]> words = new LinkedHashMap<>();
        for (EmbeddingFile file : files) {
            int[] ids = new int[vectors(file, encoder).dim(0)];
            for (int i = 0; i < ids.length; i++) ids[i] = next++;
            words.put(file.word(), ids);
        }
        return model().tokenizer(part).with(words);
    }

    private static boolean isText(String part) {
        return part.equals(TEXT_ENCODER) || part.equals(TEXT_ENCODER_2);
    }

    private ClipTextConfig textConfig(String part) throws IOException {
        return ClipTextConfig.read(model().config(part));
    }

    private Tensor vectors(EmbeddingFile file, String part) throws IOException {
        return file.vectors(part, textConfig(part).width());
    }

    private Tensor vectors(String part) throws IOException {
        List<Tensor> all = new ArrayList<>();
        for (EmbeddingFile file : files) all.add(vectors(file, part));
        return Tensor.concat(all, 0);
    }
}
