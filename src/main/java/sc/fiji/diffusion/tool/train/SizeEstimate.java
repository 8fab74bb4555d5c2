// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.files.Folders;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Devices;
import sc.fiji.diffusion.train.data.Augmentation;
import sc.fiji.diffusion.train.data.Batches;
import sc.fiji.diffusion.train.data.ImageSet;

/**
 * What a network costs on this machine: its parameters, and the hours of ten thousand steps after a
 * short timing on noise. Timings run one after the other in the background and are remembered.
 */
public final class SizeEstimate {

    private static final SizeEstimate SHARED = new SizeEstimate();
    private static final int STEPS = 10_000;

    private final Map<String, String> texts = new ConcurrentHashMap<>();

    private final ExecutorService timings =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread thread = new Thread(task, "diffusion-timing");
                        thread.setDaemon(true);
                        return thread;
                    });

    private SizeEstimate() {}

    /** The estimates of this process. */
    public static SizeEstimate shared() {
        return SHARED;
    }

    /** One line, which says that the timing is under way until it is done. */
    public String text(NetworkSettings network, int batch) {
        String key = network.toString() + batch;
        String known = texts.putIfAbsent(key, "Timing a few steps on this machine, please wait...");
        if (known != null) return known;
        timings.execute(() -> texts.put(key, measure(network, batch)));
        return texts.get(key);
    }

    private static String measure(NetworkSettings network, int batch) {
        try {
            Path folder = Files.createTempDirectory("diffusion");
            try (Recipe recipe =
                    Recipe.of(network, folder, noise(network.side(), batch), compute())) {
                double seconds = StepTimer.measure(recipe.task());
                return String.format(
                        Locale.ROOT,
                        "%.1f million parameters, %.2f s a step: %d steps take %.1f hours here.",
                        recipe.task().parameters() / 1e6,
                        seconds,
                        STEPS,
                        STEPS * seconds / 3600);
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException | RuntimeException e) {
            return "No timing: " + e.getMessage();
        }
    }

    private static RunCompute compute() {
        Devices.apply();
        return RunCompute.of(Devices.wish(), TorchEngine.get().machine());
    }

    private static Batches noise(int side, int batch) {
        Random random = new Random(0);
        List<Tensor> images = new ArrayList<>();
        for (int i = 0; i < 2; i++)
            images.add(Tensor.zeros(1, 1, side, side).map(zero -> 2 * random.nextDouble() - 1));
        List<String> words = List.of("noise", "noise");
        ImageSet set = new ImageSet(images, words, words);
        return Batches.training(set, side, batch, Augmentation.NONE, 1);
    }
}
