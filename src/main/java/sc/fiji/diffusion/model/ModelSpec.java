// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.weights.Sha256;

/**
 * Which model is opened, and with what in place of its own parts. Two equal specifications give the
 * same model.
 *
 * <pre>{@code
 * ModelSpec spec = ModelSpec.of("microscopy-128").withVae("/models/vae-ft-mse");
 * try (DiffusionModel model = DiffusionModel.open(library.locate(spec))) { ... }
 * }</pre>
 *
 * @param model a name in a models folder, or a path
 * @param vae an autoencoder to use instead of the model's own, likewise a name or a path; empty for
 *     the model's own
 * @param prediction what the network's output means, as in {@code scheduler_config.json}; {@value
 *     #MODEL_DEFAULT} for what the model says
 * @param loras adapters that change the weights, added up
 * @param embeddings files of textual inversion, as names in the folder {@value #EMBEDDINGS} beside
 *     the models or paths; their words can then be used in prompts
 */
public record ModelSpec(
        String model, String vae, String prediction, List<Lora> loras, List<String> embeddings) {

    /** The prediction type that the model says. */
    public static final String MODEL_DEFAULT = "model default";

    /** The folder inside a models folder that holds embeddings. */
    public static final String EMBEDDINGS = "embeddings";

    /** Blank is empty. */
    public ModelSpec {
        Objects.requireNonNull(model, "model");
        vae = vae.strip();
        loras = List.copyOf(loras);
        embeddings = List.copyOf(embeddings);
        if (!predictions().contains(prediction)) {
            throw new IllegalArgumentException(
                    "prediction must be one of "
                            + String.join(", ", predictions())
                            + "; was \""
                            + prediction
                            + "\"");
        }
    }

    /** The values that {@code prediction} may have. */
    public static List<String> predictions() {
        Stream<String> types = Stream.of(Prediction.values()).map(Prediction::key);
        return Stream.concat(Stream.of(MODEL_DEFAULT), types).toList();
    }

    /** A model as it is. */
    public static ModelSpec of(String model) {
        return new ModelSpec(model, "", MODEL_DEFAULT, List.of(), List.of());
    }

    /** A model as it is. */
    public static ModelSpec of(Path model) {
        return of(model.toString());
    }

    /** The same with another autoencoder. */
    public ModelSpec withVae(String newVae) {
        return new ModelSpec(model, newVae, prediction, loras, embeddings);
    }

    /** The same with another meaning of the network's output. */
    public ModelSpec withPrediction(String newPrediction) {
        return new ModelSpec(model, vae, newPrediction, loras, embeddings);
    }

    /** The same with other adapters. */
    public ModelSpec withLoras(List<Lora> newLoras) {
        return new ModelSpec(model, vae, prediction, newLoras, embeddings);
    }

    /** The same with other embeddings. */
    public ModelSpec withEmbeddings(List<String> newEmbeddings) {
        return new ModelSpec(model, vae, prediction, loras, newEmbeddings);
    }

    /** The names of the embeddings' files, as a list. */
    public String embeddingNames() {
        return String.join(
                ", ",
                embeddings.stream()
                        .map(e -> NameList.quoted(ModelSource.name(Path.of(e))))
                        .toList());
    }

    /**
     * The SHA-256 of each embedding, in the order of the list; all names must be paths.
     *
     * @throws IOException if a file cannot be read
     */
    public String embeddingHashes() throws IOException {
        List<String> hashes = new ArrayList<>();
        for (String file : embeddings) hashes.add(Sha256.of(Path.of(file)));
        return String.join(", ", hashes);
    }

    /**
     * The names in a list such as {@code nuclei, <actin>, "a, b"}, see {@link NameList}.
     *
     * @param exists whether there is an embedding of a name or path
     * @throws IllegalArgumentException if something follows a name in quotes
     */
    public static List<String> names(String list, Predicate<String> exists) {
        return NameList.split(list, name -> !name.isEmpty() && exists.test(name)).stream()
                .map(ModelSpec::name)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String name(String item) {
        Optional<NameList.Quoted> quoted = NameList.quotes(item);
        if (quoted.isEmpty()) return item;
        if (quoted.get().rest().isEmpty()) return quoted.get().name();
        throw new IllegalArgumentException(
                "embeddings: a name in quotes may be followed by a comma only, was " + item);
    }

    /** Whether another specification differs in adapters at most. */
    public boolean sameButAdapters(ModelSpec other) {
        return withLoras(List.of()).equals(other.withLoras(List.of()));
    }

    /** The files and folders of a specification whose names have been replaced by paths. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>(List.of(Path.of(model)));
        if (hasVae()) files.add(vaePath());
        for (Lora lora : loras) files.add(Path.of(lora.file()));
        for (String file : embeddings) files.add(Path.of(file));
        return files;
    }

    /** Whether the model's own autoencoder is replaced. */
    public boolean hasVae() {
        return !vae.isEmpty();
    }

    /** The name of the file or folder, or of the model, that the other autoencoder is of. */
    public String vaeName() {
        Path name = vaePath().getFileName();
        Path parent = vaePath().getParent();
        boolean ofModel = name.endsWith(ModelSource.VAE) && parent != null;
        return (ofModel ? parent.getFileName() : name).toString();
    }

    /** The parts to load; all names must be paths, see {@link ModelLibrary#locate}. */
    ModelSource source() throws IOException {
        ModelSource source = ModelSource.open(Path.of(model));
        if (hasVae()) source = new OtherVae(source, vaePath());
        if (!prediction.equals(MODEL_DEFAULT)) source = new OtherPrediction(source, prediction);
        if (!embeddings.isEmpty()) source = new EmbeddedModel(source, embeddings);
        return loras.isEmpty() ? source : AdaptedModel.of(source, loras);
    }

    private Path vaePath() {
        return Path.of(vae);
    }
}
