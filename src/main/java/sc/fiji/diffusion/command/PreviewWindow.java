// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.IJ;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Image;
import javax.swing.ImageIcon;
import javax.swing.JDialog;
import javax.swing.JLabel;

/**
 * Shows what a model sees so far. It is no image window, so that it is neither the active image nor
 * recorded, and it never takes the keyboard from the window where Escape is pressed.
 */
final class PreviewWindow {

    /** Small images are shown larger, up to this size. */
    private static final int SIDE_PX = 256;

    private JDialog window;
    private JLabel label;

    /** Shows an image; returns at once. */
    void show(String title, Image image) {
        int scale = Math.max(1, SIDE_PX / Math.max(image.getWidth(null), image.getHeight(null)));
        Dimension size = new Dimension(scale * image.getWidth(null), scale * image.getHeight(null));
        Image scaled = image.getScaledInstance(size.width, size.height, Image.SCALE_FAST);
        EventQueue.invokeLater(() -> update(title, new ImageIcon(scaled)));
    }

    /** Removes the window. */
    void close() {
        EventQueue.invokeLater(
                () -> {
                    if (window != null) window.dispose();
                });
    }

    private void update(String title, ImageIcon icon) {
        if (window == null) open();
        window.setTitle(title);
        label.setIcon(icon);
        if (!window.isVisible()) {
            window.pack();
            window.setVisible(true);
        }
    }

    private void open() {
        Frame imagej = IJ.getInstance();
        window = new JDialog(imagej);
        window.setFocusableWindowState(false);
        label = new JLabel();
        window.add(label);
        int right = imagej.getX() + imagej.getWidth(); // images open at the left
        window.setLocation(right - SIDE_PX, imagej.getY() + imagej.getHeight());
    }
}
