// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.Posterior;
import sc.fiji.diffusion.nn.InpaintingCondition;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.StepRandom;
import sc.fiji.diffusion.train.data.Batches;
import sc.fiji.diffusion.train.data.Holes;
import sc.fiji.diffusion.train.data.LatentSet;

/**
 * Encodes images with the autoencoder of a model, each in a few of the views that the data allow.
 */
final class LatentEncoder {

    private static final int VIEWS = 4;

    private final DiffusionModel model;
    private final boolean captioned;

    /**
     * @param captioned whether the captions count; otherwise all are empty
     */
    LatentEncoder(DiffusionModel model, boolean captioned) {
        this.model = model;
        this.captioned = captioned;
    }

    /** The images that are trained on. */
    LatentSet training(Batches batches) {
        return encode(batches, VIEWS);
    }

    /** The others, one view each. */
    LatentSet heldOut(Batches batches) {
        return encode(batches.heldOut(), 1);
    }

    private LatentSet encode(Batches batches, int views) {
        List<Tensor> means = new ArrayList<>();
        List<Tensor> deviations = new ArrayList<>();
        List<Tensor> conditions = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (int index : batches.indices()) {
            for (int view = 0; view < views; view++) {
                Random random = StepRandom.of(batches.seed(), (long) index * VIEWS + view);
                Tensor image = Channels.fit(batches.view(index, random), model.imageChannels());
                Posterior posterior = model.encode(image);
                means.add(posterior.mean());
                deviations.add(posterior.logVariance().map(v -> Math.exp(0.5 * v)));
                conditions.add(condition(image, random));
                captions.add(captioned ? batches.data().captions().get(index) : "");
            }
        }
        return new LatentSet(means, deviations, conditions, captions);
    }

    /** What an inpainting model sees besides: a hole, and the latents of the rest. */
    private Tensor condition(Tensor image, Random random) {
        int factor = model.vaeFactor();
        int height = image.dim(2);
        int width = image.dim(3);
        if (!model.inpainting()) return Tensor.zeros(1, 0, height / factor, width / factor);
        Tensor hole = Holes.draw(random, height, width);
        Tensor rest = model.encode(InpaintingCondition.hide(image, hole, 0)).mean();
        return InpaintingCondition.of(
                InpaintingCondition.onLatentGrid(hole, factor), rest.times(model.scalingFactor()));
    }
}
