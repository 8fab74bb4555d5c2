// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.phantom.Structure;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.Initializer;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.StepRandom;
import sc.fiji.diffusion.train.TinyNetworks;

/** Batches and objectives, where networks that give zero make the loss plain. */
class ObjectiveTest {

    private static final NoiseSchedule SCHEDULE =
            NoiseSchedule.of(SchedulerConfig.parse("{\"_class_name\": \"DDIMScheduler\"}"));

    private static final LatentPool POOL =
            new LatentPool(
                    1, StepRandom.gaussian(new Random(5), 40, 4, 8, 8), Tensor.zeros(40, 0, 8, 8));

    private static DenoiserTraining denoiser() {
        return new DenoiserTraining(
                TinyNetworks.UNET,
                TinyNetworks.TEXT,
                SCHEDULE,
                caption -> new int[] {1, caption.isEmpty() ? 2 : 3, 4, 0, 0, 0},
                POOL,
                new float[] {1, 1, 1, 1},
                1,
                16);
    }

    /** Weights of U-Net and text encoder that training starts from; the U-Net gives zero. */
    private static Map<String, Tensor> initial() {
        Map<String, Tensor> weights =
                new LinkedHashMap<>(Initializer.initialize(TinyNetworks.UNET.layout(), 1));
        weights.putAll(Initializer.initialize(TinyNetworks.TEXT.layout(), 2));
        return weights;
    }

    private static List<Tensor> run(
            NetworkSource source, Map<String, Tensor> weights, Tensor... batch) {
        try (Network network = Network.load(source);
                Weights native32 = Weights.of(weights)) {
            return network.run(native32, batch);
        }
    }

    @Test
    void velocityLossOfANetworkThatGivesZeroIsTheMeanSquareOfTheTarget() {
        Map<String, Tensor> weights = initial();
        Tensor[] batch = denoiser().batch(0);
        List<Tensor> losses = run(denoiser().objective(Precision.FLOAT32), weights, batch);

        int n = batch[0].dim(0);
        double all = 0;
        for (int i = 0; i < n; i++) {
            double alpha = batch[3].data()[i];
            double sigma = Math.sqrt(1 - alpha * alpha);
            Tensor target = batch[1].batch(i).combine(alpha, batch[0].batch(i), -sigma);
            double each = 0;
            for (float v : target.data()) each += (double) v * v / target.size();
            assertThat((double) losses.get(1).data()[i]).isCloseTo(each, within(1e-4 * each));
            all += each / n;
        }
        assertThat((double) losses.get(0).data()[0]).isCloseTo(all, within(1e-4 * all));
    }

    @Test
    void theLossWeighsTheChannels() {
        Map<String, Tensor> weights = initial();
        Tensor[] batch = denoiser().batch(0);
        int n = batch[0].dim(0);
        double sum = 0;
        for (int channel = 0; channel < 4; channel++) {
            float[] one = new float[4];
            one[channel] = 4;
            batch[4] = Tensor.of(one, 1, 4).repeat(n);
            sum += run(denoiser().objective(Precision.FLOAT32), weights, batch).get(0).data()[0];
        }
        batch[4] = Tensor.full(1, n, 4);
        double even = run(denoiser().objective(Precision.FLOAT32), weights, batch).get(0).data()[0];
        batch[4] = Tensor.full(1, n);
        double plain =
                run(denoiser().objective(Precision.FLOAT32), weights, batch).get(0).data()[0];
        assertThat(sum / 4).isCloseTo(even, within(1e-5 * even));
        assertThat(plain).isCloseTo(even, within(1e-6 * even));
    }

    /** The losses of networks that give something; bfloat16 has 8 bits. */
    @Test
    void lossesAreTheSameInBothNumberFormats() {
        Map<String, Tensor> weights = TinyNetworks.randomWeights(TinyNetworks.UNET.layout(), 1);
        weights.putAll(TinyNetworks.randomWeights(TinyNetworks.TEXT.layout(), 2));
        DenoiserTraining denoiser = denoiser();
        Tensor[] batch = denoiser.batch(0);
        assertSimilar(precision -> run(denoiser.objective(precision), weights, batch));

        Map<String, Tensor> vae = TinyNetworks.randomWeights(TinyNetworks.VAE.layout(), 3);
        VaeTraining training = new VaeTraining(TinyNetworks.VAE, new PhantomBatches(1, 16, 4));
        Tensor[] images = training.batch(0);
        assertSimilar(precision -> run(training.objective(precision), vae, images));
    }

    private static void assertSimilar(Function<Precision, List<Tensor>> losses) {
        double exact = losses.apply(Precision.FLOAT32).get(0).data()[0];
        double rounded = losses.apply(Precision.BFLOAT16).get(0).data()[0];
        assertThat(rounded).isNotEqualTo(exact).isCloseTo(exact, within(0.02 * exact));
    }

