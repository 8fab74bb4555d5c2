// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.process.ImageProcessor;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.image.region.Area;
import sc.fiji.diffusion.image.region.Crop;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.image.region.Patch;
import sc.fiji.diffusion.image.region.Rim;
import sc.fiji.diffusion.image.region.Selection;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.pipeline.Inpaint;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.pipeline.Request;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Sampling;

/**
 * The way of one crop through a model and back: cut, fill, inpaint, scale back, match. Of each
 * plane, only the pixels of the crop are read.
 */
final class Repainting {

    private static final int MIN_RIM_PX = 8;

    private final DiffusionModel model;
    private final InpaintOptions options;
    private final Crop crop;
    private final List<Plane> planes = new ArrayList<>();
    private final Tensor hole;
    private final Tensor gaps;
    private final Tensor region;

    /** A plane of an image, and the pixel values that count as 0 and 1 in it. */
    record Source(ImageProcessor pixels, ValueRange range) {}

    /**
     * How a ring that was hidden differs from the image, and the image's own deviation in it, both
     * in pixel values.
     */
    record RimError(double error, double deviation) {}

    /**
     * @param sources channels that the model sees together
     * @param crop the part of them that it sees
     * @param hidden all pixels that it must not see, those of other crops included
     */
    Repainting(
            DiffusionModel model,
            InpaintOptions options,
            List<Source> sources,
            Crop crop,
            Selection hidden) {
        this.model = model;
        this.options = options;
        this.crop = crop;
        Dimension image = hidden.image();
        Window window = crop.window();
        Rectangle place = window.inside(image.width, image.height);
        List<Tensor> parts = new ArrayList<>();
        Tensor missing = Tensor.zeros(1, 1, window.height(), window.width());
        for (Source source : sources) {
            Plane part = Plane.part(source.pixels(), place, source.range());
            Plane plane = options.range().apply(part, place, hidden);
            planes.add(plane);
            parts.add(plane.tensor(window.on(place)));
            missing = missing.zip(plane.gaps(window.on(place)), Math::max);
        }
        this.gaps = missing;
        this.hole = hidden.mask(window);
        this.region = Fill.close(Tensor.concat(parts, 1), gaps, hole);
    }

    /** The crop of a selection as the options ask for it. */
    static Crop crop(DiffusionModel model, InpaintOptions options, Selection selection) {
        Dimension image = selection.image();
        int factor = model.vaeFactor();
        return options.area() == Area.WHOLE_IMAGE
                ? Crop.whole(image.width, image.height, factor)
                : Crop.around(selection, options.contextPx(), model.nativeSize(), factor);
    }

    /** How often the model runs for one version. */
    int runs() {
        return channelsSeen(region).size();
    }

    /**
     * Makes one version of the window, {@code [1, C, H, W]} in [0, 1] with the channels of all
     * planes.
     *
     * @param repainted where, {@code [1, 1, H, W]} of the window; at least the hole
     */
    Tensor run(Sampling sampling, Tensor repainted, Progress progress) {
        Request request = sampling.request(crop.width(), crop.height(), options.strength(), 0);
        Tensor seenHole = crop.seeMask(repainted);
        Tensor start = options.fill().apply(crop.see(region), seenHole, request.seed());
        Tensor mask = Crop.wholeBlocks(seenHole, model.vaeFactor());
        Inpaint pipeline = new Inpaint(model, options.times(model.inpainting()));
        List<Tensor> made = new ArrayList<>();
        for (Tensor part : channelsSeen(start)) {
            made.add(pipeline.run(request, part, mask, progress).images());
        }
        Tensor whole = channelsBack(Channels.join(made));
        return Rim.match(crop.back(whole), region, gaps, repainted);
    }

    /** What has to be repainted in the window, {@code [1, 1, H, W]}. */
    Tensor hole() {
        return hole;
    }

    /**
     * How well the model paints what is known: the ring around the hole is hidden too, and what the
     * model makes of it is compared with the image.
     *
     * @return one for each plane
     */
    List<RimError> rimErrors(Sampling sampling, Progress progress) {
        Tensor wider = Rim.widen(hole, rimPx());
        Tensor made = run(sampling, wider, progress);
        Tensor ring = wider.minus(hole).zip(gaps, (in, gap) -> gap != 0 ? 0 : in);
        List<RimError> errors = new ArrayList<>();
        int channel = 0;
        for (Plane plane : planes) {
            int next = channel + plane.kind().channels();
            Tensor known = region.channels(channel, next);
            Tensor difference = made.channels(channel, next).minus(known);
            double unit = plane.range().max() - plane.range().min();
            errors.add(
                    new RimError(
                            unit * Rim.rootMeanSquare(difference, ring),
                            unit * Rim.deviation(known, ring)));
            channel = next;
        }
        return errors;
    }

    /** Wide enough that the model cannot guess the ring from its latents: two of them. */
    private int rimPx() {
        int latent = model.vaeFactor() * crop.window().width() / crop.width();
        return Math.max(MIN_RIM_PX, 2 * latent);
    }

    /** What was made, for each plane. */
    List<Patch> patches(Selection selection, Tensor made) {
        List<Patch> patches = new ArrayList<>();
        int channel = 0;
        for (Plane plane : planes) {
            int next = channel + plane.kind().channels();
            Tensor own = made.channels(channel, next);
            patches.add(
                    Patch.of(selection, options.featherPx(), own, crop.window(), plane.range()));
            channel = next;
        }
        return patches;
    }

    /** Two channels are the red and the green of an image without blue. */
    private List<Tensor> channelsSeen(Tensor image) {
        boolean two = image.dim(1) == 2 && model.imageChannels() == 3;
        if (!two) return Channels.split(image, model.imageChannels());
        Tensor blue = Tensor.zeros(1, 1, image.dim(2), image.dim(3));
        return List.of(Tensor.concat(List.of(image, blue), 1));
    }

    private Tensor channelsBack(Tensor made) {
        boolean two = region.dim(1) == 2 && made.dim(1) == 3;
        return two ? made.channels(0, 2) : Channels.fit(made, region.dim(1));
    }
}
