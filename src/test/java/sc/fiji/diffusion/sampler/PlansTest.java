// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.schedule.NoiseLevel;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.schedule.SigmaSpacing;

/** How the timesteps of Karras' sigmas become whole. */
class PlansTest {

    private static final double ROUNDING = 1e-3;

    private static NoiseSchedule schedule(String betas) {
        return NoiseSchedule.of(
                SchedulerConfig.parse(
                        "{\"_class_name\": \"DPMSolverMultistepScheduler\", \"beta_schedule\": \""
                                + betas
                                + "\"}"));
    }

    private static List<NoiseLevel> karras(String sampler, NoiseSchedule schedule) {
        return Samplers.named(sampler).withSigmas(SigmaSpacing.KARRAS).plan(schedule, 20).levels();
    }

    /** As in DPMSolverMultistepScheduler.set_timesteps of diffusers 0.36.0. */
    @ParameterizedTest
    @ValueSource(strings = {"DPM++ 2M", "DPM++ 2M SDE", "DPM++ 3M SDE"})
    void multistepSolversCutThemOffWithASquaredCosine(String sampler) {
        NoiseSchedule schedule = schedule("squaredcos_cap_v2");
        List<NoiseLevel> levels = karras(sampler, schedule);
        for (NoiseLevel level : levels) {
            assertThat(cut(schedule, level)).isBetween(-ROUNDING, 1 + ROUNDING);
        }
        assertThat(levels).anyMatch(level -> cut(schedule, level) > 0.6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEIS", "UniPC", "DPM++ 2S"})
    void otherSolversRoundThemWithASquaredCosine(String sampler) {
        NoiseSchedule schedule = schedule("squaredcos_cap_v2");
        assertRounded(schedule, karras(sampler, schedule));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPM++ 2M", "DPM++ 2M SDE", "DPM++ 3M SDE", "UniPC"})
    void allSolversRoundThemWithOtherBetas(String sampler) {
        NoiseSchedule schedule = schedule("scaled_linear");
        assertRounded(schedule, karras(sampler, schedule));
    }

    private static void assertRounded(NoiseSchedule schedule, List<NoiseLevel> levels) {
        for (NoiseLevel level : levels) {
            assertThat(cut(schedule, level)).isCloseTo(0, within(0.5 + ROUNDING));
        }
        assertThat(levels).anyMatch(level -> cut(schedule, level) < -0.1);
    }

    /** By how much the whole timestep lies below that of the level's sigma. */
    private static double cut(NoiseSchedule schedule, NoiseLevel level) {
        return schedule.timestepOf(level.sigma()) - level.timestep();
    }
}
