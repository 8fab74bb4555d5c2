// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.model.Conditioning;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.tensor.Tensor;

class GuidedDenoiserTest {

    private static final NoiseSchedule SCHEDULE =
            NoiseSchedule.of(
                    SchedulerConfig.parse(
                            """
                            {"_class_name": "DDIMScheduler", "clip_sample": false,
                             "prediction_type": "sample"}
                            """));

    private final List<Tensor> samples = new ArrayList<>();
    private final List<Tensor> contexts = new ArrayList<>();

    /** Predicts for each row of the batch its context's only value. */
    private Tensor predict(Tensor sample, double timestep, Conditioning seen) {
        Tensor context = seen.context();
        samples.add(sample);
        contexts.add(context);
        Tensor prediction = Tensor.zeros(sample.dim(0), 1, 1, 1);
        System.arraycopy(context.data(), 0, prediction.data(), 0, prediction.size());
        return prediction;
    }

    private GuidedDenoiser denoiser(double guidanceScale, Tensor condition, float... context) {
        return new GuidedDenoiser(
                this::predict,
                SCHEDULE,
                Guidance.of(guidanceScale),
                Conditioning.of(Tensor.of(context, context.length, 1, 1)),
                condition);
    }

    @Test
    void withoutGuidanceTheNetworkSeesEachSampleOnce() {
        Tensor x = Tensor.of(new float[] {1, 2}, 2, 1, 1, 1);
        Tensor denoised =
                denoiser(1, Tensor.zeros(2, 0, 1, 1), 5, 6).denoise(x, SCHEDULE.level(500));
        assertThat(samples).hasSize(1);
        assertThat(samples.get(0).shape()).containsExactly(2, 1, 1, 1);
        assertThat(denoised.data()).containsExactly(5, 6);
    }

    @Test
    void guidanceGoesFromTheNegativePredictionBeyondThePrompts() {
        Tensor x = Tensor.of(new float[] {1, 2}, 2, 1, 1, 1);
        Tensor denoised =
                denoiser(3, Tensor.zeros(2, 0, 1, 1), 10, 20, 11, 22)
                        .denoise(x, SCHEDULE.level(500));
        assertThat(samples).hasSize(1);
        assertThat(samples.get(0).shape()).containsExactly(4, 1, 1, 1);
        assertThat(denoised.data()).containsExactly(13, 26);
    }

    @Test
    void sampleIsScaledToUnitVarianceAndTheConditionIsNot() {
        NoiseLevel level = SCHEDULE.level(700);
        Tensor x = Tensor.full(2, 1, 1, 1, 1);
        denoiser(1, Tensor.full(7, 1, 2, 1, 1), 0).denoise(x, level);
        float[] input = samples.get(0).data();
        assertThat(input).hasSize(3);
        assertThat(input[0])
                .isCloseTo(
                        (float) (2 / Math.sqrt(1 + level.sigma() * level.sigma())), offset(1e-6f));
        assertThat(input[1]).isEqualTo(7);
        assertThat(input[2]).isEqualTo(7);
    }
}
