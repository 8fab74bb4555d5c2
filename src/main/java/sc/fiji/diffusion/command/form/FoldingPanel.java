// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.awt.BorderLayout;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.SwingConstants;

/** A heading that shows and hides what is below it. */
public final class FoldingPanel extends JPanel {

    private static final long serialVersionUID = 1L;

    private final JButton heading = new JButton();
    private final JComponent content;
    private final String label;
    private final transient List<Runnable> listeners = new ArrayList<>();

    /** Begins folded. */
    public FoldingPanel(String label, JComponent content) {
        super(new BorderLayout());
        this.label = label;
        this.content = content;
        heading.setHorizontalAlignment(SwingConstants.LEFT);
        heading.setBorder(BorderFactory.createEmptyBorder(3, 0, 3, 0));
        heading.setContentAreaFilled(false);
        heading.setFont(heading.getFont().deriveFont(Font.PLAIN));
        heading.addActionListener(event -> unfold(!content.isVisible()));
        content.setBorder(BorderFactory.createEmptyBorder(0, 14, 4, 0));
        add(heading, BorderLayout.NORTH);
        add(content, BorderLayout.CENTER);
        unfold(false);
    }

    /** Shows or hides the content. */
    public void unfold(boolean shown) {
        content.setVisible(shown);
        heading.setText((shown ? "\u25be  " : "\u25b8  ") + label);
        revalidate();
        repaint();
        listeners.forEach(Runnable::run);
    }

    /** Calls on the event thread whenever the content is shown or hidden. */
    public void onFold(Runnable listener) {
        listeners.add(listener);
    }
}
