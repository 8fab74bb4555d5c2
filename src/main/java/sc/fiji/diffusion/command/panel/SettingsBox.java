// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import java.awt.BorderLayout;
import java.awt.GridLayout;
import java.awt.Insets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.form.CommandForm;
import sc.fiji.diffusion.command.form.FieldEditor;
import sc.fiji.diffusion.command.form.TextEditor;

/** The task and all that is set for it. What all tasks have in common stays when one changes. */
final class SettingsBox extends JPanel {

    private static final long serialVersionUID = 1L;
    private static final int SEEDS = 1_000_000;
    private static final int GAP_PX = 4;

    private final transient Map<PanelTask, TaskForm> forms = new EnumMap<>(PanelTask.class);
    private final PromptBox prompt = new PromptBox();
    private final transient TextEditor seed = TextEditor.line(8);
    private final transient FieldEditor model;
    private final transient FieldEditor count;
    private final JPanel ofTask = new JPanel(new BorderLayout());
    private final Map<PanelTask, JToggleButton> buttons = new EnumMap<>(PanelTask.class);
    private final transient Runnable listener;
    private PanelTask task = PanelTask.REPAINT;

    /**
     * @param listener called whenever anything is set otherwise
     */
    SettingsBox(Runnable listener) {
        this.listener = listener;
        setLayout(new BoxLayout(this, BoxLayout.Y_AXIS));
        CommandFields fields = new CommandFields(task.command());
        model = CommandForm.editor(fields, "model");
        count = CommandForm.editor(fields, "count");
        add(taskButtons());
        addRow(prompt);
        addRow(labelled("Model", model.component()));
        addRow(seedAndCount());
        addRow(ofTask);
        for (PanelTask each : PanelTask.values()) {
            TaskForm form = new TaskForm(each);
            forms.put(each, form);
            form.form().onChange(listener);
        }
        prompt.prompt().onChange(listener);
        seed.onChange(listener);
        count.onChange(listener);
        model.onChange(
                () -> {
                    prompt.setModel(model.text());
                    listener.run();
                });
        prompt.setModel(model.text());
        choose(task);
    }

    private void addRow(JComponent row) {
        row.setAlignmentX(LEFT_ALIGNMENT);
        add(Box.createVerticalStrut(GAP_PX));
        add(row);
    }

    private JPanel taskButtons() {
        JPanel row = new JPanel(new GridLayout(1, 0, 2, 0));
        ButtonGroup group = new ButtonGroup();
        for (PanelTask each : PanelTask.values()) {
            JToggleButton button = new JToggleButton(each.label());
            button.setMargin(new Insets(3, 0, 3, 0));
            button.addActionListener(event -> choose(each));
            group.add(button);
            buttons.put(each, button);
            row.add(button);
        }
        row.setAlignmentX(LEFT_ALIGNMENT);
        return row;
    }

    private JPanel seedAndCount() {
        JButton die = new JButton(new DieIcon());
        die.setToolTipText("Another seed");
        die.addActionListener(
                event -> seed.show(Integer.toString(ThreadLocalRandom.current().nextInt(SEEDS))));
        seed.component().setToolTipText("Empty: a new one each time");
        JPanel row = new JPanel(new GridLayout(1, 2, 12, 0));
        JPanel left = labelled("Seed", seed.component());
        left.add(die, BorderLayout.EAST);
        row.add(left);
        row.add(labelled("Count", count.component()));
        return row;
    }

    private static JPanel labelled(String label, JComponent component) {
        JPanel row = new JPanel(new BorderLayout(6, 0));
        row.add(new JLabel(label), BorderLayout.WEST);
        row.add(component, BorderLayout.CENTER);
        return row;
    }

    /** Shows what belongs to a task. */
    void choose(PanelTask chosen) {
        task = chosen;
        buttons.get(chosen).setSelected(true);
        ofTask.removeAll();
        ofTask.add(form().form());
        revalidate();
        repaint();
        listener.run();
    }

    /** What the chosen task is set to. */
    TaskForm form() {
        return forms.get(task);
    }

    /** The field that has the keyboard at the start. */
    JComponent first() {
        return prompt.prompt().field();
    }

    String model() {
        return model.text();
    }

    int count() {
        return count.problem().isEmpty() ? Integer.parseInt(count.text()) : 0;
    }

    String seed() {
        return seed.text();
    }

    /** What is wrong with the first value that is wrong; empty if none is. */
    String problem() {
        if (!seed.text().isBlank() && !seed.text().strip().matches("-?\\d{1,18}")) {
            return "Seed must be a whole number, was \"" + seed.text() + "\"";
        }
        return count.problem().isEmpty() ? form().form().problem() : count.problem();
    }

    /** All keys of one run. */
    Map<String, String> keys(long runSeed) {
        Map<String, String> common = new LinkedHashMap<>();
        common.put("model", model.text());
        common.put("prompt", prompt.prompt().text().strip());
        common.put("seed", Long.toString(runSeed));
        common.put("count", "1");
        return form().keys(common);
    }
}
