// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.diffusion.json.ModelText;
import sc.fiji.diffusion.nn.ClipConfig;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.weights.Sha256;
import sc.fiji.diffusion.weights.TensorSource;

/**
 * A loaded CLIP model (Radford et al. 2021): images and texts to unit vectors whose cosine says how
 * well they go together. Holds native memory until it is closed. Not thread-safe.
 *
 * <pre>{@code
 * try (ClipModel clip = ClipModel.open(folder)) {
 *     Tensor logits = clip.logits(clip.embedImage(image), clip.embedTexts(labels));
 *     Tensor probabilities = ClipModel.softmax(logits);
 * }
 * }</pre>
 */
public final class ClipModel implements Closeable {

    private final ModelFolder folder;
    private final ClipConfig config;
    private final ClipImageProcessor processor;
    private final ClipTokenizer tokenizer;
    private final Network textNetwork;
    private final Network imageNetwork;
    private final Weights textWeights;
    private final Weights imageWeights;
    private final double logitScale;

    private ClipModel(
            ModelFolder folder, ClipConfig config, ClipImageProcessor processor, Loading parts)
            throws IOException {
        this.folder = folder;
        this.config = config;
        this.processor = processor;
        tokenizer = folder.tokenizer("");
        parts.add(tokenizer::close);
        TensorSource file = folder.transformersWeights();
        textWeights = parts.add(Weights.load(file, config.textLayout()));
        imageWeights = parts.add(Weights.load(file, config.imageLayout()));
        file.requireShape(ClipConfig.LOGIT_SCALE);
        logitScale = Math.exp(file.read(ClipConfig.LOGIT_SCALE).data()[0]);
        textNetwork = parts.add(Network.load(config.textSource()));
        imageNetwork = parts.add(Network.load(config.imageSource()));
    }

    /** Whether a folder looks like such a model. */
    public static boolean isModel(Path path) {
        Path config = path.resolve(ModelFolder.CONFIG);
        try {
            return Files.isRegularFile(config)
                    && ModelText.read(config).contains("\"vision_config\"");
        } catch (IOException e) {
            return false; // not readable as text, so no model of this kind
        }
    }

    /**
     * Loads the model of a folder in the layout of transformers: {@code config.json}, {@code
     * model.safetensors}, the tokenizer's files and {@code preprocessor_config.json} or {@code
     * processor_config.json}.
     *
     * @throws IOException if a file is missing, damaged, or of another family, naming it
     */
    public static ClipModel open(Path path) throws IOException {
        ModelFolder folder = new ModelFolder(path);
        try (Loading parts = new Loading()) {
            ClipConfig config = ClipConfig.read(folder.config(""));
            ClipImageProcessor processor = ClipImageProcessor.open(folder);
            ClipModel model = new ClipModel(folder, config, processor, parts);
            model.requireFit();
            return parts.done(model);
        } catch (IllegalArgumentException e) {
            throw new ModelException("CLIP model " + folder.name() + ": " + e.getMessage(), e);
        }
    }

    private void requireFit() throws ModelException {
        int size = config.vision().imageSize();
        int width = processor.config().cropWidth();
        int height = processor.config().cropHeight();
        if (width != size || height != size) {
            throw new ModelException(
                    String.format(
                            Locale.ROOT,
                            "CLIP model %s: the image processor makes images of %d x %d pixels, but the image tower takes %d x %d",
                            name(),
                            width,
                            height,
                            size,
                            size));
        }
        if (tokenizer.maxLength() > config.text().positions()) {
            throw new ModelException(
                    String.format(
                            Locale.ROOT,
                            "CLIP model %s: the tokenizer makes texts of %d tokens, but the text tower has %d positions",
                            name(),
                            tokenizer.maxLength(),
                            config.text().positions()));
        }
    }

    /** The name of its folder. */
    public String name() {
        return folder.name();
    }

    /** SHA-256 of its weights, hexadecimal. */
    public String hash() throws IOException {
        return Sha256.of(folder.transformersWeights().files());
    }

    /** The configuration. */
    public ClipConfig config() {
        return config;
    }

