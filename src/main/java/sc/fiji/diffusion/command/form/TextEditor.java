// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.awt.Dimension;
import java.awt.KeyboardFocusManager;
import java.awt.event.ActionEvent;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import javax.swing.AbstractAction;
import javax.swing.JComponent;
import javax.swing.JRootPane;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.KeyStroke;
import javax.swing.ScrollPaneConstants;
import javax.swing.SwingUtilities;
import javax.swing.text.DefaultEditorKit;
import javax.swing.text.JTextComponent;

/** A line or a few lines of text. */
public final class TextEditor extends FieldEditor {

    private static final int MIN_WIDTH_PX = 60;
    private static final String PRESS = "press default button";

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
        field.setMinimumSize(new Dimension(MIN_WIDTH_PX, field.getPreferredSize().height));
        return new TextEditor(field, field);
    }

    /**
     * Several lines that are broken at spaces. The tabulator leaves them, and Enter presses the
     * window's default button; with the shift key it begins a line.
     */
    public static TextEditor lines(int rows, int columns) {
        JTextArea area = new JTextArea(rows, columns);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        area.setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
        area.setFont(new JTextField().getFont());
        area.getInputMap()
                .put(
                        KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, InputEvent.SHIFT_DOWN_MASK),
                        DefaultEditorKit.insertBreakAction);
        area.getInputMap().put(KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, 0), PRESS);
        area.getActionMap().put(PRESS, new PressDefaultButton());
        JScrollPane scroll =
                new JScrollPane(
                        area,
                        ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
                        ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        scroll.setMinimumSize(new Dimension(MIN_WIDTH_PX, scroll.getPreferredSize().height));
        return new TextEditor(area, scroll);
    }

    /** What Enter does in fields of one line. */
    private static final class PressDefaultButton extends AbstractAction {

        private static final long serialVersionUID = 1L;

        @Override
        public void actionPerformed(ActionEvent event) {
            JRootPane root = SwingUtilities.getRootPane((JComponent) event.getSource());
            if (root != null && root.getDefaultButton() != null) root.getDefaultButton().doClick();
        }
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
