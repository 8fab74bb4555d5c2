// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.record;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.io.IOException;
import java.util.List;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.Commands;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.ModelCommand;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.Provenance;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.record.GeneratedPixels;
import sc.fiji.diffusion.tool.record.InputRecord;
import sc.fiji.diffusion.tool.record.Records;
import sc.fiji.diffusion.tool.record.RoiText;

/**
 * A run that a record tells of, ready to be done again: the command with all its keys as they were.
 * Keys that did not exist then have their defaults.
 */
final class RecordedRun {

    private static final String MODEL = "model";
    private static final String MODEL_HASH = "model SHA-256";

    private final Provenance record;
    private final DiffusionCommand command;
    private final CommandFields fields;

    /**
     * @throws IllegalArgumentException if no command does the record's task
     */
    RecordedRun(Provenance record) {
        this.record = record;
        this.command = Commands.doing(record.task());
        this.fields = new CommandFields(command);
        for (String key : fields.keys()) {
            String value = Records.given(record, key);
            if (value != null) fields.set(key, value);
        }
    }

    /** Begins with an image that matches the recorded input, shown as it was then. */
    void beginWith(ImagePlus found) {
        InputRecord.read(record.settings())
                .ifPresent(
                        input -> {
                            ImagePlus copy = input.shownAgain(found);
                            select(copy);
                            fields.setImage(copy);
                        });
    }

    private void select(ImagePlus copy) {
        String text = record.settings().get(GeneratedPixels.SELECTIONS);
        if (text == null) return;
        List<Roi> selections = RoiText.decode(text);
        if (selections.size() == 1) {
            copy.setRoi(selections.get(0));
            return;
        }
        Overlay overlay = new Overlay();
        selections.forEach(overlay::add);
        copy.setOverlay(overlay);
    }

    /**
     * Checks that the model is the recorded one.
     *
     * @param place its name or path; empty for the one that the record names
     * @throws IOException if there is no such model
     * @throws IllegalArgumentException if it has other weights
     */
    void useModel(String place) throws IOException {
        if (!(command instanceof ModelCommand modelCommand)) return;
        fields.set(MODEL, place.isBlank() ? recordedPlace() : place);
        String wanted = record.settings().get(MODEL_HASH);
        String found = modelCommand.modelHash();
        if (found.equals(wanted)) return;
        throw new IllegalArgumentException(
                "model "
                        + fields.get(MODEL)
                        + " has weights of SHA-256 "
                        + found
                        + ", and the image was made with "
                        + record.settings().get(MODEL)
                        + " of SHA-256 "
                        + wanted
                        + "; name the right one with model=[path]");
    }

    /** Where the model was, or only its name if it has moved. */
    private String recordedPlace() {
        String given = Records.given(record, MODEL);
        try {
            Models.shared().find(given);
            return given;
        } catch (IOException e) {
            return record.settings().getOrDefault(MODEL, given); // fails with a list of all models
        }
    }

    /** Does it again; the command shows what it makes. */
    List<ImagePlus> perform(Progress progress) throws IOException {
        return command.perform(progress);
    }
}
