// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ResultStack;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.ModelException;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.model.Posterior;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.record.InputRecord;

/**
 * The two halves of a model's autoencoder. Latents are 32-bit stacks of one slice per latent
 * channel, unscaled, as the encoder gives them.
 *
 * @param model the model, and what is used in place of its own parts
 */
public record VaeTool(ModelSpec model) {

    static final String ENCODE_TASK = "VAE Encode";

    /** Which of the posterior's latents to take. */
    public enum Mode {
        /** The mean. */
        MEAN("mean"),
        /** A draw. */
        SAMPLE("sample");

        private final String label;

        Mode(String label) {
            this.label = label;
        }

        /** The names that {@link #named} knows. */
        public static List<String> names() {
            return Arrays.stream(values()).map(mode -> mode.label).toList();
        }

        /**
         * The mode of a name.
         *
         * @throws IllegalArgumentException if there is none, listing the names
         */
        public static Mode named(String name) {
            return Choice.named("mode", name, values(), mode -> mode.label);
        }
    }

    /**
     * Encodes the shown plane of an image; an RGB image is averaged for a one-channel model.
     *
     * @param seed of {@link Mode#SAMPLE}
     * @throws IOException if the model is unknown or damaged
     */
    public ImagePlus encode(ImagePlus input, Mode mode, long seed) throws IOException {
        Plane plane = Plane.current(input);
        InputRecord seen = InputRecord.of(input);
        return Models.shared()
                .with(
                        model,
                        loaded -> {
                            Tensor latents = latents(loaded, plane.tensor(), mode, seed);
                            ImagePlus image = stack(latents, input.getShortTitle() + "-latents");
                            ImageCopy.inheritButValues(input, image);
                            scale(image, loaded.vaeFactor());
                            LatentSource source = LatentSource.of(plane);
                            source.put(new Info(loaded).put("mode", mode.label).put("seed", seed))
                                    .input(seen)
                                    .writeTo(image, AiShare.NOT, ENCODE_TASK);
                            return image;
                        });
    }

    /**
     * Decodes a stack of latents. Size, type and display range are those of the image that was
     * encoded, as far as the stack's Info tells them.
     *
     * @throws IllegalArgumentException if the stack does not have one slice per latent channel
     * @throws IOException if the model is unknown or damaged, or not the one that encoded
     */
    public ImagePlus decode(ImagePlus latents, OutputType output) throws IOException {
        return Models.shared()
                .with(
                        model,
                        loaded -> {
                            Tensor values = values(latents, loaded);
                            LatentSource source = LatentSource.read(latents, loaded, values);
                            List<Integer> all =
                                    IntStream.rangeClosed(1, latents.getStackSize())
                                            .boxed()
                                            .toList();
                            InputRecord seen = InputRecord.of(latents, all);
                            Tensor image = unit(loaded.decode(values));
                            ImagePlus result = render(image, source, output, latents);
                            scale(result, 1.0 / loaded.vaeFactor());
                            new Info(loaded)
                                    .put("output", output.label())
                                    .input(seen)
                                    .writeTo(result, AiShare.WHOLLY, "VAE Decode");
                            return result;
                        });
    }

    private static Tensor latents(DiffusionModel model, Tensor image, Mode mode, long seed) {
        Window whole = Window.whole(image.dim(3), image.dim(2), model.vaeFactor());
        Tensor seen = Channels.fit(whole.cut(image), model.imageChannels());
        Posterior posterior = model.encode(seen.map(v -> 2 * v - 1));
        return mode == Mode.MEAN ? posterior.mean() : posterior.sample(new TorchNoise(seed));
    }

    private static Tensor unit(Tensor decoded) {
        return decoded.map(v -> Math.max(0, Math.min(1, v / 2 + 0.5)));
    }

    private static ImagePlus stack(Tensor latents, String title) {
        ResultStack results = new ResultStack();
        for (int c = 0; c < latents.dim(1); c++) {
            Tensor channel = Channels.channel(latents, c);
            FloatProcessor plane =
                    new FloatProcessor(latents.dim(3), latents.dim(2), channel.data());
            results.add("latent channel " + (c + 1), List.of(plane));
        }
        return results.toImage(title);
    }

    private static Tensor values(ImagePlus latents, DiffusionModel model) throws ModelException {
        int slices = latents.getStackSize();
        if (latents.getBitDepth() != 32 || slices != model.latentChannels()) {
            throw new IllegalArgumentException(
                    "\""
                            + latents.getTitle()
                            + "\" is no stack of latents of model "
                            + model.name()
                            + ": that needs "
                            + model.latentChannels()
                            + " slices of 32 bits, and it has "
                            + slices
                            + " of "
                            + latents.getBitDepth()
                            + "; make one by VAE Encode");
        }
        int plane = latents.getWidth() * latents.getHeight();
        float[] values = new float[slices * plane];
        for (int s = 0; s < slices; s++) {
            Object pixels = latents.getStack().getPixels(s + 1);
            System.arraycopy(pixels, 0, values, s * plane, plane);
        }
        return Tensor.of(values, 1, slices, latents.getHeight(), latents.getWidth());
    }

    private static ImagePlus render(
            Tensor image, LatentSource source, OutputType output, ImagePlus latents) {
        ResultStack results = new ResultStack();
        Window asked = new Window(0, 0, source.width(), source.height());
        results.add(null, output.format(source.kind(), source.range()).planes(asked.cut(image)));
        ImagePlus result = results.toImage(latents.getShortTitle() + "-decoded");
        result.setCalibration(latents.getCalibration());
        result.setProperty(Info.PROPERTY, latents.getProperty(Info.PROPERTY));
        return result;
    }

    private static void scale(ImagePlus image, double factor) {
        image.getCalibration().pixelWidth *= factor;
        image.getCalibration().pixelHeight *= factor;
    }
}
