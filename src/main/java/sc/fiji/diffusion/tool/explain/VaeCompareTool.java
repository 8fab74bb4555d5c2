// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.model.Posterior;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Info;
import sc.fiji.diffusion.tool.Models;

/**
 * What an autoencoder keeps of an image (Kingma and Welling 2013): original, reconstruction and
 * difference, the posterior's mean and spread, and figures; and what one latent channel stands for.
 *
 * @param model the model
 */
public record VaeCompareTool(ModelSpec model) {

    /**
     * The result.
     *
     * @param panels per slice, from left to right: original, reconstruction, difference (grey is
     *     none, five times), posterior means, posterior deviations
     * @param table PSNR, SSIM and KL divergence of each slice
     */
    public record Result(ImagePlus panels, ResultsTable table) {}

    private static final double DIFFERENCE_GAIN = 5;

    /**
     * Compares the shown plane, or all slices of the stack.
     *
     * @throws IOException if the model is unknown or damaged
     */
    public Result run(ImagePlus input, boolean all, Progress progress) throws IOException {
        return Models.shared()
                .with(
                        model,
                        loaded -> {
                            Frames frames = new Frames(ValueRange.UNIT);
                            ResultsTable table = new ResultsTable();
                            int first = all ? 1 : input.getCurrentSlice();
                            int last = all ? input.getStackSize() : first;
                            for (int s = first; s <= last; s++) {
                                Plane plane = Plane.at(input, s);
                                compare(loaded, plane.tensor(), s, frames, table);
                                progress.step(s - first + 1, last - first + 1, plane::tensor);
                            }
                            ImagePlus image = frames.toImage(input.getShortTitle() + "-vae");
                            new Info(loaded)
                                    .put("slices", all ? "all" : "current")
                                    .writeTo(image, AiShare.WHOLLY, "VAE Compare");
                            return new Result(image, table);
                        });
    }

    private static void compare(
            DiffusionModel loaded, Tensor image, int slice, Frames frames, ResultsTable table) {
        Tensor original = Channels.fit(image, loaded.imageChannels());
        Posterior posterior = posterior(loaded, original);
        Tensor back = decode(loaded, posterior.mean(), original);
        Tensor difference = back.combine(DIFFERENCE_GAIN, original, -DIFFERENCE_GAIN);
        int zoom = Math.max(1, original.dim(2) / (2 * posterior.mean().dim(2)));
        double scale = loaded.scalingFactor();
        Tensor mean = Panels.latents(posterior.mean().times(scale), zoom, original.dim(1));
        Tensor deviation =
                Panels.latents(
                        posterior.logVariance().map(v -> 6 * (Math.exp(v / 2) * scale - 0.5)),
                        zoom,
                        original.dim(1));
        List<Tensor> panels =
                List.of(original, back, difference.map(v -> v + 0.5), mean, deviation);
        frames.add("slice " + slice, Panels.row(sameHeight(panels)));
        table.addRow();
        table.addValue("Slice", slice);
        table.addValue("PSNR (dB)", ImageQuality.psnr(original, back));
        table.addValue("SSIM", ImageQuality.ssim(original, back));
        table.addValue("KL (bits per latent)", divergence(posterior));
    }

    private static List<Tensor> sameHeight(List<Tensor> panels) {
        int height = panels.stream().mapToInt(p -> p.dim(2)).max().orElse(0);
        return panels.stream().map(p -> Panels.pad(p, p.dim(3), height)).toList();
    }

    private static Posterior posterior(DiffusionModel loaded, Tensor image) {
        Window whole = Window.whole(image.dim(3), image.dim(2), loaded.vaeFactor());
        return loaded.encode(whole.cut(image).map(v -> 2 * v - 1));
    }

    private static Tensor decode(DiffusionModel loaded, Tensor latents, Tensor like) {
        Window asked = new Window(0, 0, like.dim(3), like.dim(2));
        Tensor image = asked.cut(loaded.decode(latents));
        return image.map(v -> Math.max(0, Math.min(1, v / 2 + 0.5)));
    }

    /** From the standard normal distribution (Kingma and Welling 2013, appendix B). */
    private static double divergence(Posterior posterior) {
        double sum = 0;
        for (int i = 0; i < posterior.mean().size(); i++) {
            double m = posterior.mean().data()[i];
            double v = posterior.logVariance().data()[i];
            sum += 0.5 * (m * m + Math.exp(v) - v - 1);
        }
        return sum / posterior.mean().size() / Math.log(2);
    }

    /**
     * Decodes the latents of the shown plane with one channel moved.
     *
     * @param channel from 1
     * @param frames at least 2
     * @param reach to both sides, in deviations of latents that the U-Net sees, which are about 1
     * @throws IllegalArgumentException if there is no such channel
     */
    public ImagePlus walk(ImagePlus input, int channel, int frames, double reach, Progress progress)
            throws IOException {
        Plane plane = Plane.current(input);
        return Models.shared()
                .with(
                        model,
                        loaded -> {
                            requireChannel(loaded, channel);
                            Tensor original = Channels.fit(plane.tensor(), loaded.imageChannels());
                            Tensor latents = posterior(loaded, original).mean();
                            Frames film = new Frames(ValueRange.UNIT);
                            for (int i = 0; i < frames; i++) {
                                double by = reach * (2.0 * i / (frames - 1) - 1);
                                Tensor moved = moved(latents, channel, by / loaded.scalingFactor());
                                String label = String.format(Locale.ROOT, "%+.2f", by);
                                film.add(label, decode(loaded, moved, original));
                                progress.step(i + 1, frames, () -> original);
                            }
                            ImagePlus image = film.toImage(input.getShortTitle() + "-walk");
                            new Info(loaded)
                                    .put("walk", channel)
                                    .put("frames", frames)
                                    .put("reach", reach)
                                    .writeTo(image, AiShare.WHOLLY, "VAE Compare");
                            return image;
                        });
    }

    private static void requireChannel(DiffusionModel loaded, int channel) {
        if (channel < 1 || channel > loaded.latentChannels()) {
            throw new IllegalArgumentException(
                    "walk must be a latent channel from 1 to "
                            + loaded.latentChannels()
                            + ", or 0 for none, was "
                            + channel);
        }
    }

    private static Tensor moved(Tensor latents, int channel, double by) {
        List<Tensor> channels = new ArrayList<>();
        for (int c = 0; c < latents.dim(1); c++) {
            Tensor plane = Channels.channel(latents, c);
            channels.add(c == channel - 1 ? plane.map(v -> v + by) : plane);
        }
        return Tensor.concat(channels, 1);
    }
}
