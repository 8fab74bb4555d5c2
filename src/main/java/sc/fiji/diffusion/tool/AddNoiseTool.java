// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.image.PixelFormat;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ResultStack;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.record.InputRecord;

/**
 * The forward process of diffusion (Ho et al. 2020, eq. 4): {@code x_t = sqrt(alphaBar) x_0 +
 * sqrt(1 - alphaBar) eps} on the scale [-1, 1] of a model, with its schedule. All frames share one
 * eps.
 *
 * @param model the model, and what is used in place of its own parts
 * @param strength how far along the schedule, 0 (clean) to 1 (the last timestep)
 * @param seed of eps
 * @param space where the noise is added
 * @param frames 1 for the noisy image, more for an animation from the clean image to it
 */
public record AddNoiseTool(ModelSpec model, double strength, long seed, Space space, int frames) {

    /** The largest number of frames. */
    public static final int MAX_FRAMES = 1000;

    /** Where noise is added. */
    public enum Space {
        /** To the pixels. */
        PIXELS("pixels", AiShare.NOT),
        /** To the latents, which are then decoded. */
        LATENTS("latents", AiShare.WHOLLY);

        private final String label;
        private final AiShare share;

        Space(String label, AiShare share) {
            this.label = label;
            this.share = share;
        }

        /** The names that {@link #named} knows. */
        public static List<String> names() {
            return Arrays.stream(values()).map(space -> space.label).toList();
        }

        /**
         * The space of a name, which may also stand in the singular.
         *
         * @throws IllegalArgumentException if there is none, listing the names
         */
        public static Space named(String name) {
            String plural = name.endsWith("s") ? name : name + "s";
            return Choice.named("space", plural, values(), space -> space.label);
        }
    }

    /** Checks strength and frames. */
    public AddNoiseTool {
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException(
                    "strength must be between 0 and 1, was "
                            + strength
                            + "; 0 is the clean image, 1 the end of the schedule");
        }
        if (frames < 1 || frames > MAX_FRAMES) {
            throw new IllegalArgumentException(
                    "frames must be between 1 and " + MAX_FRAMES + ", was " + frames);
        }
    }

    /**
     * Makes noisy versions of the shown plane, as 32-bit frames with the input's display range and
     * nothing cut off; RGB becomes a composite of three channels.
     *
     * @throws IOException if the model is unknown or damaged
     * @throws java.util.concurrent.CancellationException if the progress stops the run
     */
    public ImagePlus run(ImagePlus input, Progress progress) throws IOException {
        Plane plane = Plane.current(input);
        InputRecord seen = InputRecord.of(input);
        return Models.shared().with(model, loaded -> run(loaded, input, plane, seen, progress));
    }

    private ImagePlus run(
            DiffusionModel loaded,
            ImagePlus input,
            Plane plane,
            InputRecord seen,
            Progress progress)
            throws IOException {
        Noising noising = noising(loaded, plane.tensor());
        ValueRange range = plane.range().in(input.getCalibration());
        PixelFormat format = new PixelFormat(PixelKind.GRAY32, range, true);
        ResultStack results = new ResultStack();
        for (int frame = 0; frame < frames; frame++) {
            double share = frames == 1 ? strength : strength * frame / (frames - 1);
            int timestep = (int) Math.round(share * loaded.schedule().trainTimesteps()) - 1;
            double alphaBar = alphaBar(loaded.schedule(), timestep);
            Tensor noisy = noising.at(alphaBar).map(v -> v / 2 + 0.5);
            results.add(label(timestep, alphaBar), format.planes(noisy));
            progress.step(frame + 1, frames, () -> noisy);
        }
        ImagePlus image = results.toImage(input.getShortTitle() + "-noisy");
        image.setDimensions(plane.kind().channels(), 1, frames);
        ImageCopy.inherit(input, image);
        new Info(loaded)
                .put("strength", strength)
                .put("seed", seed)
                .put("space", space.label)
                .put("frames", frames)
                .input(seen)
                .writeTo(image, space.share, "Add Noise");
        return image;
    }

    private static double alphaBar(NoiseSchedule schedule, int timestep) {
        return timestep < 0 ? 1 : schedule.alphaBar(timestep);
    }

    private static String label(int timestep, double alphaBar) {
        String when = timestep < 0 ? "clean" : "t=" + timestep;
        return String.format(Locale.ROOT, "%s, alphaBar=%.4f", when, alphaBar);
    }

    private Noising noising(DiffusionModel loaded, Tensor image) {
        Tensor signal = image.map(v -> 2 * v - 1);
        if (space == Space.PIXELS) {
            Tensor eps = new TorchNoise(seed).gaussian(signal.shape());
            return alphaBar -> mix(signal, eps, alphaBar);
        }
        Window asked = new Window(0, 0, image.dim(3), image.dim(2));
        Window worked = Window.whole(image.dim(3), image.dim(2), loaded.vaeFactor());
        List<Noising> parts = new ArrayList<>();
        for (Tensor part : Channels.split(worked.cut(signal), loaded.imageChannels())) {
            parts.add(latentNoising(loaded, part));
        }
        return alphaBar -> {
            List<Tensor> noisy = parts.stream().map(part -> part.at(alphaBar)).toList();
            return asked.cut(Channels.fit(Channels.join(noisy), image.dim(1)));
        };
    }

    private Noising latentNoising(DiffusionModel loaded, Tensor signal) {
        double scale = loaded.scalingFactor();
        Tensor latents = loaded.encode(signal).mean().times(scale);
        Tensor eps = new TorchNoise(seed).gaussian(latents.shape());
        return alphaBar -> loaded.decode(mix(latents, eps, alphaBar).times(1 / scale));
    }

    private static Tensor mix(Tensor clean, Tensor eps, double alphaBar) {
        return clean.combine(Math.sqrt(alphaBar), eps, Math.sqrt(1 - alphaBar));
    }

    /** A signal at every noise level. */
    @FunctionalInterface
    private interface Noising {
        Tensor at(double alphaBar);
    }
}
