// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import sc.fiji.diffusion.evaluate.AttributeClassifier;
import sc.fiji.diffusion.evaluate.PromptFidelity;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.phantom.Phantom;
import sc.fiji.diffusion.phantom.PhantomSet;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.phantom.Phantoms;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.StepRandom;

/** Figures of trained networks on phantoms that training never saw. */
final class HeldOut {

    /** Seed of the phantoms; training has another. */
    static final long SEED = 2;

    private HeldOut() {}

    /**
     * The velocity loss in each quarter of the timesteps, those with the least noise first.
     *
     * @param training over held-out data
     * @param weights of U-Net and text encoder
     */
    static double[] velocityLoss(
            DenoiserTraining training, Map<String, Tensor> weights, int batches) {
        double[] sums = new double[4];
        int[] counts = new int[4];
        try (Network objective = Network.load(training.objective(Precision.FLOAT32));
                Weights native32 = Weights.of(weights)) {
            for (int i = 0; i < batches; i++) {
                Tensor[] batch = training.batch(i);
                Tensor losses = objective.run(native32, batch).get(1);
                for (int n = 0; n < losses.size(); n++) {
                    int quarter =
                            (int) (4 * batch[2].data()[n] / training.schedule().trainTimesteps());
                    sums[quarter] += losses.data()[n];
                    counts[quarter]++;
                }
            }
        }
        for (int q = 0; q < 4; q++) sums[q] /= counts[q];
        return sums;
    }

    /**
     * Mean PSNR of reconstructions in dB, for images in [0, 1].
     *
     * @param clean whether the phantoms are free of camera noise
     */
    static double reconstruction(
            VaeConfig config, Map<String, Tensor> weights, int size, int count, boolean clean) {
        Random random = StepRandom.of(SEED, 0);
        double sum = 0;
        try (Network encoder = Network.load(config.encoder());
                Network decoder = Network.load(config.decoder());
                Weights native32 = Weights.of(weights)) {
            for (int i = 0; i < count; i++) {
                PhantomSpec spec = PhantomSpec.random(random);
                Phantom phantom = Phantoms.draw(spec, size, size, random.nextLong());
                float[] pixels = clean ? phantom.clean() : phantom.pixels();
                Tensor image = Tensor.of(pixels, 1, 1, size, size);
                Tensor moments = encoder.run(native32, image.map(v -> 2 * v - 1)).get(0);
                Tensor mean = moments.channels(0, config.latentChannels());
                sum += psnr(decoder.run(native32, mean).get(0), image);
            }
        }
        return sum / count;
    }

    /**
     * How often the classifier names what phantoms of one structure show.
     *
     * @param folder of the model that it belongs to
     */
    static PromptFidelity classifier(Path folder, int size, int count) throws IOException {
        try (AttributeClassifier classifier = AttributeClassifier.open(folder)) {
            PromptFidelity fidelity = new PromptFidelity(classifier);
            for (int i = 0; i < count; i++) {
                Phantom phantom = PhantomSet.HELD_OUT.drawAlone(i, size, size);
                fidelity.add(Tensor.of(phantom.pixels(), 1, 1, size, size), phantom.spec());
            }
            return fidelity;
        }
    }

    private static double psnr(Tensor decoded, Tensor image) {
        Tensor errors = decoded.map(v -> Math.max(0, Math.min(1, v / 2 + 0.5))).minus(image);
        double squares = 0;
        for (float e : errors.data()) squares += e * e;
        return 10 * Math.log10(errors.size() / squares);
    }
}
