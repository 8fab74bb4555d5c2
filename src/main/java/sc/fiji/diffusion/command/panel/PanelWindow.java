// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.gui.Roi;
import java.awt.BorderLayout;
import java.awt.Insets;
import java.awt.KeyEventDispatcher;
import java.awt.KeyboardFocusManager;
import java.awt.Rectangle;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.KeyEvent;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.KeyStroke;
import sc.fiji.diffusion.command.form.FoldingPanel;
import sc.fiji.diffusion.command.form.PlainText;
import sc.fiji.diffusion.command.form.ScrolledColumn;

/** How the panel looks. What it does is in {@link Panel}. */
final class PanelWindow extends JFrame {

    private static final long serialVersionUID = 1L;
    private static final int WIDTH_PX = 430;
    private static final int MIN_HEIGHT_PX = 600;
    private static final int MAX_HEIGHT_PX = 720;

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
        ScrolledColumn scrolled = new ScrolledColumn();
        addRow(scrolled, settings);
        addRow(scrolled, new FoldingPanel("Runs that wait", queue));
        scrolled.add(Box.createVerticalGlue());
        scrolled.setBorder(BorderFactory.createEmptyBorder(0, 8, 0, 8));
        JPanel below = new JPanel();
        below.setLayout(new BoxLayout(below, BoxLayout.Y_AXIS));
        below.setBorder(BorderFactory.createEmptyBorder(4, 8, 6, 8));
        addRow(below, runs);
        addRow(below, history);
        addRow(below, version);
        target.setBorder(BorderFactory.createEmptyBorder(6, 8, 4, 8));
        add(target, BorderLayout.NORTH);
        add(scrolled.scroll(), BorderLayout.CENTER);
        add(below, BorderLayout.SOUTH);
        getRootPane().setDefaultButton(runs.makeButton());
        place(below.getPreferredSize().width);
    }

    private static void addRow(JPanel column, JComponent row) {
        row.setAlignmentX(LEFT_ALIGNMENT);
        column.add(row);
        column.add(Box.createVerticalStrut(4));
    }

    /** At the right edge of the screen, where it covers least of what ImageJ opens. */
    private void place(int needed) {
        pack();
        Rectangle screen = screen();
        int width = Math.min(Math.max(WIDTH_PX, needed), screen.width);
        int left = screen.x + screen.width - width;
        int bottom = screen.y + screen.height;
        int top = Math.max(screen.y, top(left));
        if (bottom - top < MIN_HEIGHT_PX) top = screen.y; // on a small screen it covers the tools
        int height = Math.min(MAX_HEIGHT_PX, bottom - top);
        setBounds(left, top, width, height);
    }

    /** Below ImageJ's tools if they reach into the panel's columns, else beside them. */
    private static int top(int left) {
        ImageJ tools = IJ.getInstance();
        if (tools == null) return 0;
        boolean reaches = tools.getX() + tools.getWidth() > left;
        return reaches ? tools.getY() + tools.getHeight() : tools.getY();
    }

    /** The part of the screen that no bar of the desktop covers. */
    private Rectangle screen() {
        Rectangle screen = getGraphicsConfiguration().getBounds();
        Insets bars = getToolkit().getScreenInsets(getGraphicsConfiguration());
        screen.x += bars.left;
        screen.y += bars.top;
        screen.width -= bars.left + bars.right;
        screen.height -= bars.top + bars.bottom;
        return screen;
    }

    /** Calls when the window is shown and when it is hidden. */
    void onShown(Consumer<Boolean> isShown) {
        addComponentListener(
                new ComponentAdapter() {
                    @Override
                    public void componentShown(ComponentEvent event) {
                        isShown.accept(true);
                    }

                    @Override
                    public void componentHidden(ComponentEvent event) {
                        isShown.accept(false);
                    }
                });
    }

    /**
     * Says what the panel works on.
     *
     * @param image the active one, or null
     */
    void showTarget(ImagePlus image) {
        String text = describe(image);
        target.setText(PlainText.of(text));
        target.setToolTipText(PlainText.of(text));
    }

    private static String describe(ImagePlus image) {
        if (image == null) return "No image is open";
        String text = image.getTitle() + ", " + image.getBitDepth() + "-bit";
        Roi roi = image.getRoi();
        if (roi == null || !roi.isArea()) return text + ", nothing selected";
        Rectangle bounds = roi.getBounds();
        return text + ", selected " + bounds.width + " x " + bounds.height;
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
