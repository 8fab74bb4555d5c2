// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import sc.fiji.diffusion.files.WholeFile;
import sc.fiji.diffusion.train.Checkpoint;
import sc.fiji.diffusion.train.Precision;

/**
 * Where a run keeps what it needs to resume and to be understood: {@value #SETTINGS}, {@value
 * #CHECKPOINT}, the tables of {@link RunHistory}, and previews.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {

    /** The settings, as a JSON object of texts. */
    public static final String SETTINGS = "settings.json";

    /** The full state of the optimizer. */
    public static final String CHECKPOINT = "checkpoint.safetensors";

    /** The key of the number format that the networks are trained in. */
    public static final String PRECISION = "precision";

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /**
     * Makes the folder, or returns to one of the same settings.
     *
     * @throws IOException if it holds a run with other settings, naming the first that differs, or
     *     cannot be written
     */
    public static RunFolder open(Path path, Map<String, String> settings) throws IOException {
        return open(path, settings, Set.of());
    }

    /**
     * The same where runs that were begun with an earlier version lack some settings. Such a run
     * gets them now.
     *
     * @param later the keys of these settings
     */
    public static RunFolder open(Path path, Map<String, String> settings, Set<String> later)
            throws IOException {
        Path file = path.resolve(SETTINGS);
        if (Files.exists(file)) {
            Map<String, String> saved = read(file);
            for (String key : later) saved.putIfAbsent(key, settings.get(key));
            requireSame(file, saved, settings);
        }
        Files.createDirectories(path);
        WholeFile.write(file, GSON.toJson(settings));
        return new RunFolder(path);
    }

    /** What is left of a run that ended while it wrote its settings. */
    public static Path unfinished(Path path) {
        return WholeFile.part(path.resolve(SETTINGS));
    }

    /**
     * At least so many bytes are written before the run ends: the checkpoint and the model, each of
     * which stays until its next version is whole.
     *
     * @param task what is trained
     */
    public long bytesToWrite(TrainingTask task) throws IOException {
        long model = Float.BYTES * task.parameters();
        long version = Checkpoint.SIZE_IN_MODELS * model;
        long there = Files.exists(checkpoint()) ? Files.size(checkpoint()) + model : 0;
        return Math.max(0, 2 * (version + model) - there);
    }

    /** Whether a folder holds a run. */
    public static boolean isRun(Path path) {
        return Files.exists(path.resolve(SETTINGS));
    }

    /**
     * The number format that the run of a folder began in, so that it goes on in the same one on
     * every machine.
     *
     * @param choice for a run that has not begun yet
     * @throws IOException if the settings are damaged
     */
    public static Precision precision(Path path, Precision choice) throws IOException {
        Path file = path.resolve(SETTINGS);
        String label = isRun(path) ? read(file).get(PRECISION) : null;
        if (label == null) return choice;
        return Precision.named(label)
                .orElseThrow(
                        () ->
                                new IOException(
                                        file
                                                + " says that the run's precision was \""
                                                + label
                                                + "\", which must be one of: float32, bfloat16"));
    }

    private static Map<String, String> read(Path file) throws IOException {
        try {
            Map<String, String> settings =
                    GSON.fromJson(
                            Files.readString(file),
                            new TypeToken<LinkedHashMap<String, String>>() {}.getType());
            if (settings != null) return settings;
        } catch (JsonParseException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
        throw new IOException(file + " is empty; choose another output, or delete the folder");
    }

    private static void requireSame(
            Path file, Map<String, String> saved, Map<String, String> settings) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(saved);
        all.putAll(settings);
        for (String key : all.keySet()) {
            if (Objects.equals(saved.get(key), settings.get(key))) continue;
            throw new IOException(
                    file.getParent()
                            + " holds a run whose "
                            + key
                            + " was "
                            + saved.get(key)
                            + ", not "
                            + settings.get(key)
                            + "; use the same settings to go on with it, or choose another"
                            + " output");
        }
    }

    /** The checkpoint's file. */
    public Path checkpoint() {
        return path.resolve(CHECKPOINT);
    }
}
