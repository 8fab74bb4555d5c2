// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.WeightLayout;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.weights.SafetensorsFile;

/**
 * The time of a guided step and of a decoding at the size of Stable Diffusion 1.5 (random weights,
 * float32), beside PyTorch eager with as many threads, run in turns: medians of 5 and their ratio.
 * Needs 9 GB of memory, 4 GB on the disk, and a Python with torch 2.7.1 and diffusers 0.36.0.
 *
 * <pre>mvn -q test-compile exec:exec@benchmark -Dpython=/path/to/python</pre>
 */
public final class SpeedBenchmark {

    private static final int REPEATS = 5;
    private static final Path FOLDER = Path.of("target", "benchmark");
    private static final Path CONFIGS = Path.of("src/test/resources/sc/fiji/diffusion/nn");
    private static final Path UNET = CONFIGS.resolve("sd1.5-unet.json");
    private static final Path VAE = CONFIGS.resolve("sd1.5-vae.json");

    private SpeedBenchmark() {}

    /**
     * @param arguments the Python
     */
    public static void main(String[] arguments) throws IOException {
        UnetConfig unet = UnetConfig.read(ConfigFile.open(UNET));
        VaeConfig vae = VaeConfig.read(ConfigFile.open(VAE));
        Path unetFile = FOLDER.resolve("unet.safetensors");
        Path vaeFile = FOLDER.resolve("vae.safetensors");
        int threads = TorchEngine.get().machine().threads();
        System.out.println("this: " + TorchEngine.get().describe());
        try (Peer peer = Peer.start(arguments[0], threads, UNET, unetFile, VAE, vaeFile)) {
            Tensor sample = new TorchNoise(1).gaussian(2, 4, 64, 64);
            Tensor context = new TorchNoise(2).gaussian(2, 77, 768);
            Tensor time = Tensor.full(500, 2);
            try (Network network = Network.load(unet.source());
                    Weights weights = load(unetFile, unet.layout())) {
                compare("unet", () -> network.run(weights, sample, time, context).get(0), peer);
            }
            Tensor latents = sample.slice(0, 1);
            try (Network network = Network.load(vae.decoder());
                    Weights weights = load(vaeFile, vae.layout())) {
                compare("vae", () -> network.run(weights, latents).get(0), peer);
            }
        }
    }

    private static Weights load(Path file, WeightLayout layout) throws IOException {
        return Weights.load(SafetensorsFile.open(file), layout);
    }

    /** One run of each to warm up, then in turns. */
    private static void compare(String what, Supplier<Tensor> run, Peer peer) throws IOException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int k = 0; k <= REPEATS; k++) {
            double own = seconds(run);
            double other = peer.seconds(what);
            System.out.printf(Locale.ROOT, "%s %d: %.2f s, PyTorch %.2f s%n", what, k, own, other);
            if (k == 0) continue;
            ours.add(own);
            theirs.add(other);
        }
        double ratio = median(ours) / median(theirs);
        System.out.printf(
                Locale.ROOT,
                "%s median of %d: %.2f s, PyTorch eager %.2f s, ratio %.3f%n",
                what,
                REPEATS,
                median(ours),
                median(theirs),
                ratio);
    }

    private static double seconds(Supplier<Tensor> run) {
        long start = System.nanoTime();
        Tensor result = run.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!Float.isFinite(result.data()[0])) throw new IllegalStateException("not finite");
        return seconds;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
