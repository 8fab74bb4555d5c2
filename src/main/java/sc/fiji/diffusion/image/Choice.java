// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds one of several named values. */
public final class Choice {

    private static final String YES = "yes";
    private static final String NO = "no";

    private Choice() {}

    /**
     * Whether a choice between {@code yes} and {@code no} is yes.
     *
     * @param key what is chosen, for the message
     * @throws IllegalArgumentException if it is neither
     */
    public static boolean isYes(String key, String name) {
        return isSecond(key, name, NO, YES);
    }

    /**
     * Whether a choice between two names is the second one.
     *
     * @param key what is chosen, for the message
     * @throws IllegalArgumentException if it is neither
     */
    public static boolean isSecond(String key, String name, String first, String second) {
        String[] names = {first, second};
        return named(key, name, names, Function.identity()).equals(second);
    }

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
