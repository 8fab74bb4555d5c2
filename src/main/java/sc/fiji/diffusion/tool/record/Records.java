// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.ImagePlus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.provenance.Provenance;

/** The records in the Info property of an image, the last thing that was done first. */
public final class Records {

    /** Where ImageJ keeps what it shows as the info of an image, and saves with a TIFF. */
    public static final String PROPERTY = "Info";

    /** The model's name. */
    public static final String MODEL = "model";

    /** Where the model was found, if not by its name. */
    public static final String MODEL_PATH = "model path";

    private static final String BETWEEN = "\n";

    private Records() {}

    /** All records of an image. */
    public static List<Provenance> read(ImagePlus image) {
        return Provenance.parse(text(image));
    }

    /**
     * The last record of an image.
     *
     * @throws IllegalArgumentException if it has none
     */
    public static Provenance last(ImagePlus image) {
        List<Provenance> records = read(image);
        if (records.isEmpty()) {
            throw new IllegalArgumentException(
                    "\""
                            + image.getTitle()
                            + "\" carries no record of this software; choose an image that one of"
                            + " the commands has made, or its TIFF (Image > Show Info shows the"
                            + " record)");
        }
        return records.get(0);
    }

    /** Writes a record above whatever the image's Info holds already. */
    public static void add(ImagePlus image, Provenance record) {
        String before = text(image);
        image.setProperty(PROPERTY, record.toText() + (before.isEmpty() ? "" : BETWEEN) + before);
    }

    /**
     * Adds to the record of what a command has just made every key of the command that the record
     * does not have. Does nothing if the image's last record is of another task.
     *
     * @param keys the command's keys with the values of this run
     */
    public static void complete(ImagePlus image, String task, Map<String, String> keys) {
        List<Provenance> records = read(image);
        if (records.isEmpty() || !records.get(0).task().equals(task)) return;
        Provenance record = records.get(0);
        String before = text(image).substring(record.toText().length());
        Map<String, String> missing = new LinkedHashMap<>(keys);
        missing.keySet().removeAll(record.settings().keySet());
        String model = keys.get(MODEL);
        if (model != null && !model.equals(record.settings().get(MODEL))) {
            missing.put(MODEL_PATH, model);
        }
        image.setProperty(PROPERTY, record.with(missing).toText() + before);
    }

    /** How much of an image models made, over all that was done to it. */
    public static AiShare share(List<Provenance> records) {
        return records.stream().map(Provenance::share).min(AiShare::compareTo).orElse(AiShare.NOT);
    }

    /** The Info of an image; empty if there is none. */
    public static String text(ImagePlus image) {
        return image.getProperty(PROPERTY) instanceof String text ? text : "";
    }
}
