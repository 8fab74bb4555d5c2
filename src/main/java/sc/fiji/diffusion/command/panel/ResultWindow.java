// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import java.awt.Image;
import java.awt.Window;
import java.awt.image.BufferedImage;
import javax.swing.ImageIcon;
import javax.swing.JDialog;
import javax.swing.JLabel;

/** Shows a version that is an image of its own, before it is opened. It is no image window. */
final class ResultWindow {

    private static final int SIDE_PX = 384;

    private JDialog window;
    private JLabel label;

    /** Shows a version at the left of the panel. */
    void show(Version version, Window panel) {
        if (window == null) {
            window = new JDialog(panel);
            window.setFocusableWindowState(false);
            label = new JLabel();
            window.add(label);
        }
        BufferedImage picture = version.thumbnail();
        int side = Math.max(picture.getWidth(), picture.getHeight());
        boolean enlarges = side < SIDE_PX;
        int width = Math.max(1, picture.getWidth() * SIDE_PX / side);
        int height = Math.max(1, picture.getHeight() * SIDE_PX / side);
        int hint = enlarges ? Image.SCALE_FAST : Image.SCALE_SMOOTH;
        label.setIcon(new ImageIcon(picture.getScaledInstance(width, height, hint)));
        window.setTitle("Seed " + version.seed());
        window.pack();
        window.setLocation(Math.max(0, panel.getX() - window.getWidth() - 8), panel.getY());
        window.setVisible(true);
    }

    /** Takes it away. */
    void close() {
        if (window != null) window.setVisible(false);
    }
}
