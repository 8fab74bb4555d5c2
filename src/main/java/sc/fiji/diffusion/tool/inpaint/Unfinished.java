// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.provenance.Provenance;
import sc.fiji.diffusion.tool.record.GeneratedPixels;
import sc.fiji.diffusion.tool.record.InputRecord;
import sc.fiji.diffusion.tool.record.Recorded;
import sc.fiji.diffusion.tool.record.Records;
import sc.fiji.diffusion.tool.record.RoiText;

/**
 * An image whose repainting was stopped after some planes. Its record names what is left, so that
 * the image alone, open or in a file, is enough to go on: the rest is painted on a copy of it with
 * the settings that it had, and gives the pixels that an uninterrupted run gives.
 *
 * @param image the image so far; stays as it is
 * @param record of the run that was stopped
 * @param began what it began with, if the record tells
 * @param done the selections that are finished
 * @param left the selections that are left, each with its position
 */
public record Unfinished(
        ImagePlus image,
        Provenance record,
        Optional<InputRecord> began,
        List<Roi> done,
        List<Roi> left) {

    /** The entry of a record that holds the selections that are left. */
    static final String LEFT = "selections left";

    /** The entry of a record that tells how many planes are finished. */
    static final String FINISHED = "finished planes";

    /**
     * What is left of an image's last run; empty if that was finished.
     *
     * @throws IllegalArgumentException if the image has no record, or a damaged one
     */
    public static Optional<Unfinished> of(ImagePlus image) {
        Provenance record = Records.last(image);
        Recorded run = Recorded.of(image, record);
        if (!record.settings().containsKey(LEFT)) return Optional.empty();
        return Optional.of(
                new Unfinished(
                        image,
                        record,
                        InputRecord.read(run),
                        run.selections(GeneratedPixels.SELECTIONS),
                        run.selections(LEFT)));
    }

    /** A copy of the image to go on with, the selections that are left being its overlay. */
    public ImagePlus input() {
        ImagePlus copy = ImageCopy.of(image, image.getTitle());
        began.ifPresent(input -> input.showIn(copy));
        Overlay overlay = new Overlay();
        left.forEach(overlay::add);
        copy.setOverlay(overlay);
        return copy;
    }

    /**
     * Turns the image that came of going on into what an uninterrupted run would have left: one
     * record in the place of that of the stopped run.
     */
    public void settle(ImagePlus result) {
        result.setTitle(image.getTitle());
        result.setOverlay(image.getOverlay() == null ? null : image.getOverlay().duplicate());
        Map<String, String> settings = new LinkedHashMap<>(Records.last(result).settings());
        for (String key : List.of("selections", "mask")) {
            settings.put(key, record.settings().getOrDefault(key, ""));
        }
        began.ifPresent(input -> settings.putAll(input.settings()));
        List<Roi> generated = new ArrayList<>(done);
        generated.addAll(Recorded.last(result).selections(GeneratedPixels.SELECTIONS));
        settings.put(GeneratedPixels.SELECTIONS, RoiText.encode(simplest(generated)));
        result.setProperty(Records.PROPERTY, Records.text(image));
        Records.replaceLast(result, new Provenance(record.share(), record.task(), settings));
    }

    /** One selection without a position, if each plane of the image has just that. */
    private List<Roi> simplest(List<Roi> placed) {
        List<Roi> anywhere = new ArrayList<>();
        for (Roi roi : placed) {
            Roi copy = (Roi) roi.clone();
            copy.setPosition(0);
            anywhere.add(copy);
        }
        if (placed.isEmpty()) return placed;
        String first = RoiText.encode(anywhere.subList(0, 1));
        boolean same = anywhere.stream().allMatch(r -> RoiText.encode(List.of(r)).equals(first));
        return same && placed.size() == image.getStackSize() ? anywhere.subList(0, 1) : placed;
    }
}
