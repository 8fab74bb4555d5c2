// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import ij.Prefs;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import sc.fiji.diffusion.engine.SystemMemory;
import sc.fiji.diffusion.model.ModelCost;

/**
 * What a run will cost on this machine: seconds as they were measured with the same model and task,
 * kept in ImageJ's preferences, or a rough guess before there are any; and memory.
 */
public final class RunEstimate {

    private static final String KEY = "diffusion.seconds.";
    private static final int NOT_MEASURED = 0;

    /**
     * Seconds a thread takes for one parameter at one place in a step with guidance: 12.8 s on two
     * threads for the 860 million of Stable Diffusion 1.5 at 4,096 places, rounded up.
     */
    private static final double GUESS = 1e-11;

    private static final RunEstimate SHARED = new RunEstimate();

    private final Map<String, ModelCost> costs = new ConcurrentHashMap<>();
    private final Map<String, String> problems = new ConcurrentHashMap<>();

    private final ExecutorService reading =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread thread = new Thread(task, "diffusion-estimate");
                        thread.setDaemon(true);
                        return thread;
                    });

    private RunEstimate() {}

    /** The estimates of this process. */
    public static RunEstimate shared() {
        return SHARED;
    }

    /**
     * Remembers how long a step took, with all that is done in it.
     *
     * @param task the command's title
     */
    public void measured(String model, String task, double secondsPerStep) {
        Prefs.set(key(model, task), secondsPerStep);
    }

    /**
     * One line on time and memory; says that it is looking while a model is read for the first
     * time, in the background.
     *
     * @param task the command's title
     * @param steps of all runs together
     */
    public String text(String model, String task, int steps) {
        ModelCost cost = costs.get(model);
        if (cost == null) {
            if (problems.putIfAbsent(model, "Looking at " + model + "...") == null) {
                reading.execute(() -> read(model));
            }
            return problems.get(model);
        }
        return time(cost, Prefs.get(key(model, task), NOT_MEASURED), steps) + ", " + memory(cost);
    }

    private void read(String model) {
        try {
            costs.put(model, ModelCost.of(Models.shared().find(model)));
        } catch (IOException | RuntimeException e) {
            problems.put(model, String.valueOf(e.getMessage()));
        }
    }

    private static String time(ModelCost cost, double measured, int steps) {
        if (measured > NOT_MEASURED) return "About " + duration(measured * steps);
        int threads = Runtime.getRuntime().availableProcessors();
        double guess = GUESS * cost.denoiser() * cost.positions() / threads;
        return "Roughly " + duration(guess * steps) + " (not run here yet)";
    }

    /** A time as people say it. */
    static String duration(double seconds) {
        if (seconds < 10) return String.format(Locale.ROOT, "%.1f s", seconds);
        if (seconds < 100) return Math.round(seconds) + " s";
        double minutes = seconds / 60;
        return minutes < 100
                ? Math.round(minutes) + " min"
                : String.format(Locale.ROOT, "%.1f h", minutes / 60);
    }

    private static String memory(ModelCost cost) {
        String needed = gigabytes(cost.bytes()) + " GB of memory";
        OptionalLong free = SystemMemory.available();
        return free.isEmpty() ? needed : needed + ", " + gigabytes(free.getAsLong()) + " free";
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e9);
    }

    private static String key(String model, String task) {
        return KEY + model.replaceAll("\\W", "-") + "." + task.replaceAll("\\W", "-");
    }
}
