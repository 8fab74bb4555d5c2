// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The table of macro keys in {@code docs/macros.md} tells of every command what it takes. */
class KeysPageTest {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** What the table calls several commands, by a key that these and no others have. */
    private static final Map<String, String> GROUPS =
            Map.of("all that generate", "negative", "all with a model", "embeddings");

    /**
     * A row of the table.
     *
     * @param values the code in its second column
     * @param commands the titles of its last column
     */
    private record Row(List<String> keys, Set<String> values, List<String> commands) {

        boolean isOf(DiffusionCommand command) {
            return commands.contains(command.title());
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("docs/macros.md"))) {
            if (!line.startsWith("| `")) continue;
            String[] cells = line.split("\\|");
            List<String> commands =
                    Stream.of(cells[3].split("[,;]"))
                            .flatMap(part -> titles(part.strip()).stream())
                            .toList();
            rows.add(new Row(code(cells[1]), new LinkedHashSet<>(code(cells[2])), commands));
        }
        return rows;
    }

    /** The title itself, or those of a group. */
    private static List<String> titles(String title) {
        String key = GROUPS.get(title);
        if (key == null) return List.of(title);
        return commands().stream()
                .filter(command -> new CommandFields(command).keys().contains(key))
                .map(DiffusionCommand::title)
                .toList();
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
                                .filter(r -> r.keys.contains(key) && r.isOf(command))
                                .findFirst()
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
                DiffusionCommand command =
                        commands.stream()
                                .filter(c -> c.title().equals(title))
                                .findFirst()
                                .orElseThrow(() -> new AssertionError("no command " + title));
                List<String> keys = new CommandFields(command).keys();
                assertThat(keys).as(title).containsAll(row.keys);
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
