// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.ImagePlus;
import ij.gui.Roi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.provenance.Provenance;

/**
 * The settings of a run as an image records them, read as what they stand for. A record is text
 * that anybody may have edited: what cannot be read is refused with image, key and value.
 *
 * @param image the title of the image that carries the record
 * @param settings of the run
 */
public record Recorded(String image, Map<String, String> settings) {

    /** No side of an image has more pixels. */
    public static final int LONGEST_SIDE = 1 << 24;

    private static final int LONGEST_SHOWN = 80;

    /**
     * The last run that made an image.
     *
     * @throws IllegalArgumentException if it has no record
     */
    public static Recorded last(ImagePlus image) {
        return of(image, Records.last(image));
    }

    /** A run that an image records. */
    public static Recorded of(ImagePlus image, Provenance run) {
        return new Recorded(image.getTitle(), run.settings());
    }

    /** The last run of a task among those that made an image. */
    public static Optional<Recorded> of(ImagePlus image, String task) {
        Stream<Provenance> runs = Records.read(image).stream();
        return runs.filter(run -> run.task().equals(task)).findFirst().map(run -> of(image, run));
    }

    /**
     * A whole number.
     *
     * @param key a setting, which counts as {@code missing} where there is none
     * @throws IllegalArgumentException if it is none, or below {@code min} or above {@code max}
     */
    public int integer(String key, int missing, int min, int max) {
        int value = read(key, Integer.toString(missing), "a whole number", t -> Integer.valueOf(t));
        if (value >= min && value <= max) return value;
        throw refusal(key, "between " + min + " and " + max, null);
    }

    /**
     * A finite number.
     *
     * @throws IllegalArgumentException if it is missing or none
     */
    public double number(String key) {
        double value = read(key, "", "a number", Double::valueOf);
        if (Double.isFinite(value)) return value;
        throw refusal(key, "a finite number", null);
    }

    /**
     * A display range.
     *
     * @throws IllegalArgumentException if one of its ends is missing or no number, or if they are
     *     not in order
     */
    public ValueRange range(String min, String max) {
        double from = number(min);
        double to = number(max);
        if (to > from && Double.isFinite(to - from)) return new ValueRange(from, to);
        throw refusal(max, "above its \"" + min + "\", which is " + from, null);
    }

    /**
     * Selections, with their positions.
     *
     * @return empty if there is no such setting
     * @throws IllegalArgumentException if it is no {@link RoiText}
     */
    public List<Roi> selections(String key) {
        if (!settings.containsKey(key)) return List.of();
        return read(key, "", "packed selections of ImageJ", RoiText::decode);
    }

    /**
     * A setting as something else.
     *
     * @param missing what counts where there is no such setting
     * @param wanted what it must be, in words
     * @param reader throws an {@link IllegalArgumentException} if it cannot be read
     * @throws IllegalArgumentException if it cannot be read
     */
    public <T> T read(String key, String missing, String wanted, Function<String, T> reader) {
        try {
            return reader.apply(settings.getOrDefault(key, missing));
        } catch (IllegalArgumentException e) {
            throw refusal(key, wanted, e);
        }
    }

    /**
     * What is thrown for a setting that is not as it must be.
     *
     * @param wanted what it must be, in words
     * @param cause null if there is none
     */
    public IllegalArgumentException refusal(String key, String wanted, Exception cause) {
        String value = settings.get(key);
        String seen = value == null ? "is missing" : "is \"" + shortened(value) + "\"";
        return new IllegalArgumentException(
                "the record of \""
                        + image
                        + "\" cannot be used: its \""
                        + key
                        + "\" "
                        + seen
                        + " and must be "
                        + wanted
                        + "; it has been edited or damaged, choose an image or file where it is not",
                cause);
    }

    private static String shortened(String value) {
        if (value.length() <= LONGEST_SHOWN) return value;
        return value.substring(0, LONGEST_SHOWN) + "...";
    }
}
