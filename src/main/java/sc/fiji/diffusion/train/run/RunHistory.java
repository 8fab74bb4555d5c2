// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.diffusion.files.FileProblem;
import sc.fiji.diffusion.files.WholeFile;

/**
 * The figures of a run in two tables, which are written as they come: {@code loss.csv} with a row a
 * step, {@code held-out.csv} with a row a look. A process that resumes takes out what was written
 * after its checkpoint.
 */
public final class RunHistory {

    /**
     * One row of {@code loss.csv}.
     *
     * @param step counted from 1
     * @param seconds of training until then
     * @param loss of the step's batches
     */
    public record Loss(long step, double seconds, double loss) {}

    /**
     * One row of {@code held-out.csv}.
     *
     * @param losses one for each name of the task
     */
    public record HeldOut(long step, List<Double> losses) {}

    private static final String LOSS_HEADER = "step,seconds,loss";

    private final Path lossFile;
    private final Path heldOutFile;
    private final List<Loss> losses = new ArrayList<>();
    private final List<HeldOut> heldOut = new ArrayList<>();

    private RunHistory(Path folder) {
        lossFile = folder.resolve("loss.csv");
        heldOutFile = folder.resolve("held-out.csv");
    }

    /**
     * Opens the tables of a folder, or makes them.
     *
     * @param steps rows beyond this step are taken out
     * @param names of the held-out figures
     */
    static RunHistory open(Path folder, long steps, List<String> names) throws IOException {
        RunHistory history = new RunHistory(folder);
        for (String[] row : rows(history.lossFile, 3)) {
            Loss loss = new Loss(number(row[0]), real(row[1]), real(row[2]));
            if (loss.step <= steps) history.losses.add(loss);
        }
        for (String[] row : rows(history.heldOutFile, 1 + names.size())) {
            List<Double> values = new ArrayList<>();
            for (int i = 1; i < row.length; i++) values.add(real(row[i]));
            HeldOut look = new HeldOut(number(row[0]), values);
            if (look.step <= steps) history.heldOut.add(look);
        }
        history.rewrite(names);
        return history;
    }

    /**
     * The complete rows of a table; what a killed process or a machine without power left of its
     * last ones is passed over.
     */
    private static List<String[]> rows(Path file, int columns) throws IOException {
        if (!Files.exists(file)) return List.of();
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .skip(1)
                .map(line -> line.split(","))
                .filter(row -> row.length == columns && isNumeric(row))
                .toList();
    }

    private static boolean isNumeric(String[] row) {
        try {
            number(row[0]);
            for (String cell : row) real(cell);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private void rewrite(List<String> names) throws IOException {
        WholeFile.write(lossFile, table(LOSS_HEADER, losses.stream().map(RunHistory::line)));
        String header = "step," + String.join(",", names);
        WholeFile.write(heldOutFile, table(header, heldOut.stream().map(RunHistory::line)));
    }

    private static String table(String header, Stream<String> rows) {
        return Stream.concat(Stream.of(header), rows)
                .map(line -> line + System.lineSeparator())
                .collect(Collectors.joining());
    }

    void add(Loss loss) throws IOException {
        losses.add(loss);
        append(lossFile, line(loss));
    }

    void add(HeldOut look) throws IOException {
        heldOut.add(look);
        append(heldOutFile, line(look));
    }

    private static void append(Path file, String line) throws IOException {
        try {
            Files.writeString(file, line + System.lineSeparator(), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw FileProblem.naming(file, e);
        }
    }

    private static String line(Loss loss) {
        return String.format(Locale.ROOT, "%d,%.3f,%s", loss.step, loss.seconds, loss.loss);
    }

    private static String line(HeldOut look) {
        String values = look.losses.stream().map(String::valueOf).collect(Collectors.joining(","));
        return look.step + "," + values;
    }

    private static long number(String text) {
        return Long.parseLong(text);
    }

    private static double real(String text) {
        return Double.parseDouble(text);
    }

    /** The losses of all steps so far. */
    public List<Loss> losses() {
        return List.copyOf(losses);
    }

    /** All looks at held-out images so far. */
    public List<HeldOut> heldOut() {
        return List.copyOf(heldOut);
    }

    /** Seconds of training so far. */
    double seconds() {
        return losses.isEmpty() ? 0 : losses.get(losses.size() - 1).seconds;
    }
}
