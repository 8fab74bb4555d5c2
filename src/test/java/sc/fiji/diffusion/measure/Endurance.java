// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.TextToImageTool;

/**
 * Makes many images in one process, and opens and closes a model many times; prints how much the
 * process holds on the way, as CSV. What it holds must be flat after the first images.
 *
 * <pre>
 * mvn -q test-compile exec:exec \
 *     -Dexec.args="-cp %classpath sc.fiji.diffusion.measure.Endurance MODEL 1000 200"
 * </pre>
 *
 * <p>Linux only.
 */
public final class Endurance {

    private static final int EVERY = 10;
    private static final int STEPS = 2;
    private static final Path PROCESS = Path.of("/proc/self");

    private Endurance() {}

    /** Arguments: the model, the number of images, the number of openings. */
    public static void main(String... args) throws IOException, JMException {
        System.out.println(
                "phase,count,rss_mib,heap_mib,threads,handles,mappings,native_arrays,managers");
        int images = Integer.parseInt(args[1]);
        for (int k = 1; k <= images; k++) {
            generate(args[0], k);
            if (k % EVERY == 0) print("images", k);
        }
        int openings = Integer.parseInt(args[2]);
        for (int k = 1; k <= openings; k++) {
            Models.shared().close();
            generate(args[0], k);
            if (k % EVERY == 0) print("openings", k);
        }
    }

    private static void generate(String model, long seed) throws IOException {
        Sampling sampling = Sampling.of(model, "a cell").withSteps(STEPS).withSeed(seed);
        new TextToImageTool(sampling, 0, 0, OutputType.SAME).run(Progress.NONE);
    }

    private static void print(String phase, int count) throws IOException, JMException {
        String histogram = histogram(); // collects garbage first
        Runtime runtime = Runtime.getRuntime();
        System.out.println(
                String.format(
                        Locale.ROOT,
                        "%s,%d,%.1f,%.1f,%d,%d,%d,%d,%d",
                        phase,
                        count,
                        rssMib(),
                        (runtime.totalMemory() - runtime.freeMemory()) / 1048576.,
                        entries("task"),
                        entries("fd"),
                        lines(PROCESS.resolve("maps")),
                        instances(histogram, "ai.djl.pytorch.engine.PtNDArray"),
                        instances(histogram, "ai.djl.pytorch.engine.PtNDManager")));
    }

    /** The objects that are alive, a class a line. */
    private static String histogram() throws JMException {
        return (String)
                ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "gcClassHistogram",
                                new Object[] {new String[0]},
                                new String[] {String[].class.getName()});
    }

    /** The second number of a line such as {@code 12: 300 14400 ai.djl... (ai.djl.api)}. */
    private static long instances(String histogram, String className) {
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 3 && words[3].equals(className))
                .mapToLong(words -> Long.parseLong(words[1]))
                .sum();
    }

    private static double rssMib() throws IOException {
        try (Stream<String> status = Files.lines(PROCESS.resolve("status"))) {
            String rss = status.filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(rss.replaceAll("\\D", "")) / 1024.;
        }
    }

    private static long entries(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(PROCESS.resolve(folder))) {
            return entries.count();
        }
    }

    private static long lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }
}
