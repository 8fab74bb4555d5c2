// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.diffusion.engine.Wish;
import sc.fiji.diffusion.testing.Machines;

/** What networks are trained in, a function of wish and machine. */
class PrecisionTest {

    @ParameterizedTest
    @CsvSource({
        "PLAIN, automatic, automatic, FLOAT32",
        "BFLOAT16, automatic, automatic, BFLOAT16",
        "AMX, automatic, automatic, BFLOAT16",
        "ARM, automatic, automatic, FLOAT32",
        "GPU, automatic, automatic, BFLOAT16",
        "GPU, CPU, automatic, FLOAT32",
        "BFLOAT16, CPU, float32, FLOAT32",
        "GPU, GPU 0, float32, FLOAT32",
        "GPU, GPU 0, float16, BFLOAT16",
        "BFLOAT16, CPU, BFloat16, BFLOAT16",
        "PLAIN, CPU, bfloat16, FLOAT32",
        "BFLOAT16, CPU, float16, FLOAT32"
    })
    void followsWishAndMachine(Machines machine, String device, String wish, Precision precision) {
        assertThat(Precision.choose(new Wish(device, wish), machine.machine()))
                .isEqualTo(precision);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void isFoundByItsName(Precision precision) {
        assertThat(Precision.named(precision.label())).contains(precision);
    }

    @Test
    void otherNamesAreNone() {
        assertThat(Precision.named("float8")).isEmpty();
        assertThat(Precision.named("")).isEmpty();
    }
}
