// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The table of macro keys in {@code docs/macros.md} tells of every command what it takes. */
class KeysPageTest {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Set<String> ALL = Set.of("all", "all that generate");

    /**
     * A row of the table.
     *
     * @param values the code in its second column
     * @param commands the titles of its last column, or one of {@link #ALL}
     */
    private record Row(List<String> keys, Set<String> values, List<String> commands) {

        boolean isOf(DiffusionCommand command) {
            return commands.contains(command.title());
        }

        boolean isOfAll() {
            return ALL.containsAll(commands);
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("docs/macros.md"))) {
            if (!line.startsWith("| `")) continue;
            String[] cells = line.split("\\|");
            List<String> commands = Stream.of(cells[3].split("[,;]")).map(String::strip).toList();
            rows.add(new Row(code(cells[1]), new LinkedHashSet<>(code(cells[2])), commands));
        }
        return rows;
    }

    private static List<String> code(String cell) {
        List<String> found = new ArrayList<>();
        for (Matcher match = CODE.matcher(cell); match.find(); ) found.add(match.group(1));
        return found;
    }

    @Test
    void everyKeyOfEveryCommandStandsInARowWithAllItsChoices() throws IOException {
        List<Row> rows = rows();
        SoftAssertions all = new SoftAssertions();
        for (DiffusionCommand command : commands()) {
            CommandFields fields = new CommandFields(command);
            for (String key : fields.keys()) {
                String what = command.title() + " " + key;
                Row row =
                        rows.stream()
                                .filter(r -> r.keys.contains(key))
                                .filter(r -> r.isOf(command) || r.isOfAll())
                                .min((a, b) -> Boolean.compare(a.isOfAll(), b.isOfAll()))
                                .orElse(null);
                all.assertThat(row).as(what).isNotNull();
                if (row == null || key.equals("model")) continue; // whatever is installed
                List<String> choices = List.of(fields.about(key).choices());
                all.assertThat(row.values).as(what).containsAll(choices);
            }
        }
        all.assertAll();
    }

    @Test
    void everyRowIsOfCommandsThatHaveItsKeys() throws IOException {
        List<DiffusionCommand> commands = commands();
        for (Row row : rows()) {
            for (String title : row.commands) {
                if (ALL.contains(title)) continue;
                DiffusionCommand command =
                        commands.stream()
                                .filter(c -> c.title().equals(title))
                                .findFirst()
                                .orElseThrow(() -> new AssertionError("no command " + title));
                List<String> keys = new CommandFields(command).keys();
                assertThat(row.keys).as(title).anyMatch(keys::contains);
            }
        }
    }

    /** Those of Explain have pages of their own. */
    private static List<DiffusionCommand> commands() {
        return Commands.all().stream()
                .filter(command -> !command.getClass().getPackageName().endsWith(".explain"))
                .toList();
    }
}
