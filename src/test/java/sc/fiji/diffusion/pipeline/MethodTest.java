// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import sc.fiji.diffusion.sampler.Samplers;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.schedule.SigmaSpacing;

class MethodTest {

    private static final String DEFAULT = Method.MODEL_DEFAULT;

    static final List<String> SCHEDULERS = SchedulerConfig.CLASS_NAMES;

    private static final SchedulerConfig KARRAS_MODEL =
            SchedulerConfig.parse(
                    "{\"_class_name\": \"EulerDiscreteScheduler\", \"use_karras_sigmas\": true}");

    @Test
    void whatIsNotChosenIsTheModels() {
        assertThat(Method.OF_MODEL.sampler(KARRAS_MODEL)).isEqualTo(Samplers.named("Euler Karras"));
        Method flat = new Method(DEFAULT, "schedule", DEFAULT, 0);
        assertThat(flat.sampler(KARRAS_MODEL)).isEqualTo(Samplers.named("Euler"));
    }

    @Test
    void aNamedSamplerBringsTheSigmasOfItsName() {
        assertThat(Method.of("Euler").sampler(KARRAS_MODEL)).isEqualTo(Samplers.named("Euler"));
        Method exponential = new Method("DPM++ 3M SDE", "Exponential", DEFAULT, 0);
        assertThat(exponential.sampler(KARRAS_MODEL))
                .isEqualTo(Samplers.named("DPM++ 3M SDE").withSigmas(SigmaSpacing.EXPONENTIAL));
    }

    @Test
    void spellsOutWhatTheModelChooses() {
        assertThat(Method.OF_MODEL.spelledOut(KARRAS_MODEL))
                .isEqualTo(new Method("Euler Karras", "Karras", DEFAULT, 0));
        SchedulerConfig solver =
                SchedulerConfig.parse(
                        "{\"_class_name\": \"DPMSolverMultistepScheduler\","
                                + " \"use_exponential_sigmas\": true,"
                                + " \"timestep_spacing\": \"trailing\"}");
        assertThat(Method.OF_MODEL.spelledOut(solver))
                .isEqualTo(new Method("DPM++ 2M", "exponential", "trailing", 0));
        assertThat(new Method("ddim", DEFAULT, "leading", 0.5).spelledOut(solver))
                .isEqualTo(new Method("DDIM", "schedule", "leading", 0.5));
        assertThat(Method.of("LCM").spelledOut(solver))
                .isEqualTo(new Method("LCM", "schedule", DEFAULT, 0));
    }

    @ParameterizedTest
    @FieldSource("SCHEDULERS")
    void whatIsSpelledOutIsTheSameSampler(String className) {
        SchedulerConfig config =
                SchedulerConfig.parse(
                        "{\"_class_name\": \"" + className + "\", \"skip_prk_steps\": true}");
        assertThat(Method.OF_MODEL.spelledOut(config).sampler(KARRAS_MODEL))
                .isEqualTo(Method.OF_MODEL.sampler(config));
    }

    @Test
    void etaIsThatOfDdimAndTcd() {
        assertThat(new Method("ddim", DEFAULT, DEFAULT, 0.7).sampler(KARRAS_MODEL))
                .isEqualTo(Samplers.ddim(0.7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Eular | model default | model default | 0 | unknown sampler \"Eular\"",
                "Euler | karass | model default | 0 | unknown sigmas \"karass\"; choose one of: schedule,",
                "Euler | Karras | even | 0 | unknown spacing \"even\"; choose one of: leading,",
                "DDIM | Karras | model default | 0 | sigmas Karras cannot be used with this sampler",
                "LCM | model default | trailing | 0 | spacing cannot be chosen for LCM",
                "Euler | model default | model default | 0.5 | eta 0.5 cannot be used",
                "DDIM | model default | model default | 1.5 | eta must be between 0"
            })
    void whatDoesNotGoTogetherIsRefusedBeforeAModelIsLoaded(
            String sampler, String sigmas, String spacing, double eta, String message) {
        assertThatThrownBy(() -> new Method(sampler, sigmas, spacing, eta))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
