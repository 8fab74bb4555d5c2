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

    /** Reads the entries; empty if the run had no input. */
    public static Optional<InputRecord> read(Map<String, String> settings) {
        if (!settings.containsKey(HASH)) return Optional.empty();
        return Optional.of(
                new InputRecord(
                        settings.getOrDefault(TITLE, ""),
                        settings.get(HASH).toLowerCase(Locale.ROOT),
                        PlaneList.parse(settings.getOrDefault(PLANES, "1")),
                        Integer.parseInt(settings.getOrDefault(SHOWN, "1")),
                        ranges(settings.getOrDefault(RANGES, ""))));
    }

    private static List<DisplayRange> ranges(String text) {
        List<DisplayRange> ranges = new ArrayList<>();
        for (String range : text.isBlank() ? new String[0] : text.split("; ")) {
            String[] ends = range.split(" to ");
            ranges.add(new DisplayRange(Double.parseDouble(ends[0]), Double.parseDouble(ends[1])));
        }
        return ranges;
    }

    /** Whether an image has the planes of the input, value for value. */
    public boolean matches(ImagePlus image) {
        boolean hasThem = planes.stream().allMatch(plane -> plane <= image.getStackSize());
        return hasThem && sha256.equals(PlaneHash.of(image, planes));
    }

    /** A copy of an image that matches, which shows the plane and the display range of the run. */
    public ImagePlus shownAgain(ImagePlus image) {
        ImagePlus copy = ImageCopy.of(image, title);
        copy.deleteRoi();
        showIn(copy);
        return copy;
    }

    /** Lets an image show the plane and the display range of the run. */
    public void showIn(ImagePlus image) {
        for (int c = ranges.size(); image.isComposite() && c >= 1; c--) {
            image.setPosition(c, image.getZ(), image.getT());
            show(image, ranges.get(c - 1));
        }
        image.setSlice(Math.min(shown, image.getStackSize()));
        if (!image.isComposite() && !ranges.isEmpty()) show(image, ranges.get(0));
    }

    private static void show(ImagePlus image, DisplayRange range) {
        image.setDisplayRange(range.min(), range.max());
    }
}
