// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import ij.ImagePlus;
import ij.gui.Plot;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.score.Sde;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The forward process, frame by frame: {@code x(t) = scale(t) x(0) + std(t) eps} with one eps, for
 * the chain of DDPM (Ho et al. 2020, equation 4) or one of the equations of Song et al. (2021).
 *
 * @param model whose schedule and space are used
 * @param latent whether the noise is added to latents; they are shown beside the decoded image
 * @param process {@value #CHAIN}, or the name of an {@link Equation}
 * @param frames at least 2, from the image to the end
 * @param seed of eps
 */
public record ForwardProcessTool(
        ModelSpec model, boolean latent, String process, int frames, long seed) {

    /** The discrete chain. */
    public static final String CHAIN = "DDPM";

    /** Checks the values. */
    public ForwardProcessTool {
        if (frames < 2 || frames > 1000) {
            throw new IllegalArgumentException("frames must be between 2 and 1000, was " + frames);
        }
        if (!process.equalsIgnoreCase(CHAIN)) Equation.named(process);
    }

    /** The names of processes. */
    public static List<String> processes() {
        List<String> names = new ArrayList<>(List.of(CHAIN));
        names.addAll(Equation.names());
        return names;
    }

    /**
     * The result.
     *
     * @param frames from the image to noise
     * @param plot scale, std and signal-to-noise ratio over time
     */
    public record Result(ImagePlus frames, Plot plot) {}

    /** A moment: time in [0, 1], and what is left of the image and what has come of noise. */
    private record Moment(double t, String name, double scale, double std) {

        double snrDb() {
            return 20 * Math.log10(Math.max(1e-12, scale / Math.max(1e-12, std)));
        }

        String label() {
            double alphaBar = scale * scale / (scale * scale + std * std);
            return String.format(
                    Locale.ROOT,
                    "%s, alphaBar=%.4f, std=%.4g, SNR=%.3g",
                    name,
                    alphaBar,
                    std,
                    scale * scale / (std * std));
        }
    }

    /**
     * Makes frames and plot.
     *
     * @throws IOException if the model is unknown or damaged
     */
    public Result run(ImagePlus input, Progress progress) throws IOException {
        Plane plane = Plane.current(input);
        return Spaces.of(model, "").with(space -> run(space, input, plane, progress));
    }

    private Result run(Space space, ImagePlus input, Plane plane, Progress progress)
            throws IOException {
        boolean decoded = latent && space.latent();
        Tensor image = plane.tensor();
        Tensor clean = decoded ? space.toData(image) : image.map(v -> 2 * v - 1);
        Tensor eps = new TorchNoise(seed).gaussian(clean.shape());
        List<Moment> moments = moments(space.schedule());
        Frames stack = new Frames(plane.range());
        for (Moment moment : moments) {
            Tensor x = clean.combine(moment.scale, eps, moment.std);
            Tensor frame = decoded ? beside(space, x, moment) : x.map(v -> v / 2 + 0.5);
            stack.add(moment.label(), frame);
            progress.step(stack.count(), frames, () -> frame);
        }
        ImagePlus result = stack.toImage(input.getShortTitle() + "-forward");
        if (!decoded) ImageCopy.inherit(input, result);
        space.info()
                .put("space", latent ? "latents" : "pixels")
                .put("process", process)
                .put("frames", frames)
                .put("seed", seed)
                .writeTo(result, decoded ? AiShare.WHOLLY : AiShare.NOT, "Forward Process");
        return new Result(result, plot(moments));
    }

    /** The decoded image, and the latents at unit variance. */
    private static Tensor beside(Space space, Tensor x, Moment moment) {
        double norm = Math.sqrt(moment.scale * moment.scale + moment.std * moment.std);
        Tensor image = space.toImage(x.times(1 / norm));
        int zoom = Math.max(1, (image.dim(2) - 2) / (2 * x.dim(2)));
        Tensor latents = Panels.latents(x.times(1 / norm), zoom, image.dim(1));
        int height = Math.max(image.dim(2), latents.dim(2));
        return Panels.row(
                List.of(
                        Panels.pad(image, image.dim(3), height),
                        Panels.pad(latents, latents.dim(3), height)));
    }

    private List<Moment> moments(NoiseSchedule schedule) {
        List<Moment> moments = new ArrayList<>();
        boolean chain = process.equalsIgnoreCase(CHAIN);
        Sde sde = chain ? null : Equation.named(process).spanning(schedule);
        for (int i = 0; i < frames; i++) {
            double t = (double) i / (frames - 1);
            if (chain) moments.add(ofChain(schedule, t));
            else {
                String name = String.format(Locale.ROOT, "t=%.3f", t);
                moments.add(new Moment(t, name, sde.scale(t), sde.std(t)));
            }
        }
        return moments;
    }

    private static Moment ofChain(NoiseSchedule schedule, double t) {
        int timestep = (int) Math.round(t * schedule.trainTimesteps()) - 1;
        if (timestep < 0) return new Moment(0, "clean", 1, 0);
        double alphaBar = schedule.alphaBar(timestep);
        String name = "t=" + timestep;
        return new Moment(t, name, Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar));
    }

    private Plot plot(List<Moment> moments) {
        Plot plot = new Plot("Forward process of " + process, "time t", "share, or SNR / 40 dB");
        double[] t = moments.stream().mapToDouble(Moment::t).toArray();
        double[] norm =
                moments.stream()
                        .mapToDouble(m -> Math.max(1, Math.hypot(m.scale, m.std)))
                        .toArray();
        line(plot, Color.BLUE, t, i -> moments.get(i).scale / norm[i]);
        line(plot, Color.RED, t, i -> moments.get(i).std / norm[i]);
        line(plot, Color.GRAY, t, i -> Math.max(-1, Math.min(1, moments.get(i).snrDb() / 40)));
        plot.setColor(Color.BLACK);
        plot.addLegend("image\nnoise\nsignal-to-noise ratio / 40 dB");
        plot.setLimits(0, 1, -1.05, 1.05);
        return plot;
    }

    private static void line(
            Plot plot, Color color, double[] t, java.util.function.IntToDoubleFunction y) {
        double[] values = new double[t.length];
        for (int i = 0; i < t.length; i++) values[i] = y.applyAsDouble(i);
        plot.setColor(color);
        plot.setLineWidth(2);
        plot.addPoints(t, values, Plot.LINE);
    }
}
