// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.testing;

import java.util.List;
import java.util.Set;
import sc.fiji.diffusion.engine.Machine;

/** One machine for each choice that is made by what there is to compute with. */
public enum Machines {
    /** A processor without bfloat16. */
    PLAIN(Set.of("avx2"), List.of()),
    /** A processor that multiplies bfloat16 vectors. */
    BFLOAT16(Set.of("avx2", "avx512_bf16"), List.of()),
    /** A processor that multiplies bfloat16 tiles. */
    AMX(Set.of("avx2", "amx_bf16"), List.of()),
    /** An Arm processor, of which nothing is known. */
    ARM(Set.of(), List.of()),
    /** A GPU beside a plain processor. */
    GPU(Set.of("avx2"), List.of("NVIDIA A40"));

    private final Machine machine;

    Machines(Set<String> flags, List<String> gpus) {
        machine = new Machine(gpus, 1, flags);
    }

    /** What there is to compute with. */
    public Machine machine() {
        return machine;
    }
}
