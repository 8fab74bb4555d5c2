// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The models that are installed: in one of the models folders, every folder with a {@value
 * ModelFolder#INDEX}, and every file {@code *.safetensors} under its name without the ending.
 */
public final class ModelLibrary {

    /** The model that ships with the plugin. */
    public static final String DEFAULT = "microscopy-128";

    private final List<Path> folders;

    /** A library over folders, searched in order; folders that do not exist are skipped. */
    public ModelLibrary(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** Names of the installed models, sorted. */
    public List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) continue;
            try (Stream<Path> entries = Files.list(folder)) {
                entries.filter(ModelSource::isModel).forEach(e -> names.add(ModelSource.name(e)));
            } catch (IOException e) {
                throw new IllegalStateException(
                        "cannot list the models folder " + folder + ": " + e, e);
            }
        }
        return List.copyOf(names);
    }

    /**
     * What is installed: the models, then the adapters and embeddings that are used with them.
     *
     * @throws IOException if a file cannot be listed; what is damaged is described so
     */
    public List<ModelSummary> summaries() throws IOException {
        List<ModelSummary> summaries = new ArrayList<>();
        for (String name : names()) summaries.add(ModelSummary.of(find(name)));
        summaries.addAll(extras(Lora.FOLDER, ModelSummary.ADAPTER));
        summaries.addAll(extras(ModelSpec.EMBEDDINGS, ModelSummary.EMBEDDING));
        return summaries;
    }

    private List<ModelSummary> extras(String kind, String family) throws IOException {
        List<ModelSummary> summaries = new ArrayList<>();
        for (Path folder : folders.stream().map(ModelLibrary::absolute).distinct().toList()) {
            if (!Files.isDirectory(folder.resolve(kind))) continue;
            try (Stream<Path> entries = Files.list(folder.resolve(kind))) {
                List<Path> files =
                        entries.sorted().flatMap(Lora::places).filter(ModelFile::isModel).toList();
                for (Path file : files) summaries.add(ModelSummary.ofExtra(file, family));
            }
        }
        return summaries;
    }

    /**
     * Finds a model.
     *
     * @param nameOrPath a name in a models folder, or the path of a model's folder or file
     * @throws ModelException if there is none; the message lists the models that are installed
     */
    public Path find(String nameOrPath) throws ModelException {
        if (nameOrPath.isBlank()) throw unknown(nameOrPath);
        Optional<Path> named =
                folders.stream()
                        .flatMap(f -> candidates(f, nameOrPath))
                        .filter(ModelSource::isModel)
                        .findFirst();
        if (named.isPresent()) return named.get();
        Path direct = path(Path.of(""), nameOrPath).orElseThrow(() -> unknown(nameOrPath));
        if (ModelSource.isModel(direct)) return direct;
        if (Files.isDirectory(direct)) {
            throw new ModelException(
                    direct.toAbsolutePath()
                            + " is no model folder in the diffusers layout: it holds no "
                            + ModelFolder.INDEX);
        }
        if (Files.exists(direct)) {
            throw new ModelException(
                    direct.toAbsolutePath()
                            + " is no model; get the model as a .safetensors file, or as a folder"
                            + " with a "
                            + ModelFolder.INDEX
                            + " (other formats can run any program when they are opened)");
        }
        throw unknown(nameOrPath);
    }

    /**
     * Finds a CLIP model: a folder in the layout of transformers, or a model that has one in its
     * folder {@code clip}.
     *
     * @param nameOrPath a name in a models folder, or a path
     * @throws ModelException if there is none
     */
    public Path findClip(String nameOrPath) throws ModelException {
        return Stream.concat(folders.stream(), Stream.of(Path.of("")))
                .flatMap(folder -> path(folder, nameOrPath).stream())
                .flatMap(path -> Stream.of(path, path.resolve("clip")))
                .filter(ClipModel::isModel)
                .findFirst()
                .map(ModelLibrary::absolute)
                .orElseThrow(
                        () ->
                                new ModelException(
                                        "no CLIP model \""
                                                + nameOrPath
                                                + "\": it must be a folder with CLIP's config.json,"
                                                + " model.safetensors, tokenizer and"
                                                + " preprocessor_config.json, or a model with such a"
                                                + " folder clip; as a path, or as a name in "
                                                + folderNames()));
    }

    /**
     * Finds the model of a specification, and what it names in place of the model's own parts.
     *
     * @return the specification with absolute paths in place of names
     * @throws ModelException naming what there is none of
     */
    public ModelSpec locate(ModelSpec spec) throws ModelException {
        ModelSpec located =
                new ModelSpec(
                        absolute(find(spec.model())).toString(),
                        spec.vae(),
                        spec.prediction(),
                        locateLoras(spec.loras()),
                        locateEmbeddings(spec.embeddings()));
        return spec.hasVae() ? located.withVae(findVae(spec.vae()).toString()) : located;
    }

    private List<String> locateEmbeddings(List<String> names) throws ModelException {
        List<String> located = new ArrayList<>();
        for (String name : names) located.add(findExtra(ModelSpec.EMBEDDINGS, name).toString());
        return located;
    }

    private List<Lora> locateLoras(List<Lora> loras) throws ModelException {
        List<Lora> located = new ArrayList<>();
        for (Lora lora : loras) {
            located.add(new Lora(findExtra(Lora.FOLDER, lora.file()).toString(), lora.weight()));
        }
        return located;
    }

    /** Whether there is an adapter of a name or path. */
    public boolean hasLora(String nameOrPath) {
        return extra(Lora.FOLDER, nameOrPath).isPresent();
    }

    /** Whether there is an embedding of a name or path. */
    public boolean hasEmbedding(String nameOrPath) {
        return extra(ModelSpec.EMBEDDINGS, nameOrPath).isPresent();
    }

    private Path findExtra(String kind, String nameOrPath) throws ModelException {
        return extra(kind, nameOrPath)
                .orElseThrow(
                        () ->
                                new ModelException(
                                        "unknown "
                                                + kind
                                                + " \""
                                                + nameOrPath
                                                + "\"; give the path of a .safetensors file, or"
                                                + " the name of one in the folder "
                                                + kind
                                                + " beside the models ("
                                                + folderNames()
                                                + ")"));
    }

    /**
     * Finds a small file that is used with models.
     *
     * @param kind what it is, and the name of the folder inside a models folder that holds such
     * @param nameOrPath its name there, the ending may be left out, or a path
     */
    private Optional<Path> extra(String kind, String nameOrPath) {
        Stream<Path> named = folders.stream().flatMap(f -> candidates(f.resolve(kind), nameOrPath));
        return Stream.concat(named, candidates(Path.of(""), nameOrPath))
                .flatMap(Lora::places)
                .filter(ModelFile::isModel)
                .findFirst()
                .map(ModelLibrary::absolute);
    }

    private Path findVae(String nameOrPath) throws ModelException {
        return Stream.concat(folders.stream(), Stream.of(Path.of("")))
                .flatMap(folder -> path(folder, nameOrPath).stream())
                .flatMap(path -> OtherVae.at(path).stream())
                .findFirst()
                .map(ModelLibrary::absolute)
                .orElseThrow(
                        () ->
                                new ModelException(
                                        "no autoencoder \""
                                                + nameOrPath
                                                + "\": vae must be a .safetensors file, a folder"
                                                + " with the autoencoder's config.json, or a"
                                                + " model; as a path, or as a name in "
                                                + folderNames()));
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private String folderNames() {
        return String.join(", ", folders.stream().map(Path::toString).toList());
    }

    private ModelException unknown(String nameOrPath) {
        String installed = names().isEmpty() ? "none" : String.join(", ", names());
        return new ModelException(
                "unknown model \""
                        + nameOrPath
                        + "\"; installed: "
                        + installed
                        + " (in "
                        + folderNames()
                        + ")");
    }

    private static Stream<Path> candidates(Path folder, String name) {
        return Stream.of(name, name + ModelFile.ENDING).flatMap(n -> path(folder, n).stream());
    }

    private static Optional<Path> path(Path folder, String name) {
        try {
            return Optional.of(folder.resolve(name));
        } catch (InvalidPathException e) {
            return Optional.empty(); // no path at all, so certainly no model
        }
    }
}
