// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import java.awt.FlowLayout;
import java.awt.Insets;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JPanel;

/** What can be done with the version that is chosen. */
final class VersionBar extends JPanel {

    private static final long serialVersionUID = 1L;

    /** What the buttons do. */
    interface Actions {

        /** Writes the version into its image, or opens it. */
        void apply();

        /** Takes back what was written last. */
        void undo();

        /** Shows the image as it was, or with the version again. */
        void showBefore(boolean before);

        /** Shows the line of a macro that makes it again. */
        void showMacro();

        /** Shows the paragraph for the paper. */
        void showMethods();
    }

    private final JButton apply = new JButton("Apply");
    private final JButton undo = new JButton("Undo");
    private final JButton before = new JButton("Before");
    private final JButton macro = new JButton("As Macro");
    private final JButton methods = new JButton("Methods");

    VersionBar(Actions actions) {
        super(new FlowLayout(FlowLayout.LEFT, 3, 0));
        apply.addActionListener(event -> actions.apply());
        undo.addActionListener(event -> actions.undo());
        undo.setToolTipText("Takes back what was applied last, with its record");
        macro.addActionListener(event -> actions.showMacro());
        methods.addActionListener(event -> actions.showMethods());
        before.setToolTipText("The image as it was, while this or the key F2 is held down");
        before.addMouseListener(held(actions::showBefore));
        for (JButton button : List.of(apply, undo, before, macro, methods)) {
            button.setMargin(new Insets(3, 6, 3, 6));
            add(button);
        }
    }

    private static MouseAdapter held(Consumer<Boolean> isHeld) {
        return new MouseAdapter() {
            @Override
            public void mousePressed(MouseEvent event) {
                isHeld.accept(true);
            }

            @Override
            public void mouseReleased(MouseEvent event) {
                isHeld.accept(false);
            }
        };
    }

    JButton applyButton() {
        return apply;
    }

    /**
     * Enables what can be done.
     *
     * @param version the one that is chosen, or null
     * @param shown whether it is shown within its image
     * @param canUndo whether something that was applied can be taken back
     */
    void update(Version version, boolean shown, boolean canUndo) {
        apply.setText(version != null && version.repair() == null ? "Open" : "Apply");
        apply.setEnabled(version != null);
        macro.setEnabled(version != null);
        methods.setEnabled(version != null);
        before.setEnabled(shown);
        undo.setEnabled(canUndo);
    }
}
