// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.diffusion.evaluate.AttributeClassifier;
import sc.fiji.diffusion.evaluate.ClipFeatures;
import sc.fiji.diffusion.evaluate.HandMadeFeatures;
import sc.fiji.diffusion.evaluate.NamedAttribute;
import sc.fiji.diffusion.evaluate.Neighbours;
import sc.fiji.diffusion.evaluate.PromptFidelity;
import sc.fiji.diffusion.evaluate.WeightsHash;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.model.ClipModel;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Devices;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.edit.Share;

/**
 * Measures how close the images that a model makes come to real ones: Frechet and kernel distance
 * in a hand-made feature space and in that of the model's own CLIP image tower; for phantoms, how
 * often an image shows what its prompt says; how near images come to those of training; what the
 * autoencoder loses.
 *
 * @param sampling the model and how it makes its images; its count is that of the images; its
 *     prompt serves where real images have no captions
 * @param real what to compare with
 * @param training the images that the model was trained on, if they are known
 * @param keep a folder that keeps the generated images, if any
 */
public record EvaluateModelTool(
        Sampling sampling, RealImages real, Optional<RealImages> training, Optional<Path> keep) {

    private static final int NEIGHBOURS = 200;
    private static final int TRAINING_IMAGES_EACH = 20;
    private static final int MOST_TRAINING_IMAGES = 4000;

    /** Checks that there are enough images for a distribution. */
    public EvaluateModelTool {
        if (sampling.count() < 2 || real.size() < 4) {
            throw new IllegalArgumentException(
                    "an evaluation needs at least 2 generated and 4 real images, got "
                            + sampling.count()
                            + " and "
                            + real.size());
        }
    }

    /**
     * Makes the images and measures them.
     *
     * @throws IOException if the model is unknown or damaged, or the folder cannot be used
     * @throws java.util.concurrent.CancellationException if the progress stops the run
     */
    public Evaluation run(Progress progress) throws IOException {
        Devices.apply();
        Path folder = Models.shared().find(sampling.model().model());
        GeneratedImages generator = new GeneratedImages(sampling, keep);
        generator.open(WeightsHash.of(folder));
        try (Measures measures = new Measures(folder)) {
            List<Figure> figures = new ArrayList<>();
            Tensor first = generate(generator, measures, progress);
            addReal(measures, first);
            measures.comparisons.forEach(comparison -> figures.addAll(comparison.figures()));
            measures.fidelity.ifPresent(
                    fidelity -> figures.addAll(fidelityFigures(fidelity, first)));
            Optional<Neighbours> neighbours = neighbours(measures, first);
            neighbours.ifPresent(
                    n -> figures.addAll(Memorisation.figures(n, measures.last().space().name())));
            figures.addAll(
                    new Reconstruction(sampling.model(), real, sampling.count())
                            .figures(folder, first));
            return new Evaluation(figures, neighbours);
        }
    }

    private Tensor generate(GeneratedImages generator, Measures measures, Progress progress)
            throws IOException {
        Tensor first = null;
        for (int k = 0; k < sampling.count(); k++) {
            int index = k % real.size();
            String caption = real.caption(index);
            Progress part = new Share(progress, k, sampling.count());
            Tensor image =
                    generator.image(k, caption.isEmpty() ? sampling.prompt() : caption, part);
            if (first == null) {
                first = image;
                requireSizes(image.dim(3), image.dim(2));
            }
            for (Comparison comparison : measures.comparisons) comparison.addGenerated(image);
            if (measures.fidelity.isPresent() && real.spec(index).isPresent()) {
                measures.fidelity.get().add(image, real.spec(index).get());
            }
        }
        return first;
    }

    /** Before the other images are made, which may take hours. */
    private void requireSizes(int width, int height) {
        real.requireSize(width, height);
        training.ifPresent(images -> images.requireSize(width, height));
    }

    /** As many real images as generated ones and as many again, or two halves of what there is. */
    private void addReal(Measures measures, Tensor like) {
        int each = Math.min(sampling.count(), real.size() / 2);
        int width = like.dim(3);
        int height = like.dim(2);
        for (Comparison comparison : measures.comparisons) {
            for (int k = 0; k < each; k++) {
                comparison.addReal(fit(real.image(k, width, height), like));
                comparison.addOtherReal(fit(real.image(each + k, width, height), like));
                List<Tensor> unlike = real.unlike(k, width, height);
                comparison.addUnlike(fit(unlike.get(0), like), fit(unlike.get(1), like));
            }
        }
    }

    private static Tensor fit(Tensor image, Tensor like) {
        return Channels.fit(image, like.dim(1));
    }

    /** Each attribute, with what the classifier reaches on real phantoms as the floor. */
    private List<Figure> fidelityFigures(PromptFidelity fidelity, Tensor like) {
        if (fidelity.images() == 0) return List.of(); // nothing is known of what they should show
        PromptFidelity ofReal = new PromptFidelity(fidelity.classifier());
        int offset = sampling.count();
        for (int k = 0; k < sampling.count(); k++) {
            Tensor image = real.image(offset + k, like.dim(3), like.dim(2));
            real.spec(offset + k).ifPresent(spec -> ofReal.add(image, spec));
        }
        List<Figure> figures = new ArrayList<>();
        for (NamedAttribute attribute : NamedAttribute.values()) {
            double share = fidelity.share(attribute);
            int n = fidelity.images();
            figures.add(
                    new Figure(
                            "prompt fidelity",
                            attribute.label(),
                            share,
                            Math.sqrt(share * (1 - share) / n),
                            ofReal.share(attribute),
                            1.0 / attribute.choices().size(),
                            n));
        }
        return figures;
    }

    private Optional<Neighbours> neighbours(Measures measures, Tensor like) {
        if (training.isEmpty()) return Optional.empty();
        Comparison comparison = measures.last();
        List<double[]> known = new ArrayList<>();
        int most = Math.min(MOST_TRAINING_IMAGES, TRAINING_IMAGES_EACH * sampling.count());
        int count = Math.min(most, training.get().size());
        for (int k = 0; k < count; k++) {
            Tensor image = training.get().image(k, like.dim(3), like.dim(2));
            known.add(comparison.space().of(fit(image, like)));
        }
        return Optional.of(
                Neighbours.of(known, head(comparison.generated()), head(comparison.otherReal())));
    }

    private static List<double[]> head(List<double[]> features) {
        return features.subList(0, Math.min(NEIGHBOURS, features.size()));
    }

    /** What is computed for each image, and what must be closed after it. */
    private static final class Measures implements AutoCloseable {
        private final List<Comparison> comparisons = new ArrayList<>();
        private final Optional<PromptFidelity> fidelity;
        private final List<AutoCloseable> open = new ArrayList<>();

        Measures(Path folder) throws IOException {
            comparisons.add(new Comparison(new HandMadeFeatures()));
            Path clip = folder.resolve("clip");
            if (Files.isDirectory(clip)) {
                ClipModel model = ClipModel.open(clip);
                open.add(model);
                comparisons.add(new Comparison(new ClipFeatures(model)));
            }
            if (AttributeClassifier.isIn(folder)) {
                AttributeClassifier classifier = AttributeClassifier.open(folder);
                open.add(classifier);
                fidelity = Optional.of(new PromptFidelity(classifier));
            } else {
                fidelity = Optional.empty();
            }
        }

        /** The space of CLIP if there is one. */
        Comparison last() {
            return comparisons.get(comparisons.size() - 1);
        }

        @Override
        public void close() throws IOException {
            for (AutoCloseable part : open) {
                try {
                    part.close();
                } catch (Exception e) {
                    throw new IOException("cannot free a network", e);
                }
            }
        }
    }
}
