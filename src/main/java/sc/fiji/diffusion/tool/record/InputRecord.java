// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.CompositeImage;
import ij.ImagePlus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.image.IndexedColors;

/**
 * The image that a run began with: enough to know it again, and to show it as the model saw it.
 *
 * @param title of the image
 * @param sha256 the {@link PlaneHash} of the planes that the run worked on
 * @param planes their numbers in the stack, from 1
 * @param shown the number of the plane that was shown
 * @param ranges the display range of each channel; empty for RGB
 */
public record InputRecord(
        String title, String sha256, List<Integer> planes, int shown, List<DisplayRange> ranges) {

    /**
     * A display range as it is shown: it may be the wrong way round or without extent.
     *
     * @param min the value shown as black
     * @param max the value shown as white
     */
    public record DisplayRange(double min, double max) {}

    private static final String TITLE = "input";
    private static final String HASH = "input SHA-256";
    private static final String PLANES = "input planes";
    private static final String SHOWN = "input shown plane";
    private static final String RANGES = "input display range";

    /** The record of the shown plane of an image. */
    public static InputRecord of(ImagePlus image) {
        return of(image, List.of(image.getCurrentSlice()));
    }

    /** The record of some planes of an image. */
    public static InputRecord of(ImagePlus image, List<Integer> planes) {
        return new InputRecord(
                image.getTitle(),
                PlaneHash.of(image, planes),
                List.copyOf(planes),
                image.getCurrentSlice(),
                displayed(image));
    }

    private static List<DisplayRange> displayed(ImagePlus image) {
        if (image.getBitDepth() == 24) return List.of();
        if (!image.isComposite()) {
            return List.of(
                    new DisplayRange(image.getDisplayRangeMin(), image.getDisplayRangeMax()));
        }
        CompositeImage composite = (CompositeImage) image;
        return IntStream.rangeClosed(1, image.getNChannels())
                .mapToObj(composite::getChannelLut)
                .map(lut -> new DisplayRange(lut.min, lut.max))
                .toList();
    }

    /** The entries of a record that {@link #read} understands. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(TITLE, title);
        settings.put(HASH, sha256);
        settings.put(PLANES, PlaneList.format(planes));
        settings.put(SHOWN, Integer.toString(shown));
        if (!ranges.isEmpty()) {
            settings.put(
                    RANGES,
                    ranges.stream()
                            .map(range -> range.min() + " to " + range.max())
                            .collect(Collectors.joining("; ")));
        }
        return settings;
    }

    /**
     * Reads the entries; empty if the run had no input.
     *
     * @throws IllegalArgumentException if they are none that {@link #settings} wrote, naming image,
     *     key and value
     */
    public static Optional<InputRecord> read(Recorded run) {
        Map<String, String> settings = run.settings();
        if (!settings.containsKey(HASH)) return Optional.empty();
        return Optional.of(
                new InputRecord(
                        settings.getOrDefault(TITLE, ""),
                        run.read(HASH, "", "64 hexadecimal digits", InputRecord::hash),
                        run.read(PLANES, "1", "numbers such as 1-40, 42", PlaneList::parse),
                        run.integer(SHOWN, 1, 1, Integer.MAX_VALUE),
                        run.read(RANGES, "", "ranges such as 0.0 to 255.0", InputRecord::ranges)));
    }

    private static String hash(String text) {
        if (!text.matches("[0-9a-fA-F]{64}")) throw new IllegalArgumentException(text);
        return text.toLowerCase(Locale.ROOT);
    }

    private static List<DisplayRange> ranges(String text) {
        List<DisplayRange> ranges = new ArrayList<>();
        for (String range : text.isBlank() ? new String[0] : text.split("; ", -1)) {
            String[] ends = range.split(" to ", -1);
            if (ends.length != 2) throw new IllegalArgumentException(range);
            ranges.add(new DisplayRange(Double.parseDouble(ends[0]), Double.parseDouble(ends[1])));
        }
        return ranges;
    }

    /** Whether an image has the planes of the input, value for value. */
    public boolean matches(ImagePlus image) {
        return hasPlanes(image) && sha256.equals(PlaneHash.of(image, planes));
    }

    /** Whether an image has planes of these numbers. */
    boolean hasPlanes(ImagePlus image) {
        int size = image.getStackSize();
        return planes.size() <= size && planes.stream().allMatch(plane -> plane <= size);
    }

    /** A copy of an image that matches, which shows the plane and the display range of the run. */
    public ImagePlus shownAgain(ImagePlus image) {
        ImagePlus copy = ImageCopy.of(image, title);
        copy.deleteRoi();
        showIn(copy);
        return copy;
    }

    /**
     * Lets an image show the plane and the display range of the run. Colours of a table that make
     * it the input are shown already, and another range would change them.
     */
    public void showIn(ImagePlus image) {
        for (int c = Math.min(ranges.size(), image.getNChannels());
                image.isComposite() && c >= 1;
                c--) {
            image.setPosition(c, image.getZ(), image.getT());
            show(image, ranges.get(c - 1));
        }
        image.setSlice(shownIn(image));
        boolean gray = !image.isComposite() && !IndexedColors.in(image.getProcessor());
        if (gray && !ranges.isEmpty()) show(image, ranges.get(0));
    }

    /** The plane of an image that the run showed; the last one of an image that has fewer. */
    int shownIn(ImagePlus image) {
        return Math.min(shown, image.getStackSize());
    }

    private static void show(ImagePlus image, DisplayRange range) {
        ImageCopy.display(image, range.min(), range.max());
    }
}
