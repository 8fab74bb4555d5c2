// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.image.region.Area;
import sc.fiji.diffusion.image.region.Crop;
import sc.fiji.diffusion.image.region.Rim;
import sc.fiji.diffusion.image.region.Selection;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.pipeline.Inpaint;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.pipeline.Request;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Sampling;

/** The way of a selection through a model and back: crop, fill, inpaint, scale back, match. */
final class Repainting {

    private final DiffusionModel model;
    private final InpaintOptions options;
    private final Crop crop;
    private final Tensor region;
    private final Tensor hole;
    private final Tensor seen;
    private final Tensor seenHole;

    /**
     * @param image the plane, {@code [1, C, H, W]} in [0, 1]
     */
    Repainting(DiffusionModel model, Selection selection, InpaintOptions options, Tensor image) {
        this.model = model;
        this.options = options;
        this.crop = crop(model, selection, options);
        this.region = crop.window().cut(image);
        this.hole = crop.window().cut(selection.mask());
        this.seen = crop.see(image);
        this.seenHole = crop.seeMask(selection.mask());
    }

    private static Crop crop(DiffusionModel model, Selection selection, InpaintOptions options) {
        int factor = model.vaeFactor();
        Tensor mask = selection.mask();
        return options.area() == Area.WHOLE_IMAGE
                ? Crop.whole(mask.dim(3), mask.dim(2), factor)
                : Crop.around(selection, options.contextPx(), model.nativeSize(), factor);
    }

    /** The part of the image that {@link #run} returns. */
    Window window() {
        return crop.window();
    }

    /** How often the model runs for one version of the image. */
    int runs() {
        return Channels.split(seen, model.imageChannels()).size();
    }

    /**
     * Makes one version of the window, {@code [1, C, H, W]} in [0, 1] with the image's channels.
     *
     * @param version from 0
     */
    Tensor run(Sampling sampling, int version, Progress progress) {
        Request request =
                sampling.request(crop.width(), crop.height(), options.strength(), version);
        Tensor start = options.fill().apply(seen, seenHole, request.seed());
        Tensor mask = Crop.wholeBlocks(seenHole, model.vaeFactor());
        List<Tensor> made = new ArrayList<>();
        for (Tensor part : Channels.split(start, model.imageChannels())) {
            made.add(new Inpaint(model).run(request, part, mask, progress).images());
        }
        Tensor whole = Channels.fit(Channels.join(made), region.dim(1));
        return Rim.match(crop.back(whole), region, hole);
    }
}
