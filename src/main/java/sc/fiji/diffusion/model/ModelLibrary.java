// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The models that are installed: every folder with a {@value ModelFolder#INDEX} in one of the
 * models folders.
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
                entries.filter(ModelFolder::isModel)
                        .forEach(e -> names.add(e.getFileName().toString()));
            } catch (IOException e) {
                throw new IllegalStateException(
                        "cannot list the models folder " + folder + ": " + e, e);
            }
        }
        return List.copyOf(names);
    }

    /**
     * Finds a model.
     *
     * @param nameOrPath a name in a models folder, or the path of a model folder
     * @throws ModelException if there is none; the message lists the models that are installed
     */
    public Path find(String nameOrPath) throws ModelException {
        Optional<Path> named =
                folders.stream()
                        .flatMap(f -> path(f, nameOrPath).stream())
                        .filter(ModelFolder::isModel)
                        .findFirst();
        if (named.isPresent()) return named.get();
        Optional<Path> direct = path(Path.of(""), nameOrPath);
        if (direct.isPresent() && ModelFolder.isModel(direct.get())) return direct.get();
        if (direct.isPresent() && Files.exists(direct.get())) {
            throw new ModelException(
                    direct.get().toAbsolutePath()
                            + " is no model folder in the diffusers layout: it holds no "
                            + ModelFolder.INDEX);
        }
        throw new ModelException(
                "unknown model \""
                        + nameOrPath
                        + "\"; installed: "
                        + String.join(", ", names())
                        + " (in "
                        + describeFolders()
                        + ")");
    }

    private static Optional<Path> path(Path folder, String name) {
        try {
            return Optional.of(folder.resolve(name));
        } catch (InvalidPathException e) {
            return Optional.empty(); // no path at all, so certainly no model
        }
    }

    private String describeFolders() {
        return String.join(", ", folders.stream().map(Path::toString).toList());
    }
}
