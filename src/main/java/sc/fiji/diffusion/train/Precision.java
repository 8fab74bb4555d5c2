// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.nn.NetworkSource;

/**
 * The number type that networks are trained in. Weights, gradients, losses and the optimizer are
 * float32 in any case; bfloat16 networks get rounded copies of the weights at each step.
 */
public enum Precision {
    /** 32 bits, on every machine. */
    FLOAT32(6),
    /** 8 bits of mantissa: faster where the processor multiplies such numbers, slow elsewhere. */
    BFLOAT16(15),
    /** 64 bits, for checks of gradients. */
    FLOAT64(7);

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Set<String> BFLOAT16_FLAGS = Set.of("avx512_bf16", "amx_bf16");

    private final int torchCode;

    Precision(int torchCode) {
        this.torchCode = torchCode;
    }

    /** The fastest type of this machine. */
    public static Precision ofThisMachine() {
        if (TorchEngine.get().device().isGpu()) return BFLOAT16;
        try {
            return Files.isReadable(PROCESSORS)
                    ? ofProcessors(Files.readString(PROCESSORS))
                    : FLOAT32;
        } catch (IOException e) {
            return FLOAT32; // right on every machine, only slower on some
        }
    }

    /** The fastest type of processors that the text of Linux describes. */
    static Precision ofProcessors(String cpuinfo) {
        boolean bfloat16 =
                cpuinfo.lines()
                        .filter(line -> line.startsWith("flags"))
                        .flatMap(line -> Stream.of(line.split("\\s+")))
                        .anyMatch(BFLOAT16_FLAGS::contains);
        return bfloat16 ? BFLOAT16 : FLOAT32;
    }

    /** An objective that runs its networks in this type. */
    public NetworkSource apply(NetworkSource objective) {
        return objective.with("train_dtype", torchCode);
    }
}
