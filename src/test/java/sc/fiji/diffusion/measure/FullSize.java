// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import sc.fiji.diffusion.model.Conditioning;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.KeyTable;
import sc.fiji.diffusion.text.Prompt;
import sc.fiji.diffusion.weights.single.CheckpointFile;

/**
 * Loads a checkpoint of full size and takes one guided step at the model's native size; says how
 * long it took and how much memory, in relation to the weights as they are computed with.
 *
 * <pre>
 * mvn -q test-compile exec:exec \
 *     -Dexec.args="-Xmx1g -cp %classpath sc.fiji.diffusion.measure.FullSize sd1.5 FOLDER"
 * </pre>
 *
 * <p>It writes FOLDER/sd1.5.safetensors first (2 GB, sdxl: 7 GB) if it is not there. Linux only.
 */
public final class FullSize {

    private static final double MIB = 1 << 20;

    private FullSize() {}

    /**
     * Arguments: the key table ({@code sd1.5}, {@code sd2.1}, {@code sdxl}), a folder, and {@code
     * single} for a step without guidance.
     */
    public static void main(String... args) throws IOException {
        Path file = Path.of(args[1], args[0] + ".safetensors");
        if (!Files.exists(file)) FullSizeFile.write(args[0], file);
        long values = KeyTable.read(args[0]).rows().stream().mapToLong(KeyTable.Row::size).sum();
        say("weights: %d values, %.0f MiB as float32", values, values * 4 / MIB);

        long start = System.nanoTime();
        say("%s, listed in %.3f s", CheckpointFile.open(file).describe(), seconds(start));
        say("peak before loading: %.0f MiB", peakMib());
        start = System.nanoTime();
        try (DiffusionModel model = DiffusionModel.open(file)) {
            say("opened in %.1f s, peak %.0f MiB", seconds(start), peakMib());
            step(model, args.length < 3);
        }
        double compute = values * 4 / MIB;
        say("peak %.0f MiB = %.3f of the weights as float32", peakMib(), peakMib() / compute);
    }

    /** The texts, and the network once, for the prompt and the negative prompt together. */
    private static void step(DiffusionModel model, boolean guided) {
        int size = model.nativeSize();
        long start = System.nanoTime();
        List<Conditioning> texts =
                model.textEncoders().encode(Prompt.empty(), Prompt.parse("a cell"), 0);
        Conditioning text = guided ? Conditioning.concat(texts) : texts.get(1);
        if (model.seesSize()) text = text.withSize(size, size);
        say("texts in %.1f s, peak %.0f MiB", seconds(start), peakMib());
        int side = size / model.vaeFactor();
        Tensor latents =
                new TorchNoise(1).gaussian(guided ? 2 : 1, model.latentChannels(), side, side);
        start = System.nanoTime();
        float largest = 0;
        for (float v : model.unet().predict(latents, 999, text).data()) {
            if (!Float.isFinite(v)) throw new IllegalStateException("not finite: " + v);
            largest = Math.max(largest, Math.abs(v));
        }
        String kind = guided ? "guided" : "single";
        say("one %s step at %d in %.1f s, largest value %.2f", kind, size, seconds(start), largest);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double peakMib() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String peak = lines.filter(line -> line.startsWith("VmHWM:")).findFirst().orElseThrow();
            return Long.parseLong(peak.replaceAll("\\D", "")) / 1024.;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(String form, Object... values) {
        System.out.println(String.format(Locale.ROOT, form, values));
    }
}
