// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;
import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.DefaultListCellRenderer;
import javax.swing.DefaultListModel;
import javax.swing.ImageIcon;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.ListSelectionModel;
import javax.swing.SwingConstants;

/** All versions that were made since ImageJ was started, the last one first. */
final class HistoryStrip extends JScrollPane {

    private static final long serialVersionUID = 1L;
    private static final String FORGET = "forget";
    private static final int SIDE_PX = 72;
    private static final int CELL_PX = 82;
    private static final int CELL_HEIGHT_PX = 98;

    private final transient DefaultListModel<Version> versions = new DefaultListModel<>();
    private transient Version told;
    private final JList<Version> list = new JList<>(versions);

    /**
     * @param chosen called with the version that is chosen, or with null if none is
     */
    HistoryStrip(Consumer<Version> chosen) {
        super(VERTICAL_SCROLLBAR_NEVER, HORIZONTAL_SCROLLBAR_ALWAYS);
        list.setLayoutOrientation(JList.HORIZONTAL_WRAP);
        list.setVisibleRowCount(1);
        list.setFixedCellWidth(CELL_PX);
        list.setFixedCellHeight(CELL_HEIGHT_PX);
        list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        list.setCellRenderer(new Cell());
        list.addListSelectionListener(
                event -> {
                    boolean same = list.getSelectedValue() == told; // another place in the list
                    if (event.getValueIsAdjusting() || same) return;
                    told = list.getSelectedValue();
                    chosen.accept(told);
                });
        list.getInputMap().put(KeyStroke.getKeyStroke(KeyEvent.VK_DELETE, 0), FORGET);
        list.getActionMap().put(FORGET, new Forget());
        setViewportView(list);
        int bar = getHorizontalScrollBar().getPreferredSize().height;
        setPreferredSize(new Dimension(4 * CELL_PX, CELL_HEIGHT_PX + bar + 4));
        setMinimumSize(getPreferredSize());
    }

    /** Adds a version at the front. */
    void add(Version version) {
        versions.add(0, version);
        list.ensureIndexIsVisible(0);
    }

    /** The version that is chosen; null if none is. */
    Version chosen() {
        return list.getSelectedValue();
    }

    /** Chooses nothing. */
    void clearChoice() {
        list.clearSelection();
    }

    /** Takes the chosen version out. */
    private final class Forget extends AbstractAction {

        private static final long serialVersionUID = 1L;

        @Override
        public void actionPerformed(ActionEvent event) {
            if (chosen() != null) versions.removeElement(chosen());
        }
    }

    /** A version's thumbnail above its seed. */
    private static final class Cell extends DefaultListCellRenderer {

        private static final long serialVersionUID = 1L;

        @Override
        public Component getListCellRendererComponent(
                JList<?> list, Object value, int index, boolean selected, boolean focused) {
            Version version = (Version) value;
            JLabel label =
                    (JLabel)
                            super.getListCellRendererComponent(
                                    list, version.seed(), index, selected, focused);
            label.setIcon(new ImageIcon(scaled(version.thumbnail())));
            label.setHorizontalAlignment(CENTER);
            label.setHorizontalTextPosition(CENTER);
            label.setVerticalTextPosition(SwingConstants.BOTTOM);
            label.setBorder(BorderFactory.createEmptyBorder(2, 2, 2, 2));
            String task = version.run().task().label();
            label.setToolTipText(task + ", seed " + version.seed() + "; Delete forgets it");
            return label;
        }

        private static BufferedImage scaled(BufferedImage picture) {
            double scale = (double) SIDE_PX / Math.max(picture.getWidth(), picture.getHeight());
            int width = Math.max(1, (int) Math.round(scale * picture.getWidth()));
            int height = Math.max(1, (int) Math.round(scale * picture.getHeight()));
            BufferedImage small = new BufferedImage(SIDE_PX, SIDE_PX, BufferedImage.TYPE_INT_ARGB);
            Graphics2D g = small.createGraphics();
            g.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            int x = (SIDE_PX - width) / 2;
            int y = (SIDE_PX - height) / 2;
            g.drawImage(picture, x, y, width, height, null);
            g.dispose();
            return small;
        }
    }
}
