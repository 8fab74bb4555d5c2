// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.awt.Dimension;
import java.awt.Rectangle;
import javax.swing.BorderFactory;
import javax.swing.BoxLayout;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ScrollPaneConstants;
import javax.swing.Scrollable;

/** Components below each other, as wide as there is room for and scrolled up and down. */
public final class ScrolledColumn extends JPanel implements Scrollable {

    private static final long serialVersionUID = 1L;
    private static final int STEP_PX = 16;

    /** An empty column. */
    public ScrolledColumn() {
        setLayout(new BoxLayout(this, BoxLayout.Y_AXIS));
    }

    /** What shows a part of it. */
    public JScrollPane scroll() {
        JScrollPane scroll =
                new JScrollPane(
                        this,
                        ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
                        ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        return scroll;
    }

    @Override
    public Dimension getPreferredScrollableViewportSize() {
        return getPreferredSize();
    }

    @Override
    public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
        return STEP_PX;
    }

    @Override
    public int getScrollableBlockIncrement(Rectangle visible, int orientation, int direction) {
        return Math.max(STEP_PX, visible.height - STEP_PX);
    }

    @Override
    public boolean getScrollableTracksViewportWidth() {
        return true;
    }

    @Override
    public boolean getScrollableTracksViewportHeight() {
        return getParent() != null && getParent().getHeight() > getPreferredSize().height;
    }
}