    @Test
    void structuresAreDrawnAsOftenAsTheirWeightsSay() {
        DenoiserTraining training = denoiser();
        Random random = new Random(1);
        Map<Structure, Integer> drawn = new EnumMap<>(Structure.class);
        for (int i = 0; i < 4000; i++)
            drawn.merge(POOL.spec(training.index(random)).structure(), 1, Integer::sum);
        Map<Structure, Integer> expected = new EnumMap<>(Structure.class);
        int all = 0;
        for (int i = 0; i < 40; i++) {
            Structure structure = POOL.spec(i).structure();
            expected.merge(structure, DenoiserTraining.weight(structure), Integer::sum);
            all += DenoiserTraining.weight(structure);
        }
        assertThat(DenoiserTraining.weight(Structure.FILAMENTS)).isEqualTo(6);
        assertThat(DenoiserTraining.weight(Structure.NUCLEI)).isEqualTo(1);
        for (Structure structure : expected.keySet()) {
            double share = (double) expected.get(structure) / all;
            assertThat(drawn.getOrDefault(structure, 0) / 4000.0).isCloseTo(share, within(0.03));
        }
    }

    @Test
    void vaeLossOfANetworkThatGivesZeroIsThatOfTheImage() {
        VaeTraining training = new VaeTraining(TinyNetworks.VAE, new PhantomBatches(1, 16, 4));
        Map<String, Tensor> weights = Initializer.initialize(TinyNetworks.VAE.layout(), 1);
        for (String name : new String[] {"quant_conv.weight", "decoder.conv_out.weight"})
            weights.computeIfPresent(name, (key, t) -> t.times(0));
        Tensor[] batch = training.batch(0);
        List<Tensor> losses = run(training.objective(Precision.FLOAT32), weights, batch);

        Tensor image = batch[0];
        double error = 0;
        double square = 0;
        double right = 0;
        double lower = 0;
        for (int i = 0; i < image.size(); i++) {
            double v = image.data()[i];
            error += Math.abs(v) / image.size();
            square += v * v / image.size();
            double pairs = image.size() * 15 / 16.0;
            if (i % 16 < 15) right += Math.abs(image.data()[i + 1] - v) / pairs;
            if (i / 16 % 16 < 15) lower += Math.abs(image.data()[i + 16] - v) / pairs;
        }
        double loss = error + 0.5 * (right + lower);
        assertThat((double) losses.get(0).data()[0]).isCloseTo(loss, within(1e-4 * loss));
        assertThat((double) losses.get(1).data()[0]).isCloseTo(square, within(1e-4 * square));
        assertThat(losses.get(2).data()[0]).isZero();
    }

    @Test
    void batchDependsOnItsStepAlone() {
        Tensor[] first = denoiser().batch(7);
        Tensor[] again = denoiser().batch(7);
        for (int i = 0; i < first.length; i++)
            assertThat(again[i].data()).isEqualTo(first[i].data());
        assertThat(denoiser().batch(8)[0].data()).isNotEqualTo(first[0].data());
        VaeTraining vae = new VaeTraining(TinyNetworks.VAE, new PhantomBatches(1, 16, 2));
        assertThat(vae.batch(3)[0].data()).isEqualTo(vae.batch(3)[0].data());
        assertThat(vae.batch(4)[0].data()).isNotEqualTo(vae.batch(3)[0].data());
    }

    @Test
    void aBatchHoldsWhatTheObjectiveTakes() {
        Tensor[] batch = denoiser().batch(9);
        assertThat(batch[0].shape()).containsExactly(16, 4, 8, 8);
        assertThat(batch[1].shape()).isEqualTo(batch[0].shape());
        assertThat(batch[2].shape()).containsExactly(16);
        assertThat(batch[3].shape()).containsExactly(16);
        assertThat(batch[4].shape()).containsExactly(16, 4);
        assertThat(batch[5].shape()).containsExactly(16, 0, 8, 8);
        assertThat(batch[6].shape()).containsExactly(16, 6);
    }

    @Test
    void alphaIsThatOfTheTimestep() {
        Tensor[] batch = denoiser().batch(0);
        for (int i = 0; i < batch[2].size(); i++) {
            int timestep = (int) batch[2].data()[i];
            assertThat(timestep).isBetween(0, 999);
            assertThat((double) batch[3].data()[i])
                    .isCloseTo(Math.sqrt(SCHEDULE.alphaBar(timestep)), within(1e-6));
        }
    }

    @Test
    void aboutOneCaptionInTenIsEmpty() {
        int empty = 0;
        int captions = 0;
        for (int step = 0; step < 80; step++) {
            Tensor ids = denoiser().batch(step)[6];
            for (int i = 0; i < ids.dim(0); i++) {
                captions++;
                if (ids.data()[i * 6 + 1] == 2) empty++;
            }
        }
        assertThat((double) empty / captions).isBetween(0.07, 0.13);
    }

    @Test
    void imagesOfPhantomsAreFromMinusOneToOne() {
        Tensor images = new VaeTraining(TinyNetworks.VAE, new PhantomBatches(1, 16, 8)).batch(0)[0];
        assertThat(images.shape()).containsExactly(8, 1, 16, 16);
        for (float v : images.data()) assertThat(v).isBetween(-1f, 1f);
    }

    @Test
    void aThirdOfTheImagesReachesFromBlackToWhite() {
        Tensor images = new PhantomBatches(1, 16, 200).images(new Random(1));
        int stretched = 0;
        for (int i = 0; i < 200; i++) {
            DoubleSummaryStatistics values = new DoubleSummaryStatistics();
            for (float v : images.batch(i).data()) values.accept(v);
            if (values.getMin() == -1 && values.getMax() == 1) stretched++;
        }
        assertThat(stretched / 200.0).isBetween(0.2, 0.45);
    }
}
