// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.phantom.Noise;
import sc.fiji.diffusion.phantom.Phantom;
import sc.fiji.diffusion.phantom.PhantomSet;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.TinyNetworks;

class LatentPoolTest {

    private static final VaeConfig VAE = TinyNetworks.VAE;
    private static final Map<String, Tensor> WEIGHTS = TinyNetworks.randomWeights(VAE.layout(), 3);
    private static final int SIDE = 16;

    @TempDir private Path folder;

    private LatentPool.Filler filler() throws IOException {
        return filler("noisy", Phantom::pixels);
    }

    private LatentPool.Filler filler(String name, Function<Phantom, float[]> picture)
            throws IOException {
        return new LatentPool.Filler(folder.resolve(name), VAE, WEIGHTS, 5, SIDE, picture);
    }

    @Test
    void conditionsAreTheHoleAndWhatIsLeft() throws IOException {
        LatentPool pool;
        LatentPool again;
        try (LatentPool.Filler filler = filler()) {
            pool = filler.fill(500, true);
            again = filler.fill(500, true);
        }
        int side = SIDE / VAE.factor();
        assertThat(pool.latents().shape()).containsExactly(500, 4, side, side);
        assertThat(pool.conditions().shape()).containsExactly(500, 5, side, side);
        assertThat(again.conditions().data()).isEqualTo(pool.conditions().data());
        assertThat(LatentPool.count(folder.resolve("noisy"), 5)).isEqualTo(500);

        List<Tensor> greys = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Tensor condition = pool.conditions().batch(i);
            Tensor hole = condition.channels(0, 1);
            Tensor rest = condition.channels(1, 5);
            int holed = 0;
            for (float v : hole.data()) {
                assertThat(v).isIn(0f, 1f);
                if (v == 1) holed++;
            }
            if (holed > 0) assertThat(rest.maxAbsDifference(pool.latents().batch(i))).isPositive();
            if (holed == hole.size()) greys.add(rest);
        }
        // At this size a hole can also cover every pixel that the latents' grid looks at.
        Tensor grey = greys.get(0);
        assertThat(greys.stream().filter(rest -> rest.maxAbsDifference(grey) < 1e-3))
                .hasSizeGreaterThan(50);
    }

    @Test
    void latentsAreThePosteriorMeansOfTheChosenPicture() throws IOException {
        PhantomSet phantoms = new PhantomSet(5);
        int index = 0;
        while (phantoms.spec(index).noise() != Noise.HIGH) index++;
        Phantom phantom = phantoms.draw(index, SIDE, SIDE);
        try (LatentPool.Filler clean = filler("clean", Phantom::clean);
                LatentPool.Filler noisy = filler();
                Network encoder = Network.load(VAE.encoder());
                Weights weights = Weights.of(WEIGHTS)) {
            for (boolean camera : new boolean[] {false, true}) {
                float[] pixels = camera ? phantom.pixels() : phantom.clean();
                Tensor image = Tensor.of(pixels, 1, 1, SIDE, SIDE).map(v -> 2 * v - 1);
                Tensor mean = encoder.run(weights, image).get(0).channels(0, VAE.latentChannels());
                Tensor latents = (camera ? noisy : clean).fill(500, false).latents();
                // Kept in half precision.
                assertThat(latents.batch(index).maxAbsDifference(mean)).isLessThan(2e-3);
            }
        }
    }

    @Test
    void withoutHolesThereAreNoConditions() throws IOException {
        try (LatentPool.Filler filler = filler()) {
            LatentPool pool = filler.fill(500, false);
            assertThat(pool.conditions().shape()).startsWith(500, 0);
            assertThat(pool.conditions().batch(3).size()).isZero();
        }
    }
}
