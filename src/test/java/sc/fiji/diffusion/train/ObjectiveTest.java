// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.NetworkSource;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.tensor.Tensor;

/** Batches and objectives, where networks that give zero make the loss plain. */
class ObjectiveTest {

    private static final NoiseSchedule SCHEDULE =
            NoiseSchedule.of(SchedulerConfig.parse("{\"_class_name\": \"DDIMScheduler\"}"));

    private static final LatentPool POOL =
            new LatentPool(1, PhantomBatches.gaussian(new Random(5), 40, 4, 8, 8));

    private static DenoiserTraining denoiser(long cropSteps) {
        return new DenoiserTraining(
                TinyNetworks.UNET,
                TinyNetworks.TEXT,
                SCHEDULE,
                caption -> new int[] {1, caption.isEmpty() ? 2 : 3, 4, 0, 0, 0},
                POOL,
                1,
                cropSteps);
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
        Map<String, Tensor> weights =
                new LinkedHashMap<>(Initializer.initialize(TinyNetworks.UNET.layout(), 1));
        weights.putAll(Initializer.initialize(TinyNetworks.TEXT.layout(), 2));
        Tensor[] batch = denoiser(1).batch(0);
        List<Tensor> losses = run(denoiser(1).objective(), weights, batch);

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
    void vaeLossOfANetworkThatGivesZeroIsThatOfTheImage() {
        VaeTraining training = new VaeTraining(TinyNetworks.VAE, new PhantomBatches(1, 16, 4));
        Map<String, Tensor> weights = Initializer.initialize(TinyNetworks.VAE.layout(), 1);
        for (String name : new String[] {"quant_conv.weight", "decoder.conv_out.weight"})
            weights.computeIfPresent(name, (key, t) -> t.times(0));
        Tensor[] batch = training.batch(0);
        List<Tensor> losses = run(training.objective(), weights, batch);

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
        Tensor[] first = denoiser(10).batch(7);
        Tensor[] again = denoiser(10).batch(7);
        for (int i = 0; i < first.length; i++)
            assertThat(again[i].data()).isEqualTo(first[i].data());
        assertThat(denoiser(10).batch(8)[0].data()).isNotEqualTo(first[0].data());
        VaeTraining vae = new VaeTraining(TinyNetworks.VAE, new PhantomBatches(1, 16, 2));
        assertThat(vae.batch(3)[0].data()).isEqualTo(vae.batch(3)[0].data());
        assertThat(vae.batch(4)[0].data()).isNotEqualTo(vae.batch(3)[0].data());
    }

    @Test
    void earlyBatchesAreCropsAndLaterOnesWhole() {
        Tensor[] crops = denoiser(10).batch(9);
        assertThat(crops[0].shape()).containsExactly(32, 4, 4, 4);
        Tensor[] whole = denoiser(10).batch(10);
        assertThat(whole[0].shape()).containsExactly(16, 4, 8, 8);
        for (Tensor[] batch : new Tensor[][] {crops, whole}) {
            int n = batch[0].dim(0);
            assertThat(batch[1].shape()).isEqualTo(batch[0].shape());
            assertThat(batch[2].shape()).containsExactly(n);
            assertThat(batch[3].shape()).containsExactly(n);
            assertThat(batch[4].shape()).containsExactly(n, 6);
        }
    }

    @Test
    void alphaIsThatOfTheTimestep() {
        Tensor[] batch = denoiser(0).batch(0);
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
        for (int step = 0; step < 40; step++) {
            Tensor ids = denoiser(100).batch(step)[4];
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
