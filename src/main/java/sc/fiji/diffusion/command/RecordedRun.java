// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.Provenance;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.inpaint.SelectionSource;
import sc.fiji.diffusion.tool.inpaint.Target;
import sc.fiji.diffusion.tool.record.GeneratedPixels;
import sc.fiji.diffusion.tool.record.InputRecord;
import sc.fiji.diffusion.tool.record.Recorded;
import sc.fiji.diffusion.tool.record.Records;

/**
 * A run that a record tells of, ready to be done again: the command with all its keys as they were.
 * Keys that did not exist then have their defaults.
 */
public final class RecordedRun {

    private static final String SELECTIONS = "selections";
    private static final String TARGET = "target";
    private static final String MODEL = "model";

    private final Recorded recorded;
    private final Provenance record;
    private final Optional<InputRecord> began;
    private final DiffusionCommand command;
    private final CommandFields fields;
    private Consumer<ImagePlus> afterwards = made -> {};

    /**
     * @param image carries the record
     * @throws IllegalArgumentException if no command does the record's task, or if a setting cannot
     *     be read
     */
    public RecordedRun(ImagePlus image, Provenance record) throws IOException {
        this.recorded = Recorded.of(image, record);
        this.record = record;
        this.began = InputRecord.read(recorded);
        this.command = naming(() -> Commands.doing(record.task()));
        this.fields = new CommandFields(command);
        for (String key : fields.keys()) {
            String value = Records.given(record, key);
            if (value != null) naming(() -> set(key, value));
        }
    }

    private String set(String key, String value) {
        fields.set(key, value);
        return value;
    }

    /** The image that it began with, if any. */
    public Optional<InputRecord> began() {
        return began;
    }

    /** Begins with an image that matches the recorded input, shown as it was then. */
    public void beginWith(ImagePlus found) {
        if (began.isEmpty()) return;
        ImagePlus copy = began.get().shownAgain(found);
        select(copy);
        fields.setImage(copy);
    }

    private void select(ImagePlus copy) {
        List<Roi> selections = recorded.selections(GeneratedPixels.SELECTIONS);
        if (selections.isEmpty() || !fields.keys().contains(SELECTIONS)) return;
        if (selections.size() == 1 && isEverywhere(selections.get(0))) {
            copy.setRoi(selections.get(0));
            selectBy(SelectionSource.ACTIVE);
            return;
        }
        Overlay overlay = new Overlay();
        selections.forEach(overlay::add);
        Overlay own = copy.getOverlay();
        copy.setOverlay(overlay);
        selectBy(SelectionSource.OVERLAY);
        afterwards = made -> made.setOverlay(own == null ? null : own.duplicate());
    }

    private static boolean isEverywhere(Roi roi) {
        return !roi.hasHyperStackPosition() && roi.getPosition() == 0;
    }

    private void selectBy(SelectionSource source) {
        fields.set(SELECTIONS, source.label());
        fields.set("mask", "");
        if (fields.keys().contains(TARGET)) fields.set(TARGET, Target.NEW_IMAGE.label());
    }

    /**
     * Begins with an image that the run has left unfinished, and repaints what its overlay selects.
     */
    public void goOn(ImagePlus unfinished) {
        selectBy(SelectionSource.OVERLAY);
        fields.setImage(unfinished);
    }

    /** The images that it has shown so far. */
    public List<ImagePlus> shown() {
        return command.shown();
    }

    /**
     * Checks that the model is the recorded one, with the recorded adapters and embeddings.
     *
     * @param place its name or path; empty for the one that the record names
     * @throws IOException if there is no such model
     * @throws IllegalArgumentException if a file has other weights
     */
    public void useModel(String place) throws IOException {
        RecordedWeights weights = new RecordedWeights(recorded);
        if (!weights.ofModel() || !(command instanceof ModelCommand modelCommand)) return;
        fields.set(MODEL, place.isBlank() ? recordedPlace() : place);
        naming(
                () ->
                        modelCommand.withModel(
                                model -> {
                                    weights.require(model, fields.get(MODEL));
                                    return model;
                                }));
    }

    /** Where the model was, or only its name if it has moved. */
    private String recordedPlace() {
        String given = Records.given(record, MODEL);
        if (given == null) throw recorded.refusal(MODEL, "the name of a model", null);
        try {
            Models.shared().find(given);
            return given;
        } catch (IOException | IllegalArgumentException e) {
            return record.settings().getOrDefault(MODEL, given); // fails with a list of all models
        }
    }

    /**
     * Does it again; the command shows what it makes.
     *
     * @throws IllegalArgumentException naming the image and the setting, if it cannot be done
     */
    public List<ImagePlus> perform(Progress progress) throws IOException {
        List<ImagePlus> made = naming(() -> command.perform(progress));
        made.forEach(afterwards);
        return made;
    }

    /** Part of the work, which may fail. */
    @FunctionalInterface
    private interface Part<T> {
        T run() throws IOException;
    }

    /** Does a part of the work, and says of a failure which image's record asked for it. */
    private <T> T naming(Part<T> part) throws IOException {
        try {
            return part.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(described(e), e);
        } catch (IOException e) {
            throw new IOException(described(e), e);
        }
    }

    private String described(Exception e) {
        return "what the record of \""
                + recorded.image()
                + "\" tells cannot be done again: "
                + e.getMessage();
    }
}
