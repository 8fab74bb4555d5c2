// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The number format that networks compute in. */
public enum Precision {
    /** 24 bits of mantissa: the results of the reference, on every machine. */
    FLOAT32("float32"),
    /** 11 bits of mantissa and a small range: fast on GPUs. */
    FLOAT16("float16"),
    /** 8 bits of mantissa and the range of float32: fast on newer GPUs and some processors. */
    BFLOAT16("bfloat16");

    private final String label;

    Precision(String label) {
        this.label = label;
    }

    /** The name for users. */
    public String label() {
        return label;
    }

    /** All names. */
    public static List<String> names() {
        return Stream.of(values()).map(Precision::label).toList();
    }

    /** The format of a name, upper and lower case being the same, if there is one. */
    public static Optional<Precision> named(String name) {
        return Stream.of(values()).filter(p -> p.label.equalsIgnoreCase(name.strip())).findFirst();
    }
}
