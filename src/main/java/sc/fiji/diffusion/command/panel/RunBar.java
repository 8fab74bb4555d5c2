// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Font;
import java.awt.event.KeyEvent;
import java.util.List;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import sc.fiji.diffusion.command.form.PlainText;

/** Starts and stops runs, and says what they cost, how far they are and what became of them. */
final class RunBar extends JPanel {

    private static final long serialVersionUID = 1L;
    private static final Color WRONG = new Color(0xb00020);

    private final JButton make = new JButton("Make");
    private final JButton stop = new JButton("Stop");
    private final JProgressBar progress = new JProgressBar();
    private final JLabel cost = new JLabel(" ");
    private final JLabel note = new JLabel(" ");
    private final JLabel said = new JLabel(" ");

    RunBar(Runnable onMake, Runnable onStop) {
        super(new BorderLayout(6, 2));
        make.setMnemonic(KeyEvent.VK_M);
        make.addActionListener(event -> onMake.run());
        stop.addActionListener(event -> onStop.run());
        stop.setToolTipText("At the next step, with the others of its count; Escape does the same");
        progress.setStringPainted(true);
        JPanel row = new JPanel(new BorderLayout(6, 0));
        row.add(make, BorderLayout.WEST);
        row.add(progress, BorderLayout.CENTER);
        row.add(stop, BorderLayout.EAST);
        for (JLabel label : List.of(cost, note, said)) {
            label.setFont(label.getFont().deriveFont(Font.PLAIN));
        }
        JPanel above = new JPanel(new BorderLayout());
        above.add(note, BorderLayout.NORTH);
        above.add(cost, BorderLayout.SOUTH);
        add(above, BorderLayout.NORTH);
        add(row, BorderLayout.CENTER);
        add(said, BorderLayout.SOUTH);
        idle();
    }

    JButton makeButton() {
        return make;
    }

    /** Says what a press of the button does and costs. */
    void showCost(String does, String costs) {
        note.setText(does.isEmpty() ? " " : does);
        cost.setText(PlainText.of(costs));
        cost.setToolTipText(PlainText.of(costs));
    }

    /** Says why nothing can be made; empty if it can. */
    void setObstacle(String reason) {
        make.setEnabled(reason.isEmpty());
        make.setToolTipText(reason.isEmpty() ? null : reason);
    }

    /** Shows how far a run is. */
    void showStep(int step, int steps, int waiting) {
        stop.setEnabled(true);
        progress.setMaximum(steps);
        progress.setValue(step);
        progress.setString(
                "step " + step + " of " + steps + (waiting == 0 ? "" : ", " + waiting + " wait"));
    }

    /** Shows that a run begins, whose model may have to be loaded. */
    void showStart(int waiting) {
        showStep(0, 1, waiting);
        progress.setString("loading...");
    }

    /** Shows that nothing runs. */
    void idle() {
        stop.setEnabled(false);
        progress.setValue(0);
        progress.setString("");
    }

    /** Says what became of something. */
    void say(String text) {
        said.setForeground(cost.getForeground());
        set(text);
    }

    /** Says what went wrong. */
    void complain(String text) {
        said.setForeground(WRONG);
        set(text);
    }

    private void set(String text) {
        said.setText(text.isEmpty() ? " " : PlainText.of(text));
        said.setToolTipText(PlainText.of(text));
    }
}
