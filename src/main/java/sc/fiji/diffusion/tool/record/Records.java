// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.ImagePlus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.provenance.Provenance;
import sc.fiji.diffusion.provenance.RecordText;

/** The records in the Info property of an image, the last thing that was done first. */
public final class Records {

    /** Where ImageJ keeps what it shows as the info of an image, and saves with a TIFF. */
    public static final String PROPERTY = "Info";

    /** Begins the entry of a key's own value, where the record's value is another. */
    private static final String GIVEN = "given ";

    private Records() {}

    /** All records of an image. */
    public static List<Provenance> read(ImagePlus image) {
        return RecordText.of(text(image)).records();
    }

    /**
     * The last record of an image.
     *
     * @throws IllegalArgumentException if it has none
     */
    public static Provenance last(ImagePlus image) {
        List<Provenance> records = read(image);
        if (records.isEmpty()) throw none(image);
        return records.get(0);
    }

    private static IllegalArgumentException none(ImagePlus image) {
        return new IllegalArgumentException(
                "\""
                        + image.getTitle()
                        + "\" carries no record of this software; choose an image that one of"
                        + " the commands has made, or its TIFF (Image > Show Info shows the"
                        + " record)");
    }

    /** Writes a record above whatever the image's Info holds already. */
    public static void add(ImagePlus image, Provenance record) {
        image.setProperty(PROPERTY, RecordText.of(text(image)).with(record));
    }

    /**
     * Puts a record in the place of the last one; all other lines of the Info stay.
     *
     * @throws IllegalArgumentException if the image has none
     */
    public static void replaceLast(ImagePlus image, Provenance record) {
        image.setProperty(
                PROPERTY,
                RecordText.of(text(image)).withFirst(record).orElseThrow(() -> none(image)));
    }

    /**
     * Adds to the record of what a command has just made every key of the command that the record
     * does not have, or has with another value. Does nothing if the image's last record is of
     * another task.
     *
     * @param keys the command's keys with the values of this run
     */
    public static void complete(ImagePlus image, String task, Map<String, String> keys) {
        List<Provenance> records = read(image);
        if (records.isEmpty() || !records.get(0).task().equals(task)) return;
        Provenance record = records.get(0);
        Map<String, String> missing = new LinkedHashMap<>();
        keys.forEach(
                (key, value) -> {
                    String recorded = record.settings().get(key);
                    if (recorded == null) missing.put(key, value);
                    else if (!same(recorded, value)) missing.put(GIVEN + key, value);
                });
        replaceLast(image, record.with(missing));
    }

    /** The value of a command's key in the recorded run, or null if the record does not tell. */
    public static String given(Provenance record, String key) {
        String value = record.settings().get(GIVEN + key);
        return value == null ? record.settings().get(key) : value;
    }

    private static boolean same(String a, String b) {
        if (a.equals(b)) return true;
        try {
            return Double.parseDouble(a) == Double.parseDouble(b);
        } catch (NumberFormatException e) {
            return false; // texts, and other ones
        }
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
