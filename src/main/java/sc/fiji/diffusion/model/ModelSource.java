// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.weights.TensorSource;

/**
 * The parts of a model, however they are stored. Parts have the names that diffusers gives their
 * folders ({@value #UNET}, {@value #VAE}, {@value #TEXT_ENCODER}, {@value #TOKENIZER}, and the
 * second ones of SDXL), their configurations the keys of diffusers, and their tensors the names of
 * diffusers and transformers.
 *
 * <p>Nothing is held open: each call looks at the files again, or maps them.
 */
public interface ModelSource {

    /** The denoising network. */
    String UNET = "unet";

    /** The autoencoder. */
    String VAE = "vae";

    /** The text encoder. */
    String TEXT_ENCODER = "text_encoder";

    /** The second text encoder, of SDXL. */
    String TEXT_ENCODER_2 = "text_encoder_2";

    /** The tokenizer of the text encoder. */
    String TOKENIZER = "tokenizer";

    /** The tokenizer of the second text encoder. */
    String TOKENIZER_2 = "tokenizer_2";

    /**
     * The model of a path.
     *
     * @throws ModelException if it is no model
     */
    static ModelSource open(Path path) throws IOException {
        if (ModelFile.isModel(path)) return ModelFile.open(path);
        if (!Files.exists(path)) throw new ModelException("there is no model " + path);
        ModelFolder folder = new ModelFolder(path);
        folder.require(ModelFolder.INDEX);
        return folder;
    }

    /** Whether a path is a folder or file that looks like a model. */
    static boolean isModel(Path path) {
        return ModelFolder.isModel(path) || ModelFile.isModel(path);
    }

    /** The name that users know a model by: that of its folder, or of its file without ending. */
    static String name(Path path) {
        String name = path.toAbsolutePath().normalize().getFileName().toString();
        boolean file = ModelFile.isModel(path);
        return file ? name.substring(0, name.length() - ModelFile.ENDING.length()) : name;
    }

    /** The file or folder. */
    Path path();

    /** Where a part is, for messages: its folder, or the file that holds all. */
    Path path(String part);

    /** A short name for users. */
    String name();

    /** Whether the model has a part. */
    boolean has(String part);

    /**
     * The settings of the whole, the {@code model_index.json} of diffusers.
     *
     * @throws IOException if the model is not complete, or the file no JSON object
     */
    ConfigFile index() throws IOException;

    /**
     * The configuration of a network.
     *
     * @throws IOException if the model is not complete, or the configuration no JSON object
     */
    ConfigFile config(String part) throws IOException;

    /**
     * The weights of a network.
     *
     * @throws IOException if the model is not complete, or the file damaged
     */
    TensorSource weights(String part) throws IOException;

    /**
     * A tokenizer; the caller closes it.
     *
     * @throws IOException if the model is not complete, or a file damaged
     */
    ClipTokenizer tokenizer(String part) throws IOException;

    /** How many tokens a text encoder knows besides those of its vocabulary. */
    default int extraTokens(String part) throws IOException {
        return 0;
    }

    /**
     * The settings of the scheduler.
     *
     * @throws IOException if the model is not complete
     * @throws IllegalArgumentException if a setting is wrong
     */
    SchedulerConfig scheduler() throws IOException;

    /**
     * The licence as the model card or the file states it; empty if neither does.
     *
     * @throws IOException if the card cannot be read
     */
    String licence() throws IOException;

    /** SHA-256 over the weights of all parts, hexadecimal; reads all of them. */
    String hash() throws IOException;
}
