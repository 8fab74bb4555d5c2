// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ListSelectionModel;

/** The runs that wait, which can be put in another order, taken out, or all be dropped. */
final class QueueBox extends JPanel {

    private static final long serialVersionUID = 1L;
    private static final int ROWS = 4;

    private final transient RunQueue queue;
    private final transient DefaultListModel<Run> runs = new DefaultListModel<>();
    private final JList<Run> list = new JList<>(runs);

    QueueBox(RunQueue queue) {
        super(new BorderLayout(0, 2));
        this.queue = queue;
        list.setVisibleRowCount(ROWS);
        list.setPrototypeCellValue(null);
        list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        add(new JScrollPane(list), BorderLayout.CENTER);
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, 4, 0));
        buttons.add(button("Earlier", run -> queue.move(run, -1)));
        buttons.add(button("Later", run -> queue.move(run, 1)));
        buttons.add(button("Remove", queue::remove));
        JButton empty = new JButton("Empty");
        empty.addActionListener(event -> queue.clear());
        buttons.add(empty);
        add(buttons, BorderLayout.SOUTH);
    }

    private JButton button(String label, Consumer<Run> action) {
        JButton button = new JButton(label);
        button.addActionListener(
                event -> {
                    if (list.getSelectedValue() != null) action.accept(list.getSelectedValue());
                });
        return button;
    }

    /** Shows the runs that wait now; what was chosen stays chosen. */
    void update() {
        List<Run> waiting = queue.waiting();
        Run chosen = list.getSelectedValue();
        runs.clear();
        waiting.forEach(runs::addElement);
        list.setSelectedValue(chosen, true);
    }
}
