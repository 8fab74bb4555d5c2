// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import ij.ImagePlus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.ModelException;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.record.Recorded;

/**
 * The image that latents were made of, as far as it takes to make it again. Of latents that were
 * cropped or scaled since, it is the part or the size that they stand for.
 *
 * @param width in pixels
 * @param height in pixels
 * @param kind its pixels
 * @param range its display range
 */
record LatentSource(int width, int height, PixelKind kind, ValueRange range) {

    private static final String WIDTH = "image width";
    private static final String HEIGHT = "image height";
    private static final String KIND = "image type";
    private static final String MIN = "display min";
    private static final String MAX = "display max";

    static LatentSource of(Plane plane) {
        return new LatentSource(
                plane.pixels().getWidth(), plane.pixels().getHeight(), plane.kind(), plane.range());
    }

    /** Adds what {@link #read} needs. */
    Info put(Info info) {
        return info.put(WIDTH, width)
                .put(HEIGHT, height)
                .put(KIND, kind)
                .put(MIN, range.min())
                .put(MAX, range.max());
    }

    /**
     * Reads it from the Info of latents. Without a record there, it is an 8-bit or RGB image of the
     * full size.
     *
     * @throws ModelException if another model made the latents
     * @throws IllegalArgumentException if the record is damaged, naming image, key and value
     */
    static LatentSource read(ImagePlus latents, DiffusionModel model, Tensor values)
            throws IOException {
        Optional<Recorded> record = Recorded.of(latents, VaeTool.ENCODE_TASK);
        if (record.isEmpty()) return unknown(model, values);
        Recorded run = record.get();
        if (!model.hash().equals(run.settings().get(Info.MODEL_HASH))) {
            throw new ModelException(
                    "\""
                            + latents.getTitle()
                            + "\" was encoded by model "
                            + run.settings().get("model")
                            + ", which is not "
                            + model.name()
                            + "; decode it with the model that encoded it");
        }
        int factor = model.vaeFactor();
        return new LatentSource(
                pixels(run.integer(WIDTH, 0, 1, Recorded.LONGEST_SIDE), values.dim(3), factor),
                pixels(run.integer(HEIGHT, 0, 1, Recorded.LONGEST_SIDE), values.dim(2), factor),
                run.read(KIND, "", "one of " + List.of(PixelKind.values()), PixelKind::valueOf),
                run.range(MIN, MAX));
    }

    private static int pixels(int recorded, int latents, int factor) {
        boolean unchanged = Window.ceil(recorded, factor) == latents * factor;
        return unchanged ? recorded : latents * factor;
    }

    private static LatentSource unknown(DiffusionModel model, Tensor values) {
        return new LatentSource(
                values.dim(3) * model.vaeFactor(),
                values.dim(2) * model.vaeFactor(),
                model.imageChannels() == 1 ? PixelKind.GRAY8 : PixelKind.RGB,
                ValueRange.BYTE);
    }
}
