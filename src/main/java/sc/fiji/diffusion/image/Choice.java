// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds one of several named values. */
public final class Choice {

    private Choice() {}

    /**
     * The value of a name, upper and lower case being the same.
     *
     * @param key what is chosen, for the message
     * @param name the name looked for
     * @param values all values
     * @param label a value's name
     * @throws IllegalArgumentException if no value has it, listing the names
     */
    public static <T> T named(String key, String name, T[] values, Function<T, String> label) {
        return Arrays.stream(values)
                .filter(value -> label.apply(value).equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "unknown "
                                                + key
                                                + " \""
                                                + name
                                                + "\"; choose one of: "
                                                + Arrays.stream(values)
                                                        .map(label)
                                                        .collect(Collectors.joining(", "))));
    }
}
