// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import ij.IJ;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import sc.fiji.diffusion.engine.Compute;
import sc.fiji.diffusion.engine.NativeMemory;
import sc.fiji.diffusion.engine.SystemMemory;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.files.Stamp;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.ModelException;
import sc.fiji.diffusion.model.ModelLibrary;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.model.ModelSummary;

/**
 * The models of this installation. The one used last stays loaded until another is needed, its
 * files change, somebody releases it, or memory is short; one task uses it at a time.
 *
 * <p>Models are looked for in the folders that the system property {@value #FOLDERS_PROPERTY}
 * lists, then in {@code models} inside ImageJ's folder, then in {@code models} inside the working
 * directory.
 */
public final class Models {

    /** Lists models folders, separated as the class path is. */
    public static final String FOLDERS_PROPERTY = "diffusion.models";

    private static final Models SHARED = new Models();

    private final ReentrantLock inUse = new ReentrantLock();
    private volatile DiffusionModel loaded;
    private ModelSpec loadedFrom;
    private Stamp loadedBase;
    private Stamp loadedFiles;

    private Models() {
        MemoryWatch.start(this::closeIfIdle);
    }

    /** The models that all tools of this process share. */
    public static Models shared() {
        return SHARED;
    }

    /** Names of the models that are installed, sorted. */
    public List<String> names() {
        return library().names();
    }

    /**
     * Finds a model without loading it.
     *
     * @param nameOrPath a name in a models folder, or a path
     * @throws IOException if there is none, listing those that are installed
     */
    public Path find(String nameOrPath) throws IOException {
        return library().find(nameOrPath).toAbsolutePath().normalize();
    }

    /** Whether there is an adapter of a name or path. */
    public boolean hasLora(String nameOrPath) {
        return library().hasLora(nameOrPath);
    }

    /** Whether there is an embedding of a name or path. */
    public boolean hasEmbedding(String nameOrPath) {
        return library().hasEmbedding(nameOrPath);
    }

    /**
     * Finds a CLIP model without loading it.
     *
     * @param nameOrPath see {@link ModelLibrary#findClip}
     * @throws IOException if there is none
     */
    public Path findClip(String nameOrPath) throws IOException {
        return library().findClip(nameOrPath);
    }

    /**
     * Runs a task with a model.
     *
     * @param spec the model, and what is used in place of its own parts
     * @throws IOException if the model is unknown or damaged, or if memory does not suffice, saying
     *     what to do
     */
    public <T> T with(ModelSpec spec, ModelTask<T> task) throws IOException {
        inUse.lock();
        try {
            load(library().locate(spec));
            requireMemory();
            return task.run(loaded);
        } catch (UncheckedIOException e) {
            throw new ModelException(e.getCause().getMessage(), e); // a file that is read when used
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            if (!NativeMemory.isExhausted(e)) throw e;
            String device = loaded == null ? "" : " on " + loaded.device();
            close();
            throw new ModelException(
                    "memory does not suffice for model "
                            + spec.model()
                            + device
                            + "; half the width and height take a quarter of the memory. What is"
                            + " loaded was released ("
                            + NativeMemory.reason(e)
                            + ")",
                    e);
        } finally {
            inUse.unlock();
        }
    }

    /** Without some memory beside what it computes with, the process would end without a word. */
    private static void requireMemory() throws ModelException {
        if (SystemMemory.fitsLimit(0)) return;
        throw new ModelException(
                "the memory that the system grants this process is used up; start ImageJ anew, or"
                        + " raise the limit (of its container, or ulimit -v)");
    }

    private void load(ModelSpec located) throws IOException {
        Stamp base = Stamp.of(located.withLoras(List.of()).files());
        Stamp all = Stamp.of(located.files());
        boolean same = located.equals(loadedFrom);
        if (same && all.equals(loadedFiles)) return;
        boolean adapted =
                !same
                        && loadedFrom != null
                        && located.sameButAdapters(loadedFrom)
                        && base.equals(loadedBase);
        loadedFrom = null; // should it fail, the model may have a part of the adapters
        if (loaded != null && adapted) {
            loaded.adapt(located);
        } else {
            close();
            Compute compute = Devices.apply();
            if (!compute.fallback().isEmpty()) IJ.log("Diffusion runs on " + compute.describe());
            loaded = DiffusionModel.open(located);
        }
        loadedFrom = located;
        loadedBase = base;
        loadedFiles = all;
    }

    /**
     * What can be told of the models, adapters and embeddings that are installed, without loading.
     *
     * @throws IOException if a folder cannot be read
     */
    public List<ModelSummary> installed() throws IOException {
        return library().summaries();
    }

    /** Where something of a name or path may be: in each models folder, and the path itself. */
    public List<Path> places(String nameOrPath) {
        return Stream.concat(folders().stream(), Stream.of(Path.of("")))
                .map(folder -> folder.resolve(nameOrPath))
                .toList();
    }

    /** Where a new model of a name belongs: in the first of the models folders. */
    public Path folderOfNew(String name) {
        return folders().get(0).resolve(name);
    }

    /** The model that is loaded and what it runs on, for the user; empty if none is. */
    public Optional<String> loaded() {
        DiffusionModel model = loaded;
        return Optional.ofNullable(model).map(m -> m.name() + " on " + m.compute().describe());
    }

    /** Frees the memory of the model that is loaded, if one is; waits for a task that uses it. */
    public void close() {
        inUse.lock();
        try {
            if (loaded == null) return;
            loaded.close();
            loaded = null;
            loadedFrom = null;
            TorchEngine.get().releaseUnused();
        } finally {
            inUse.unlock();
        }
    }

    private void closeIfIdle() {
        if (!inUse.tryLock()) return;
        try {
            close();
        } finally {
            inUse.unlock();
        }
    }

    private static ModelLibrary library() {
        return new ModelLibrary(folders());
    }

    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        for (String folder : System.getProperty(FOLDERS_PROPERTY, "").split(File.pathSeparator)) {
            if (!folder.isBlank()) folders.add(Path.of(folder));
        }
        String imagej = IJ.getDirectory("imagej");
        if (imagej != null) folders.add(Path.of(imagej, "models"));
        folders.add(Path.of("models"));
        return folders;
    }

    /** What is done with a loaded model. */
    @FunctionalInterface
    public interface ModelTask<T> {

        /** Uses the model, which stays open afterwards. */
        T run(DiffusionModel model) throws IOException;
    }
}
