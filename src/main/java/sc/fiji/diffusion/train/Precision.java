// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import sc.fiji.diffusion.engine.Compute;
import sc.fiji.diffusion.engine.Machine;
import sc.fiji.diffusion.engine.Wish;
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

    private final int torchCode;

    Precision(int torchCode) {
        this.torchCode = torchCode;
    }

    /**
     * What a new training computes in: the fastest type of the device, unless the user wishes for
     * float32. Where a wish for bfloat16 would be very slow it is float32; gradients are too small
     * for float16, and where that is wished for it is bfloat16.
     */
    public static Precision choose(Wish wish, Machine machine) {
        Compute compute = Compute.choose(wish, machine);
        if (!wish.anyPrecision()) {
            return compute.precision() == sc.fiji.diffusion.engine.Precision.FLOAT32
                    ? FLOAT32
                    : BFLOAT16;
        }
        return compute.onGpu() || machine.hasBfloat16() ? BFLOAT16 : FLOAT32;
    }

    /** The name in the settings of a run. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of a name in the settings of a run, if there is one. */
    public static Optional<Precision> named(String label) {
        return Stream.of(values()).filter(p -> p.label().equals(label)).findFirst();
    }

    /** An objective that runs its networks in this type. */
    public NetworkSource apply(NetworkSource objective) {
        return objective.with("train_dtype", torchCode);
    }
}
