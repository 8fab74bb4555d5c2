// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * What networks run on, and in which number format.
 *
 * @param gpu number of the CUDA device; -1 is the processor
 * @param precision of weights and activations
 * @param name of the device for users
 * @param fallback why this is not what the user asked for; empty if it is
 */
public record Compute(int gpu, Precision precision, String name, String fallback) {

    private static final int PROCESSOR = -1;

    /**
     * Chooses by what is wanted and what is there. Left to itself it takes the first GPU in
     * float16, or the processor in float32, which gives the numbers of the reference; bfloat16 is
     * taken on a processor only if asked for, and only if that multiplies such numbers itself:
     * without, it was measured to be about 90 times slower.
     */
    public static Compute choose(Wish wish, Machine machine) {
        List<String> reasons = new ArrayList<>();
        int gpu = gpu(wish, machine, reasons);
        Precision precision = precision(wish, machine, gpu, reasons);
        return new Compute(gpu, precision, name(gpu, machine), String.join("; ", reasons));
    }

    private static int gpu(Wish wish, Machine machine, List<String> reasons) {
        if (wish.anyDevice()) return machine.gpus().isEmpty() ? PROCESSOR : 0;
        if (wish.gpu() < machine.gpus().size()) return wish.gpu();
        reasons.add(
                wish.device()
                        + " is chosen, but the engine finds "
                        + (machine.gpus().isEmpty() ? "no GPU" : machine.gpus().size() + " GPU(s)")
                        + ", so the processor is used");
        return PROCESSOR;
    }

    private static Precision precision(Wish wish, Machine machine, int gpu, List<String> reasons) {
        boolean onGpu = gpu != PROCESSOR;
        if (wish.anyPrecision()) return onGpu ? Precision.FLOAT16 : Precision.FLOAT32;
        Precision wanted = Precision.named(wish.precision()).orElseThrow();
        boolean fast = onGpu || wanted == Precision.FLOAT32;
        if (fast || wanted == Precision.BFLOAT16 && machine.hasBfloat16()) return wanted;
        reasons.add(
                wanted.label()
                        + " is chosen, but is far slower than float32 on this processor, so float32"
                        + " is used");
        return Precision.FLOAT32;
    }

    private static String name(int gpu, Machine machine) {
        if (gpu != PROCESSOR) return ("CUDA " + gpu + " " + machine.gpus().get(gpu)).strip();
        return "CPU, " + machine.threads() + (machine.threads() == 1 ? " thread" : " threads");
    }

    /** Whether it is a CUDA device. */
    public boolean onGpu() {
        return gpu != PROCESSOR;
    }

    /** The same in float32. */
    public Compute inFloat32() {
        return new Compute(gpu, Precision.FLOAT32, name, fallback);
    }

    /** One line for the user, such as {@code CPU, 8 threads, float32}. */
    public String describe() {
        return name + ", " + precision.label() + (fallback.isEmpty() ? "" : " (" + fallback + ")");
    }
}
