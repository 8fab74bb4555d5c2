// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.image.PixelFormat;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ResultStack;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.pipeline.ImageToImage;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.pipeline.Request;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.record.InputRecord;

/**
 * Changes the shown plane of an image after a text. The display range is what the model sees as
 * black to white; see {@link Channels} for images and models of different channels.
 *
 * @param sampling what to make of it
 * @param strength share of the schedule that is run, in (0, 1]: small values change little
 * @param output the pixel type
 */
public record ImageToImageTool(Sampling sampling, double strength, OutputType output) {

    /** Checks the strength. */
    public ImageToImageTool {
        sampling.requireStrength(strength);
    }

    /**
     * Makes changed images of the input's size and calibration; several become a stack. The input
     * stays as it is.
     *
     * @throws IOException if the model is unknown or damaged
     * @throws java.util.concurrent.CancellationException if the progress stops the run
     */
    public ImagePlus run(ImagePlus input, Progress progress) throws IOException {
        sampling.request(input.getWidth(), input.getHeight(), strength, 0);
        Plane plane = Plane.current(input);
        InputRecord seen = InputRecord.of(input);
        return Models.shared()
                .with(sampling.model(), model -> run(model, input, plane, seen, progress));
    }

    private ImagePlus run(
            DiffusionModel model, ImagePlus input, Plane plane, InputRecord seen, Progress progress)
            throws IOException {
        Window asked = new Window(0, 0, input.getWidth(), input.getHeight());
        Window worked = Window.whole(asked.width(), asked.height(), model.vaeFactor());
        List<Tensor> parts = Channels.split(worked.cut(plane.tensor()), model.imageChannels());
        PixelFormat format = output.format(plane.kind(), plane.range());
        RunClock clock = new RunClock(progress, sampling.count() * parts.size());
        ResultStack results = new ResultStack();
        for (int k = 0; k < sampling.count(); k++) {
            Request request = sampling.request(worked.width(), worked.height(), strength, k);
            List<Tensor> made = new ArrayList<>();
            for (Tensor part : parts) {
                made.add(new ImageToImage(model).run(request, part, clock).images());
            }
            Tensor image = asked.cut(Channels.join(made));
            results.add("seed " + request.seed(), format.planes(image));
        }
        ImagePlus image = results.toImage(input.getShortTitle() + "-transformed");
        if (output == OutputType.SAME) ImageCopy.inherit(input, image);
        else ImageCopy.inheritButValues(input, image);
        new Info(model)
                .put("strength", strength)
                .put("output", output.label())
                .put(sampling, clock, model)
                .input(seen)
                .writeTo(image, AiShare.WHOLLY, "Image to Image");
        return image;
    }
}
