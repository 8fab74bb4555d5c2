// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Guidance;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.tool.ImageToImageTool;
import sc.fiji.diffusion.tool.Info;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.Seeds;
import sc.fiji.diffusion.tool.TextToImageTool;
import sc.fiji.diffusion.tool.edit.Share;

/**
 * One image for each pair of values of two settings, on a sheet that says which is which. All other
 * settings stay.
 *
 * @param model the model
 * @param settings the values that stay, by the names of {@link #SETTINGS}
 * @param rows the setting that changes from row to row
 * @param rowValues its values
 * @param columns the setting that changes from column to column
 * @param columnValues its values
 */
public record CompareSettingsTool(
        ModelSpec model,
        Map<String, String> settings,
        String rows,
        List<String> rowValues,
        String columns,
        List<String> columnValues) {

    /** What can change. */
    public static final List<String> SETTINGS =
            List.of("steps", "guidance", "sampler", "seed", "prompt", "strength");

    private static final String STRENGTH = "strength";
    private static final int FONT = 12;
    private static final int HEADER = 18;
    private static final int GAP = 2;

    /** Checks the settings. */
    public CompareSettingsTool {
        settings = Map.copyOf(settings);
        for (String setting : List.of(rows, columns)) {
            if (!SETTINGS.contains(setting)) {
                throw new IllegalArgumentException(
                        "unknown setting \""
                                + setting
                                + "\"; choose one of: "
                                + String.join(", ", SETTINGS));
            }
        }
        if (rows.equals(columns)) {
            throw new IllegalArgumentException("rows and columns must differ, were both " + rows);
        }
        if (rowValues.isEmpty() || columnValues.isEmpty()) {
            throw new IllegalArgumentException("rows and columns need at least one value each");
        }
    }

    /** The values in a text: separated by semicolons, or by commas if there is none. */
    public static List<String> values(String text) {
        return Arrays.stream(text.split(text.contains(";") ? ";" : ","))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /**
     * Makes the sheet.
     *
     * @param input what is changed if the strength is among rows and columns; else it may be null
     * @throws IOException if the model is unknown or damaged
     */
    public ImagePlus run(ImagePlus input, Progress progress) throws IOException {
        boolean changes = rows.equals(STRENGTH) || columns.equals(STRENGTH);
        if (changes && input == null) {
            throw new IllegalArgumentException(
                    "strength changes an open image; open one and try again");
        }
        List<Cell> cells = cells(changes);
        Sheet sheet = null;
        for (int k = 0; k < cells.size(); k++) {
            Cell cell = cells.get(k);
            ImagePlus image =
                    cell.make(changes ? input : null, new Share(progress, k, cells.size()));
            if (sheet == null) sheet = new Sheet(image.getWidth(), image.getHeight());
            sheet.add(image.getProcessor(), k / columnValues.size(), k % columnValues.size());
        }
        ImagePlus result = new ImagePlus("comparison", sheet.pixels);
        Models.shared()
                .with(
                        model,
                        loaded -> {
                            Info info = new Info(loaded);
                            settings.forEach(info::put);
                            info.writeTo(result, AiShare.WHOLLY, "Compare Settings");
                            return null;
                        });
        return result;
    }

    /** Row by row. All values are read before the first image is made. */
    private List<Cell> cells(boolean changes) {
        List<Cell> cells = new ArrayList<>();
        for (String rowValue : rowValues) {
            for (String columnValue : columnValues) {
                Map<String, String> values = new TreeMap<>(settings);
                values.put(rows, rowValue);
                values.put(columns, columnValue);
                Cell cell = new Cell(sampling(values), changes ? number(STRENGTH, values) : 1);
                cell.sampling.requireStrength(cell.strength);
                cells.add(cell);
            }
        }
        return cells;
    }

    private Sampling sampling(Map<String, String> values) {
        return new Sampling(
                model,
                values.get("prompt"),
                "",
                whole("steps", values),
                Guidance.of(number("guidance", values)),
                Method.of(values.get("sampler")),
                Seeds.parse(values.get("seed")),
                1);
    }

    /** One image of the sheet. */
    private record Cell(Sampling sampling, double strength) {

        /**
         * @param input what is changed; null for a new image
         */
        ImagePlus make(ImagePlus input, Progress progress) throws IOException {
            if (input != null) {
                return new ImageToImageTool(sampling, strength, OutputType.SAME)
                        .run(input, progress);
            }
            int side = TextToImageTool.MODEL_SIZE;
            return new TextToImageTool(sampling, side, side, OutputType.SAME).run(progress);
        }
    }

    private static int whole(String setting, Map<String, String> values) {
        double number = number(setting, values);
        if (number != (int) number) throw wrong(setting, values.get(setting), "a whole number");
        return (int) number;
    }

    private static double number(String setting, Map<String, String> values) {
        try {
            return Double.parseDouble(values.get(setting));
        } catch (NumberFormatException e) {
            throw wrong(setting, values.get(setting), "a number");
        }
    }

    private static IllegalArgumentException wrong(String setting, String value, String expected) {
        return new IllegalArgumentException(
                setting + " must be " + expected + ", was \"" + value + "\"");
    }

    /** A sheet that is drawn as the images come. */
    private final class Sheet {

        private final ColorProcessor pixels;
        private final int width;
        private final int height;
        private final int left;

        Sheet(int width, int height) {
            this.width = width;
            this.height = height;
            ColorProcessor probe = new ColorProcessor(1, 1);
            probe.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT));
            int longest = 0;
            for (String value : rowValues) {
                longest = Math.max(longest, probe.getStringWidth(title(rows, value)));
            }
            left = Math.min(longest + 8, 2 * width);
            pixels =
                    new ColorProcessor(
                            left + columnValues.size() * (width + GAP),
                            HEADER + rowValues.size() * (height + GAP));
            pixels.setColor(Color.WHITE);
            pixels.fill();
            pixels.setColor(Color.BLACK);
            pixels.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT));
            pixels.setAntialiasedText(true);
            for (int c = 0; c < columnValues.size(); c++) {
                pixels.drawString(
                        title(columns, columnValues.get(c)), left + c * (width + GAP), HEADER);
            }
            for (int r = 0; r < rowValues.size(); r++) {
                int y = HEADER + r * (height + GAP) + (height + FONT) / 2;
                pixels.drawString(title(rows, rowValues.get(r)), 4, y);
            }
        }

        private String title(String setting, String value) {
            return setting.equals("prompt") || setting.equals("sampler")
                    ? value
                    : setting + " " + value;
        }

        void add(ImageProcessor image, int row, int column) {
            pixels.insert(
                    image.convertToRGB(),
                    left + column * (width + GAP),
                    HEADER + row * (height + GAP));
        }
    }
}
