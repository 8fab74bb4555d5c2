// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import ij.IJ;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.KeyEventDispatcher;
import java.awt.KeyboardFocusManager;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.ScrollPaneConstants;
import sc.fiji.diffusion.command.form.FoldingPanel;

/** How the panel looks. What it does is in {@link Panel}. */
final class PanelWindow extends JFrame {

    private static final long serialVersionUID = 1L;
    private static final int WIDTH_PX = 400;
    private static final int MAX_HEIGHT_PX = 720;
    private static final int SCROLL_PX = 16;

    /** No command of ImageJ has this key. */
    private static final int BEFORE_KEY = KeyEvent.VK_F2;

    private final JLabel target = new JLabel(" ");

    PanelWindow(
            SettingsBox settings,
            RunBar runs,
            HistoryStrip history,
            VersionBar version,
            QueueBox queue) {
        super("Diffusion");
        setDefaultCloseOperation(HIDE_ON_CLOSE);
        JPanel scrolled = new JPanel();
        scrolled.setLayout(new BoxLayout(scrolled, BoxLayout.Y_AXIS));
        addRow(scrolled, settings);
        addRow(scrolled, new FoldingPanel("Runs that wait", queue));
        scrolled.add(Box.createVerticalGlue());
        scrolled.setBorder(BorderFactory.createEmptyBorder(0, 8, 0, 8));
        JScrollPane scroll = new JScrollPane(scrolled);
        scroll.setHorizontalScrollBarPolicy(ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        scroll.setBorder(BorderFactory.createEmptyBorder());
        scroll.getVerticalScrollBar().setUnitIncrement(SCROLL_PX);
        JPanel below = new JPanel();
        below.setLayout(new BoxLayout(below, BoxLayout.Y_AXIS));
        below.setBorder(BorderFactory.createEmptyBorder(4, 8, 6, 8));
        addRow(below, runs);
        addRow(below, history);
        addRow(below, version);
        target.setBorder(BorderFactory.createEmptyBorder(6, 8, 4, 8));
        add(target, BorderLayout.NORTH);
        add(scroll, BorderLayout.CENTER);
        add(below, BorderLayout.SOUTH);
        getRootPane().setDefaultButton(runs.makeButton());
        place();
    }

    private static void addRow(JPanel column, JComponent row) {
        row.setAlignmentX(LEFT_ALIGNMENT);
        column.add(row);
        column.add(Box.createVerticalStrut(4));
    }

    /** At the right edge of the screen, where it covers least of what ImageJ opens. */
    private void place() {
        pack();
        Rectangle screen = getGraphicsConfiguration().getBounds();
        int height = Math.min(MAX_HEIGHT_PX, screen.height);
        setSize(new Dimension(Math.min(Math.max(WIDTH_PX, getWidth()), screen.width), height));
        int top = IJ.getInstance() == null ? 0 : IJ.getInstance().getY();
        setLocation(
                screen.x + screen.width - getWidth(),
                Math.max(screen.y, Math.min(top, screen.y + screen.height - height)));
    }

    /** Says what the panel works on. */
    void showTarget(String text) {
        target.setText(text);
        target.setToolTipText(text);
    }

    /** Calls at Escape. */
    void onEscape(Runnable action) {
        getRootPane()
                .registerKeyboardAction(
                        event -> action.run(),
                        KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
                        JComponent.WHEN_IN_FOCUSED_WINDOW);
    }

    /** Calls when the key that shows the image as it was is pressed and released, anywhere. */
    void onBeforeKey(Consumer<Boolean> isHeld) {
        KeyEventDispatcher dispatcher =
                event -> {
                    if (event.getKeyCode() != BEFORE_KEY || !isVisible()) return false;
                    if (event.getID() == KeyEvent.KEY_PRESSED) isHeld.accept(true);
                    if (event.getID() == KeyEvent.KEY_RELEASED) isHeld.accept(false);
                    return true;
                };
        KeyboardFocusManager.getCurrentKeyboardFocusManager().addKeyEventDispatcher(dispatcher);
    }
}
