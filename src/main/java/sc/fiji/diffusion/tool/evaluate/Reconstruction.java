// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Models;

/**
 * What the autoencoder of a latent model loses: the peak signal-to-noise ratio of real images after
 * encoding (the posterior's mean) and decoding.
 *
 * @param model the model
 * @param real the images
 * @param most how many of them to look at
 */
record Reconstruction(ModelSpec model, RealImages real, int most) {

    private static final int MOST_IMAGES = 50;
    private static final String MEASURE = "reconstruction by the autoencoder, PSNR in dB";

    /**
     * The rows of the table; none for a model of pixels.
     *
     * @param folder of the model
     * @param like an image of the size to work at
     */
    List<Figure> figures(Path folder, Tensor like) throws IOException {
        if (Files.isDirectory(folder) && !Files.isDirectory(folder.resolve("vae")))
            return List.of();
        return Models.shared().with(model, loaded -> figures(loaded, like.dim(3), like.dim(2)));
    }

    private List<Figure> figures(DiffusionModel loaded, int width, int height) {
        int count = Math.min(Math.min(MOST_IMAGES, most), real.size());
        List<Figure> figures = new ArrayList<>();
        figures.add(
                figure(
                        loaded,
                        "as they are",
                        count,
                        k -> Optional.of(real.image(k, width, height))));
        if (real.clean(0, width, height).isPresent()) {
            figures.add(figure(loaded, "without noise", count, k -> real.clean(k, width, height)));
        }
        return figures;
    }

    private static Figure figure(
            DiffusionModel model, String what, int count, IntFunction<Optional<Tensor>> images) {
        DescriptiveStatistics decibels = new DescriptiveStatistics();
        for (int k = 0; k < count; k++) {
            images.apply(k).ifPresent(image -> decibels.addValue(psnr(model, image)));
        }
        return new Figure(
                MEASURE,
                what,
                decibels.getMean(),
                decibels.getStandardDeviation() / Math.sqrt(count),
                Double.NaN,
                Double.NaN,
                count);
    }

    /** In dB, for values in [0, 1]. */
    static double psnr(DiffusionModel model, Tensor image) {
        Tensor seen = Channels.fit(image, model.imageChannels());
        Window worked = Window.whole(seen.dim(3), seen.dim(2), model.vaeFactor());
        Tensor latents = model.encode(worked.cut(seen).map(v -> 2 * v - 1)).mean();
        Tensor decoded = model.decode(latents).map(v -> Math.max(0, Math.min(1, v / 2 + 0.5)));
        Tensor error = new Window(0, 0, seen.dim(3), seen.dim(2)).cut(decoded).minus(seen);
        double squares = 0;
        for (float e : error.data()) squares += e * e;
        return 10 * Math.log10(error.size() / Math.max(squares, 1e-12));
    }
}
