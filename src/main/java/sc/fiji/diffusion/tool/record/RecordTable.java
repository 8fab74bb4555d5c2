// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.record;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.image.OpenImages;
import sc.fiji.diffusion.provenance.Provenance;

/** The records of images as tables. */
public final class RecordTable {

    private RecordTable() {}

    /** What a row stands for. */
    public enum Rows {
        /** A setting of one image. */
        SETTINGS("settings"),
        /** An open image, by its last record. */
        IMAGES("open images");

        private final String label;

        Rows(String label) {
            this.label = label;
        }

        /** The names that {@link #named} knows. */
        public static List<String> names() {
            return Arrays.stream(values()).map(Rows::label).toList();
        }

        /**
         * The rows of a name.
         *
         * @throws IllegalArgumentException if there are none, listing the names
         */
        public static Rows named(String name) {
            return Choice.named("rows", name, values(), Rows::label);
        }

        /** The name that users see. */
        public String label() {
            return label;
        }
    }

    /**
     * Every setting of every record of an image: columns Run (1 is the first thing that was done),
     * Setting, Value.
     *
     * @throws IllegalArgumentException if the image carries no record
     */
    public static ResultsTable ofSettings(ImagePlus image) {
        Records.last(image);
        ResultsTable table = new ResultsTable();
        List<Provenance> records = Records.read(image);
        for (int i = records.size() - 1; i >= 0; i--) {
            int run = records.size() - i;
            Provenance record = records.get(i);
            addSetting(table, run, "task", record.task());
            addSetting(table, run, "AI-generated", record.share().text());
            addSetting(table, run, "digital source type", record.share().digitalSourceType());
            addSetting(table, run, "software", record.software());
            record.settings().forEach((key, value) -> addSetting(table, run, key, value));
        }
        return table;
    }

    private static void addSetting(ResultsTable table, int run, String key, String value) {
        table.addRow();
        table.addValue("Run", run);
        table.addValue("Setting", key);
        table.addValue("Value", value);
    }

    /**
     * The last record of each open image that has one, with a column for each setting.
     *
     * @throws IllegalArgumentException if none has
     */
    public static ResultsTable ofOpenImages() {
        ResultsTable table = new ResultsTable();
        table.showRowNumbers(false);
        for (ImagePlus image : OpenImages.all()) {
            List<Provenance> records = Records.read(image);
            if (!records.isEmpty()) addImage(table, image.getTitle(), records.get(0));
        }
        if (table.size() == 0) {
            throw new IllegalArgumentException(
                    "no open image carries a record of this software; open one and try again");
        }
        return table;
    }

    private static void addImage(ResultsTable table, String title, Provenance record) {
        table.addRow();
        table.addValue("Image", title);
        table.addValue("task", record.task());
        table.addValue("AI-generated", record.share().text());
        record.settings().forEach((key, value) -> table.addValue(key, Objects.toString(value)));
    }
}
