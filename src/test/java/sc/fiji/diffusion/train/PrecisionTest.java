// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrecisionTest {

    @Test
    void bfloat16IsForProcessorsThatMultiplyIt() {
        assertThat(Precision.ofProcessors("flags\t\t: fpu avx512f avx512_bf16 sse\n"))
                .isEqualTo(Precision.BFLOAT16);
        assertThat(Precision.ofProcessors("flags\t\t: fpu amx_bf16\n"))
                .isEqualTo(Precision.BFLOAT16);
    }

    @Test
    void float32IsForAllOthers() {
        assertThat(Precision.ofProcessors("flags\t\t: fpu avx512f avx512_bf16x\n"))
                .isEqualTo(Precision.FLOAT32);
        assertThat(Precision.ofProcessors("model name : avx512_bf16\nflags : fpu\n"))
                .isEqualTo(Precision.FLOAT32);
        assertThat(Precision.ofProcessors("")).isEqualTo(Precision.FLOAT32);
    }
}
