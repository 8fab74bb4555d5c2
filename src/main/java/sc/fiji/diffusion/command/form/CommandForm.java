// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.awt.Container;
import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import sc.fiji.diffusion.command.CommandFields;

/**
 * The parameters of a command with their editors: what most people set at the top, the prompt and
 * the model first, and the rest in groups that fold.
 *
 * <pre>{@code
 * CommandForm form = new CommandForm(fields, key -> !fields.isAdvanced(key));
 * window.add(form);
 * if (form.problem().isEmpty()) form.apply();
 * }</pre>
 */
public final class CommandForm extends JPanel {

    private static final long serialVersionUID = 1L;
    private static final List<String> TOP = List.of("model", "prompt", "negative", "strength");

    private final transient CommandFields fields;
    private final transient Map<String, FieldEditor> editors = new LinkedHashMap<>();
    private final List<String> order = new ArrayList<>();
    private final List<FoldingPanel> folding = new ArrayList<>();

    /**
     * All parameters of a command.
     *
     * @param fields of the command; the editors begin with their values
     * @param isMain whether a parameter stands at the top rather than in a group
     */
    public CommandForm(CommandFields fields, Predicate<String> isMain) {
        this(fields, fields.keys(), isMain);
    }

    /** Some of the parameters. */
    public CommandForm(CommandFields fields, List<String> keys, Predicate<String> isMain) {
        this.fields = fields;
        setLayout(new BoxLayout(this, BoxLayout.Y_AXIS));
        List<String> main = keys.stream().filter(isMain).toList();
        addRows(inOrder(main), this);
        List<String> others = keys.stream().filter(isMain.negate()).toList();
        groups(others).forEach(this::addGroup);
    }

    /** What the command begins with, what matters most, and the rest as it is declared. */
    private List<String> inOrder(List<String> main) {
        List<String> keys = new ArrayList<>(main.stream().filter(fields::isFirst).toList());
        TOP.stream().filter(key -> main.contains(key) && !keys.contains(key)).forEach(keys::add);
        main.stream().filter(key -> !keys.contains(key)).forEach(keys::add);
        return keys;
    }

    /** Keys by the name of their group, the groups in their order. */
    private Map<String, List<String>> groups(List<String> keys) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        keys.stream()
                .sorted(Comparator.comparing(FieldGroup::of))
                .forEach(
                        key -> groups.computeIfAbsent(group(key), g -> new ArrayList<>()).add(key));
        return groups;
    }

    private String group(String key) {
        String own = fields.group(key);
        return own.isEmpty() ? FieldGroup.of(key).label() : own;
    }

    private void addGroup(String name, List<String> keys) {
        JPanel content = new JPanel();
        content.setLayout(new BoxLayout(content, BoxLayout.Y_AXIS));
        addRows(keys, content);
        FoldingPanel panel = new FoldingPanel(name, content);
        panel.setAlignmentX(LEFT_ALIGNMENT);
        folding.add(panel);
        add(panel);
    }

    private void addRows(List<String> keys, JPanel place) {
        JPanel grid = new JPanel(new GridBagLayout());
        grid.setAlignmentX(LEFT_ALIGNMENT);
        for (int row = 0; row < keys.size(); row++) {
            FieldEditor editor = FieldEditors.of(fields, keys.get(row));
            editors.put(keys.get(row), editor);
            order.add(keys.get(row));
            JLabel label = new JLabel(fields.about(keys.get(row)).label());
            label.setToolTipText(fields.about(keys.get(row)).description());
            label.setFont(label.getFont().deriveFont(Font.PLAIN));
            label.setLabelFor(editor.component());
            grid.add(label, cell(0, row));
            grid.add(editor.component(), cell(1, row));
        }
        place.add(grid);
    }

    private static GridBagConstraints cell(int column, int row) {
        GridBagConstraints cell = new GridBagConstraints();
        cell.gridx = column;
        cell.gridy = row;
        cell.weightx = column;
        cell.anchor = GridBagConstraints.WEST;
        cell.fill = column == 1 ? GridBagConstraints.HORIZONTAL : GridBagConstraints.NONE;
        cell.insets = new Insets(2, column == 0 ? 0 : 8, 2, 0);
        return cell;
    }

    /** Takes up what room a taller window leaves. */
    public void fillBelow() {
        add(Box.createVerticalGlue());
    }

    /** Calls on the event thread whenever a group is folded or unfolded. */
    public void onFold(Runnable listener) {
        folding.forEach(panel -> panel.onFold(listener));
    }

    /** The keys as they stand on the screen. */
    public List<String> order() {
        return List.copyOf(order);
    }

    /** An editor of one parameter by itself, which begins with its value. */
    public static FieldEditor editor(CommandFields fields, String key) {
        return FieldEditors.of(fields, key);
    }

    /** The editor of a parameter. */
    public FieldEditor editor(String key) {
        return editors.get(key);
    }

    /** Calls on the event thread whenever a value is changed. */
    public void onChange(Runnable listener) {
        editors.values().forEach(editor -> editor.onChange(listener));
    }

    /** What is wrong with the first value that is wrong; empty if none is. */
    public String problem() {
        return order.stream()
                .map(key -> editors.get(key).problem())
                .filter(problem -> !problem.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Shows the editor of the first value that is wrong, if one is, with the keyboard on it. */
    public void showProblem() {
        for (String key : order) {
            JComponent component = editors.get(key).component();
            if (editors.get(key).problem().isEmpty()) continue;
            unfoldAround(component);
            component.requestFocusInWindow();
            return;
        }
    }

    private static void unfoldAround(JComponent component) {
        for (Container c = component; c != null; c = c.getParent()) {
            if (c instanceof FoldingPanel folding) folding.unfold(true);
        }
    }

    /** Sets the command's fields to what is entered, but for values that are wrong. */
    public void apply() {
        editors.forEach(
                (key, editor) -> {
                    if (editor.problem().isEmpty()) fields.set(key, editor.text());
                });
    }
}
