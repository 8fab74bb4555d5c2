// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.train;

import ij.IJ;
import java.awt.BorderLayout;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.Rectangle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import javax.swing.WindowConstants;

/** The small window of a run: what it does, and buttons to pause it and to stop and keep it. */
final class TrainingButtons {

    private static final int POLL_MILLISECONDS = 200;
    private static final int MARGIN = 20;

    private final JDialog window = new JDialog(IJ.getInstance());
    private final JLabel facts = new JLabel("Measuring how long a step takes...");
    private final JLabel progress = new JLabel(" ");
    private final JToggleButton pause = new JToggleButton("Pause");
    private final JButton stop = new JButton("Stop and Keep");
    private volatile boolean paused;
    private volatile boolean stopped;

    private TrainingButtons() {}

    static TrainingButtons open(String title) {
        TrainingButtons buttons = new TrainingButtons();
        EventQueue.invokeLater(() -> buttons.build(title));
        return buttons;
    }

    private void build(String title) {
        pause.addActionListener(event -> pause());
        stop.addActionListener(event -> stop());
        JPanel texts = new JPanel(new BorderLayout(0, 4));
        texts.setBorder(BorderFactory.createEmptyBorder(10, 12, 4, 12));
        texts.add(facts, BorderLayout.NORTH);
        texts.add(progress, BorderLayout.SOUTH);
        JPanel row = new JPanel(new FlowLayout(FlowLayout.RIGHT));
        row.add(pause);
        row.add(stop);
        window.setTitle(title);
        window.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
        window.add(texts, BorderLayout.CENTER);
        window.add(row, BorderLayout.SOUTH);
        window.setSize(460, 130);
        Rectangle screen = IJ.getInstance().getGraphicsConfiguration().getBounds();
        // The lower left corner, which plots and images leave free, above whatever comes there.
        window.setLocation(
                screen.x + MARGIN, screen.y + screen.height - window.getHeight() - 3 * MARGIN);
        window.setAlwaysOnTop(true);
        window.setVisible(true);
    }

    private void pause() {
        paused = pause.isSelected();
        pause.setText(paused ? "Go On" : "Pause");
    }

    private void stop() {
        stopped = true;
        stop.setEnabled(false);
        progress.setText("Stops after this step and writes the model...");
    }

    void announce(String text) {
        EventQueue.invokeLater(() -> facts.setText(text));
    }

    void progress(String text) {
        EventQueue.invokeLater(
                () -> {
                    if (!stopped) progress.setText(text);
                });
    }

    boolean stopped() {
        return stopped;
    }

    /** Returns when the pause is over, or the run is to stop. */
    void awaitWhilePaused() {
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (paused && !stopped && !IJ.escapePressed())
                never.await(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }

    void close() {
        EventQueue.invokeLater(window::dispose);
    }
}
