// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import ij.ImagePlus;
import java.io.IOException;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.image.PixelFormat;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.ResultStack;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.pipeline.Request;
import sc.fiji.diffusion.pipeline.TextToImage;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * Makes new images from a text.
 *
 * <pre>{@code
 * Sampling sampling = Sampling.of("microscopy-128", "fluorescent nuclei, dense").withSeed(5);
 * ImagePlus image = new TextToImageTool(sampling, 128, 128, OutputType.SAME).run(Progress.NONE);
 * }</pre>
 *
 * @param sampling what to make
 * @param width in pixels, or {@value #MODEL_SIZE} for the size that the model was made for
 * @param height likewise
 * @param output the pixel type; "same as input" is 8-bit for a one-channel model, else RGB
 */
public record TextToImageTool(Sampling sampling, int width, int height, OutputType output) {

    /** Stands for the size that the model was made for. */
    public static final int MODEL_SIZE = 0;

    /** Checks the size. */
    public TextToImageTool {
        sampling.request(orSmallest(width), orSmallest(height), 1, 0);
    }

    /**
     * Makes the images; several become a stack, image k having seed + k.
     *
     * @throws IOException if the model is unknown or damaged
     * @throws java.util.concurrent.CancellationException if the progress stops the run
     */
    public ImagePlus run(Progress progress) throws IOException {
        return Models.shared().with(sampling.model(), model -> run(model, progress));
    }

    private ImagePlus run(DiffusionModel model, Progress progress) throws IOException {
        int fullWidth = width == MODEL_SIZE ? model.nativeSize() : width;
        int fullHeight = height == MODEL_SIZE ? model.nativeSize() : height;
        Window worked = Window.whole(fullWidth, fullHeight, model.vaeFactor());
        Window asked = new Window(0, 0, fullWidth, fullHeight);
        PixelFormat format = format(model);
        RunClock clock = new RunClock(progress, sampling.count());
        ResultStack results = new ResultStack();
        for (int k = 0; k < sampling.count(); k++) {
            Request request = sampling.request(worked.width(), worked.height(), 1, k);
            Tensor image = new TextToImage(model).run(request, clock).images();
            results.add("seed " + request.seed(), format.planes(asked.cut(image)));
        }
        ImagePlus image = results.toImage("text-to-image");
        new Info(model)
                .put("width", fullWidth)
                .put("height", fullHeight)
                .put("output", output.label())
                .put(sampling, clock, model)
                .writeTo(image, AiShare.WHOLLY, "Text to Image");
        return image;
    }

    private PixelFormat format(DiffusionModel model) {
        PixelKind kind = model.imageChannels() == 1 ? PixelKind.GRAY8 : PixelKind.RGB;
        return output.format(kind, ValueRange.BYTE);
    }

    private static int orSmallest(int size) {
        return size == MODEL_SIZE ? Request.MIN_SIZE : size;
    }
}
