// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.Icon;

/** A die that shows five. */
final class DieIcon implements Icon {

    private static final int SIDE_PX = 16;
    private static final int PIP_PX = 3;
    private static final int[][] PIPS = {{3, 3}, {10, 3}, {6, 6}, {3, 10}, {10, 10}};

    @Override
    public void paintIcon(Component c, Graphics g, int x, int y) {
        Graphics2D fine = (Graphics2D) g.create();
        fine.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        fine.setColor(c.getForeground());
        fine.drawRoundRect(x, y, SIDE_PX - 1, SIDE_PX - 1, 4, 4);
        for (int[] pip : PIPS) fine.fillOval(x + pip[0], y + pip[1], PIP_PX, PIP_PX);
        fine.dispose();
    }

    @Override
    public int getIconWidth() {
        return SIDE_PX;
    }

    @Override
    public int getIconHeight() {
        return SIDE_PX;
    }
}
