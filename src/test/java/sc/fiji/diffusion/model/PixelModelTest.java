// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.nn.Network;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.sampler.Denoiser;
import sc.fiji.diffusion.sampler.Sampler;
import sc.fiji.diffusion.sampler.Samplers;
import sc.fiji.diffusion.sampler.SamplingPlan;
import sc.fiji.diffusion.sampler.StepHook;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Differences;
import sc.fiji.diffusion.testing.Reference;

/** The pixel-space U-Net against diffusers, and its derivative against differences. */
class PixelModelTest {

    private static final Reference CASE = Reference.open("cases/ddpm.safetensors");

    private static PixelModel model;

    @BeforeAll
    static void open() throws IOException {
        model = PixelModel.open(Reference.path("models/tiny-ddpm"));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 999})
    void predictsAsTheReference(int timestep) {
        Tensor expected = CASE.read("out." + timestep);
        Tensor output = model.predict(CASE.read("sample"), timestep);
        double difference = output.maxAbsDifference(expected) / largest(expected);
        assertThat(Differences.note("unconditional U-Net, tiny-ddpm", difference)).isLessThan(1e-4);
    }

    @Test
    void ancestralStepsGiveTheSampleOfTheReference() {
        Tensor expected = CASE.read("ancestral.final");
        Sampler sampler = Samplers.named("DDPM");
        JsonObject call =
                JsonParser.parseString(CASE.file().metadata().get("ancestral")).getAsJsonObject();
        SamplingPlan plan = sampler.plan(model.schedule(), call.get("steps").getAsInt());
        TorchNoise noise = new TorchNoise(call.get("seed").getAsLong());
        Tensor start = noise.gaussian(expected.shape()).times(plan.initialSigma());
        Denoiser denoiser =
                (x, level) -> {
                    Tensor eps = model.predict(x.times(level.alpha()), level.timestep());
                    return Prediction.EPSILON.denoised(eps, x, level);
                };
        Tensor sample = sampler.sample(denoiser, start, plan, noise, StepHook.NONE);
        double difference = sample.maxAbsDifference(expected) / largest(expected);
        assertThat(Differences.note("images, tiny-ddpm", difference)).isLessThan(1e-4);
    }

    @Test
    void pullBackIsTheDerivativeAlongARandomDirection() {
        Tensor x = CASE.read("sample").batch(0);
        TorchNoise noise = new TorchNoise(3);
        Tensor vector = noise.gaussian(x.shape());
        Tensor direction = noise.gaussian(x.shape());
        Network.Pullback pullback = model.pullBack(vector, x, 10);
        assertThat(pullback.result().maxAbsDifference(model.predict(x, 10))).isLessThan(1e-6);
        double h = 1e-2;
        Tensor ahead = model.predict(x.combine(1, direction, h), 10);
        Tensor behind = model.predict(x.combine(1, direction, -h), 10);
        double numeric = dot(ahead.minus(behind), vector) / (2 * h);
        double exact = dot(pullback.product(), direction);
        assertThat(exact).isCloseTo(numeric, within(2e-3 * Math.abs(numeric) + 1e-2));
    }

    @Test
    void refusesWhatTheNetworkCannotTake() {
        assertThatThrownBy(() -> model.predict(Tensor.zeros(1, 1, 30, 28), 0))
                .hasMessageContaining("multiples of 4");
        assertThatThrownBy(() -> PixelModel.open(Reference.path("models/tiny-sd1")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("UNet2DModel");
        assertThat(PixelModel.isModel(Reference.path("models/tiny-ddpm"))).isTrue();
        assertThat(PixelModel.isModel(Reference.path("models/tiny-sd1"))).isFalse();
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) sum += (double) a.data()[i] * b.data()[i];
        return sum;
    }

    private static double largest(Tensor tensor) {
        return tensor.maxAbsDifference(Tensor.zeros(tensor.shape()));
    }
}
