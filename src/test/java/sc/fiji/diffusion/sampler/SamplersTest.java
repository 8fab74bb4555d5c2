// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.schedule.SigmaSpacing;

class SamplersTest {

    static final java.util.List<String> CLASS_NAMES = SchedulerConfig.CLASS_NAMES;

    private static Sampler forScheduler(String className, String settings) {
        return Samplers.forScheduler(
                SchedulerConfig.parse("{\"_class_name\": \"" + className + "\"" + settings + "}"));
    }

    @Test
    void listsTheNamesThatPeopleKnow() {
        assertThat(Samplers.names())
                .startsWith("DDPM", "DDIM", "PNDM", "Euler", "Euler a", "DPM++ 2M")
                .contains("DPM++ 2M Karras", "Heun", "UniPC", "LCM")
                .hasSize(21)
                .doesNotHaveDuplicates();
    }

    @Test
    void findsASamplerInUpperAndLowerCase() {
        assertThat(Samplers.named("dpm++ 2m KARRAS"))
                .isEqualTo(new DpmPlusPlus2M(SigmaSpacing.KARRAS));
        for (String name : Samplers.names()) assertThat(Samplers.named(name)).isNotNull();
    }

    @Test
    void anUnknownNameIsAnsweredWithTheChoices() {
        assertThatThrownBy(() -> Samplers.named("Eular"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "unknown sampler \"Eular\"; choose one of: DDPM, DDIM, PNDM")
                .hasMessageContaining("DPM++ 2M Karras");
    }

    @ParameterizedTest
    @FieldSource("CLASS_NAMES")
    void everySchedulerClassHasASampler(String className) {
        assertThat(forScheduler(className, ", \"skip_prk_steps\": true")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EulerDiscreteScheduler | \"use_karras_sigmas\": false | Euler",
                "EulerDiscreteScheduler | \"use_karras_sigmas\": true | Euler Karras",
                "DPMSolverMultistepScheduler | \"use_karras_sigmas\": true | DPM++ 2M Karras",
                "DPMSolverMultistepScheduler | \"algorithm_type\": \"dpmsolver++\" | DPM++ 2M",
                "DPMSolverMultistepScheduler | \"algorithm_type\": \"sde-dpmsolver++\" | DPM++ 2M SDE",
                "UniPCMultistepScheduler | \"use_karras_sigmas\": true | UniPC Karras",
                "PNDMScheduler | \"skip_prk_steps\": true | PNDM"
            })
    void theModelsSettingsChooseTheSampler(String className, String setting, String name) {
        assertThat(forScheduler(className, ", " + setting)).isEqualTo(Samplers.named(name));
    }

    @Test
    void aSettingThatNoSamplerFollowsIsRefusedWithTheReason() {
        assertThatThrownBy(() -> forScheduler("PNDMScheduler", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PNDMScheduler asks for skip_prk_steps = false")
                .hasMessageContaining("name a sampler instead: DDPM");
        assertThatThrownBy(
                        () -> forScheduler("DEISMultistepScheduler", ", \"use_beta_sigmas\": true"))
                .hasMessageContaining("asks for use_beta_sigmas = true");
        assertThatThrownBy(
                        () ->
                                forScheduler(
                                        "DPMSolverSinglestepScheduler",
                                        ", \"algorithm_type\": \"sde-dpmsolver++\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("asks for algorithm_type = \"sde-dpmsolver++\"");
    }

    @Test
    void etaOutOfRangeIsRefused() {
        assertThatThrownBy(() -> Samplers.ddim(1.5)).hasMessageContaining("was 1.5");
        assertThatThrownBy(() -> Samplers.tcd(-0.1)).hasMessageContaining("was -0.1");
    }
}
