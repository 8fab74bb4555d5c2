// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerConfigTest {

    private static final String STABLE_DIFFUSION =
            """
            {
              "_class_name": "PNDMScheduler",
              "_diffusers_version": "0.36.0",
              "beta_end": 0.012,
              "beta_schedule": "scaled_linear",
              "beta_start": 0.00085,
              "num_train_timesteps": 1000,
              "prediction_type": "v_prediction",
              "set_alpha_to_one": false,
              "skip_prk_steps": true,
              "steps_offset": 1,
              "timestep_spacing": "leading",
              "trained_betas": null
            }
            """;

    private static SchedulerConfig parse(String className, String settings) {
        return SchedulerConfig.parse("{\"_class_name\": \"" + className + "\"" + settings + "}");
    }

    @Test
    void readsTheFileOfAModel(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("scheduler_config.json");
        Files.writeString(file, STABLE_DIFFUSION);
        SchedulerConfig config = SchedulerConfig.read(file);
        assertThat(config.className()).isEqualTo("PNDMScheduler");
        assertThat(config.trainTimesteps()).isEqualTo(1000);
        assertThat(config.betaStart()).isEqualTo(0.00085);
        assertThat(config.betaEnd()).isEqualTo(0.012);
        assertThat(config.betaSchedule()).isEqualTo(BetaSchedule.SCALED_LINEAR);
        assertThat(config.trainedBetas()).isEmpty();
        assertThat(config.prediction()).isEqualTo(Prediction.V);
        assertThat(config.spacing()).contains(Spacing.LEADING);
        assertThat(config.stepsOffset()).isEqualTo(1);
        assertThat(config.setAlphaToOne()).contains(false);
        assertThat(config.thresholding()).isEqualTo(new Thresholding.None());
        assertThat(config.unsupported()).isEmpty();
    }

    @Test
    void missingKeysHaveTheDefaultsOfTheirClass() {
        SchedulerConfig ddim = parse("DDIMScheduler", "");
        assertThat(ddim.trainTimesteps()).isEqualTo(1000);
        assertThat(ddim.betaStart()).isEqualTo(0.0001);
        assertThat(ddim.betaEnd()).isEqualTo(0.02);
        assertThat(ddim.betaSchedule()).isEqualTo(BetaSchedule.LINEAR);
        assertThat(ddim.prediction()).isEqualTo(Prediction.EPSILON);
        assertThat(ddim.thresholding()).isEqualTo(new Thresholding.Static(1));
        assertThat(ddim.spacing()).isEmpty();
        assertThat(ddim.setAlphaToOne()).isEmpty();
        assertThat(ddim.algorithmType()).isEqualTo("dpmsolver++");
        SchedulerConfig lcm = parse("LCMScheduler", "");
        assertThat(lcm.betaStart()).isEqualTo(0.00085);
        assertThat(lcm.betaSchedule()).isEqualTo(BetaSchedule.SCALED_LINEAR);
        assertThat(parse("HeunDiscreteScheduler", "").betaEnd()).isEqualTo(0.012);
    }

    @Test
    void unknownKeysAreIgnored() {
        assertThat(parse("DDIMScheduler", ", \"new_in_99\": {\"a\": [1]}"))
                .isEqualTo(parse("DDIMScheduler", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "beta_schedule | \"sigmoid\" | scaled_linear, squaredcos_cap_v2",
                "prediction_type | \"flow_prediction\" | epsilon, v_prediction, sample",
                "timestep_spacing | \"log\" | leading, linspace, trailing",
                "num_train_timesteps | 0.5 | a whole number",
                "num_train_timesteps | 0 | from 1 to 100000",
                "num_train_timesteps | 2147483647 | from 1 to 100000",
                "num_train_timesteps | \"many\" | a number",
                "beta_start | -1 | between 0 and 1",
                "beta_end | 1.5 | between 0 and 1",
                "trained_betas | 3 | a list of numbers",
                "trained_betas | [0.1, 2] | between 0 and 1",
                "steps_offset | -1 | from 0 to num_train_timesteps 1000",
                "steps_offset | 1001 | from 0 to num_train_timesteps 1000",
                "set_alpha_to_one | 1 | true or false",
                "use_karras_sigmas | \"yes\" | true or false",
                "algorithm_type | 2 | a text",
                "clip_sample_range | -1 | above 0"
            })
    void aWrongValueIsNamedWithItsKeyAndWhatIsRight(String key, String value, String right) {
        assertThatThrownBy(
                        () -> parse("DDIMScheduler", ", \"" + key.strip() + "\": " + value.strip()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + key.strip() + "\"")
                .hasMessageContaining(right.strip());
    }

    @Test
    void theMessageShowsTheWrongValueAndTheFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("scheduler_config.json");
        Files.writeString(file, STABLE_DIFFUSION.replace("leading", "leeding"));
        assertThatThrownBy(() -> SchedulerConfig.read(file))
                .hasMessage(
                        file
                                + ": \"timestep_spacing\" is \"leeding\"; choose one of: leading,"
                                + " linspace, trailing");
    }

    @Test
    void theClassMustBeNamedAndKnown() {
        assertThatThrownBy(() -> SchedulerConfig.parse("{}"))
                .hasMessageContaining("\"_class_name\" is missing")
                .hasMessageContaining("EulerDiscreteScheduler");
        assertThatThrownBy(() -> parse("FlowMatchEulerDiscreteScheduler", ""))
                .hasMessageContaining("\"FlowMatchEulerDiscreteScheduler\"; choose one of: DDPM");
    }

    @Test
    void whatIsNoJsonObjectIsRefused() {
        assertThatThrownBy(() -> SchedulerConfig.parse("[1, 2]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a JSON object, found [1,2]");
        assertThatThrownBy(() -> SchedulerConfig.parse("{\"_class_name\": "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no valid JSON");
    }

    @Test
    void settingsThatNoSamplerFollowsAreListed() {
        assertThat(parse("PNDMScheduler", "").unsupported())
                .containsExactly("skip_prk_steps = false");
        assertThat(
                        parse(
                                        "DPMSolverMultistepScheduler",
                                        ", \"solver_order\": 3, \"use_lu_lambdas\": true")
                                .unsupported())
                .containsExactly("solver_order = 3", "use_lu_lambdas = true");
        assertThat(parse("UniPCMultistepScheduler", ", \"lower_order_final\": false").unsupported())
                .containsExactly("lower_order_final = false");
        assertThat(
                        parse(
                                        "DPMSolverMultistepScheduler",
                                        ", \"solver_order\": 2, \"lambda_min_clipped\": -Infinity")
                                .unsupported())
                .isEmpty();
    }
}
