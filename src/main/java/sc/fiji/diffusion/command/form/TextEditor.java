// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.awt.KeyboardFocusManager;
import javax.swing.JComponent;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.ScrollPaneConstants;
import javax.swing.text.JTextComponent;

/** A line or a few lines of text. */
public final class TextEditor extends FieldEditor {

    private final JTextComponent field;
    private final JComponent component;

    private TextEditor(JTextComponent field, JComponent component) {
        this.field = field;
        this.component = component;
        watch(field);
    }

    /** One line. */
    public static TextEditor line(int columns) {
        JTextField field = new JTextField(columns);
        return new TextEditor(field, field);
    }

    /** Several lines that are broken at spaces; the tabulator leaves them. */
    public static TextEditor lines(int rows, int columns) {
        JTextArea area = new JTextArea(rows, columns);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        area.setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
        area.setFont(new JTextField().getFont());
        JScrollPane scroll =
                new JScrollPane(
                        area,
                        ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
                        ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        scroll.setMinimumSize(scroll.getPreferredSize());
        return new TextEditor(area, scroll);
    }

    @Override
    public JComponent component() {
        return component;
    }

    @Override
    public String text() {
        return field.getText();
    }

    @Override
    public void show(String text) {
        if (!text.equals(field.getText())) field.setText(text);
    }

    /** Adds words at the end, after a comma if something stands before them. */
    public void append(String words) {
        String before = field.getText().stripTrailing();
        boolean joins = before.isEmpty() || before.endsWith(",");
        field.setText(before + (before.isEmpty() ? "" : joins ? " " : ", ") + words);
    }

    /** The field itself, which has the keyboard while it is edited. */
    public JTextComponent field() {
        return field;
    }
}