    /** What happens to an image before the image tower sees it. */
    public ClipImageProcessor processor() {
        return processor;
    }

    /**
     * The unit vector of an image.
     *
     * @param image {@code [1, C, H, W]} in [0, 1], C 1 or 3, any size
     * @return {@code [1, P]}
     */
    public Tensor embedImage(Tensor image) {
        return embedPixels(processor.process(image));
    }

    /** The unit vectors {@code [N, P]} of preprocessed pixels {@code [N, 3, S, S]}. */
    public Tensor embedPixels(Tensor pixels) {
        return normalise(imageNetwork.run(imageWeights, pixels).get(0));
    }

    /**
     * The unit vectors of texts.
     *
     * @param texts at least one
     * @return {@code [N, P]}
     */
    public Tensor embedTexts(List<String> texts) {
        List<Tensor> ids = new ArrayList<>();
        Tensor ends = Tensor.zeros(texts.size());
        for (int n = 0; n < texts.size(); n++) {
            int[] tokens = tokenizer.encode(texts.get(n));
            ids.add(row(tokens));
            ends.data()[n] = config.text().endOf(tokens);
        }
        return normalise(textNetwork.run(textWeights, Tensor.concat(ids), ends).get(0));
    }

    private Tensor row(int[] tokens) {
        Tensor row = Tensor.zeros(1, tokens.length);
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] < 0 || tokens[i] >= config.text().vocabulary()) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "token %d is not among the %d of CLIP model %s; get the model again",
                                tokens[i],
                                config.text().vocabulary(),
                                name()));
            }
            row.data()[i] = tokens[i];
        }
        return row;
    }

    /** The factor from cosines to logits. */
    public double logitScale() {
        return logitScale;
    }

    /**
     * How well each image goes with each text, {@code [N, M]}: the scaled cosines.
     *
     * @param images unit vectors {@code [N, P]}
     * @param texts unit vectors {@code [M, P]}
     */
    public Tensor logits(Tensor images, Tensor texts) {
        return cosines(images, texts).times(logitScale);
    }

    /** The cosines {@code [N, M]} of unit vectors {@code [N, P]} and {@code [M, P]}. */
    public static Tensor cosines(Tensor a, Tensor b) {
        Tensor result = Tensor.zeros(a.dim(0), b.dim(0));
        for (int i = 0; i < a.dim(0); i++) {
            for (int j = 0; j < b.dim(0); j++) {
                double sum = 0;
                for (int k = 0; k < a.dim(1); k++) {
                    sum += (double) a.data()[i * a.dim(1) + k] * b.data()[j * b.dim(1) + k];
                }
                result.data()[i * b.dim(0) + j] = (float) sum;
            }
        }
        return result;
    }

    /** Probabilities over the last axis of logits {@code [N, M]}. */
    public static Tensor softmax(Tensor logits) {
        Tensor result = Tensor.zeros(logits.shape());
        int columns = logits.dim(1);
        for (int n = 0; n < logits.dim(0); n++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int m = 0; m < columns; m++) {
                largest = Math.max(largest, logits.data()[n * columns + m]);
            }
            double sum = 0;
            for (int m = 0; m < columns; m++) {
                sum += Math.exp(logits.data()[n * columns + m] - largest);
            }
            for (int m = 0; m < columns; m++) {
                double share = Math.exp(logits.data()[n * columns + m] - largest) / sum;
                result.data()[n * columns + m] = (float) share;
            }
        }
        return result;
    }

    private static Tensor normalise(Tensor vectors) {
        Tensor result = Tensor.zeros(vectors.shape());
        int width = vectors.dim(1);
        for (int n = 0; n < vectors.dim(0); n++) {
            double squares = 0;
            for (int k = 0; k < width; k++) {
                double v = vectors.data()[n * width + k];
                squares += v * v;
            }
            for (int k = 0; k < width; k++) {
                result.data()[n * width + k] =
                        (float) (vectors.data()[n * width + k] / Math.sqrt(squares));
            }
        }
        return result;
    }

    @Override
    public void close() {
        textNetwork.close();
        imageNetwork.close();
        textWeights.close();
        imageWeights.close();
        tokenizer.close();
    }
}
