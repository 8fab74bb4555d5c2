// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

/**
 * What the user wants networks to run on.
 *
 * @param device {@value #AUTOMATIC}, {@value #CPU}, or {@code GPU k} for CUDA device k
 * @param precision {@value #AUTOMATIC} or a name of {@link Precision#names}
 */
public record Wish(String device, String precision) {

    /** Leaves the choice to the program. */
    public static final String AUTOMATIC = "automatic";

    /** The processor. */
    public static final String CPU = "CPU";

    /** Leaves everything to the program. */
    public static final Wish ANYTHING = new Wish(AUTOMATIC, AUTOMATIC);

    private static final String GPU = "(?i)GPU \\d{1,3}";

    /** Checks both. */
    public Wish {
        boolean known = device.equalsIgnoreCase(AUTOMATIC) || device.equalsIgnoreCase(CPU);
        if (!known && !device.matches(GPU)) {
            throw new IllegalArgumentException(
                    "unknown device \""
                            + device
                            + "\"; choose automatic, CPU, or GPU 0, GPU 1, ...");
        }
        if (!precision.equalsIgnoreCase(AUTOMATIC) && Precision.named(precision).isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown precision \""
                            + precision
                            + "\"; choose one of: automatic, "
                            + String.join(", ", Precision.names()));
        }
    }

    boolean anyDevice() {
        return device.equalsIgnoreCase(AUTOMATIC);
    }

    /** Whether the number format is left to the program. */
    public boolean anyPrecision() {
        return precision.equalsIgnoreCase(AUTOMATIC);
    }

    /** The number of the CUDA device asked for; -1 if none is. */
    int gpu() {
        return device.matches(GPU) ? Integer.parseInt(device.substring(4)) : -1;
    }
}
