// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import ij.IJ;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.DiffusionCommand;

/**
 * The dialog of a command. It begins with what was entered last in this session; macros do not see
 * that.
 */
public final class FormDialog extends JDialog {

    private static final long serialVersionUID = 1L;

    /** Fits under the menu of a small screen. */
    private static final int MAX_HEIGHT = 700;

    private static final int NOTE_MILLISECONDS = 500;
    private static final Color WRONG = new Color(0xb00020);
    private static final Map<Class<?>, Map<String, String>> LAST = new HashMap<>();

    private final transient DiffusionCommand command;
    private final transient CommandFields fields;
    private final CommandForm form;
    private final JLabel note = new JLabel(" ");
    private final Color noteColour = note.getForeground();
    private boolean accepted;

    private FormDialog(DiffusionCommand command, CommandFields fields) {
        super(IJ.getInstance(), command.title(), true);
        this.command = command;
        this.fields = fields;
        LAST.getOrDefault(command.getClass(), Map.of()).forEach(fields::set);
        form = new CommandForm(fields, key -> !fields.isAdvanced(key));
        form.fillBelow();
        form.setBorder(BorderFactory.createEmptyBorder(10, 12, 6, 12));
        ScrolledColumn scrolled = new ScrolledColumn();
        scrolled.add(form);
        add(scrolled.scroll(), BorderLayout.CENTER);
        add(bottom(), BorderLayout.SOUTH);
        form.onChange(this::brush);
        form.onFold(this::fit);
        setDefaultCloseOperation(DISPOSE_ON_CLOSE);
        getRootPane()
                .registerKeyboardAction(
                        event -> dispose(),
                        KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
                        JComponent.WHEN_IN_FOCUSED_WINDOW);
    }

    /**
     * Asks for the values of a command, unless it has none, and sets its fields.
     *
     * @return false if the user cancelled
     */
    public static boolean ask(DiffusionCommand command, CommandFields fields) {
        if (fields.keys().isEmpty()) return true;
        boolean[] accepted = new boolean[1];
        onEventThread(() -> accepted[0] = new FormDialog(command, fields).showAndWait());
        return accepted[0];
    }

    private static void onEventThread(Runnable task) {
        if (EventQueue.isDispatchThread()) {
            task.run();
            return;
        }
        try {
            EventQueue.invokeAndWait(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the dialog was open");
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the dialog cannot be shown: " + e.getCause(), e);
        }
    }

    private boolean showAndWait() {
        Timer update = new Timer(NOTE_MILLISECONDS, event -> brush()); // it may take time to find
        brush();
        fit();
        setLocationRelativeTo(IJ.getInstance());
        update.start();
        setVisible(true); // until it is closed
        update.stop();
        return accepted;
    }

    /** As large as all that is folded out, but no larger than a small screen. */
    private void fit() {
        pack();
        Rectangle screen = getGraphicsConfiguration().getBounds();
        int height = Math.min(Math.min(getHeight(), MAX_HEIGHT), screen.height);
        int bar = height < getHeight() ? new JScrollPane().getVerticalScrollBar().getWidth() : 0;
        setSize(new Dimension(Math.min(getWidth() + bar, screen.width), height));
    }

    private JPanel bottom() {
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.RIGHT));
        JButton ok = button("OK", this::accept);
        buttons.add(button("Help", this::help));
        buttons.add(button("Cancel", this::dispose));
        buttons.add(ok);
        getRootPane().setDefaultButton(ok);
        note.setBorder(BorderFactory.createEmptyBorder(4, 12, 0, 12));
        JPanel bottom = new JPanel(new BorderLayout());
        bottom.add(note, BorderLayout.NORTH);
        bottom.add(buttons, BorderLayout.SOUTH);
        return bottom;
    }

    private static JButton button(String label, Runnable action) {
        JButton button = new JButton(label);
        button.addActionListener(event -> action.run());
        return button;
    }

    /** Brings the note up to date: what is wrong, or what the values mean together. */
    private void brush() {
        String problem = form.problem();
        form.apply();
        String text = problem.isEmpty() ? command.note() : problem;
        note.setForeground(problem.isEmpty() ? noteColour : WRONG);
        note.setText(text.isEmpty() ? " " : PlainText.of(text));
        note.setToolTipText(text.isEmpty() ? null : PlainText.of(text));
    }

    private void accept() {
        brush();
        if (!form.problem().isEmpty()) {
            form.showProblem();
            return;
        }
        LAST.put(command.getClass(), fields.texts());
        accepted = true;
        dispose();
    }

    private void help() {
        SwingUtilities.invokeLater(
                () -> new HelpWindow(this, command.title(), fields, form.order()).setVisible(true));
    }
}
