// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import java.awt.FlowLayout;
import java.awt.Insets;
import java.awt.event.KeyEvent;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.event.ChangeEvent;
import javax.swing.event.ChangeListener;

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
        before.addChangeListener(new Held(before, actions::showBefore));
        apply.setMnemonic(KeyEvent.VK_A);
        undo.setMnemonic(KeyEvent.VK_U);
        for (JButton button : List.of(apply, undo, before, macro, methods)) {
            button.setMargin(new Insets(3, 6, 3, 6));
            add(button);
        }
    }

    /** Hears when a button is pressed and released, by the mouse or the space bar. */
    private static final class Held implements ChangeListener {

        private final JButton button;
        private final Consumer<Boolean> isHeld;
        private boolean held;

        Held(JButton button, Consumer<Boolean> isHeld) {
            this.button = button;
            this.isHeld = isHeld;
        }

        @Override
        public void stateChanged(ChangeEvent event) {
            if (button.getModel().isPressed() == held) return;
            held = !held;
            isHeld.accept(held);
        }
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
        boolean opens = version != null && version.repair() == null;
        apply.setText(opens ? "Open" : "Apply");
        apply.setMnemonic(opens ? KeyEvent.VK_O : KeyEvent.VK_A);
        apply.setEnabled(version != null);
        macro.setEnabled(version != null);
        methods.setEnabled(version != null);
        before.setEnabled(shown);
        undo.setEnabled(canUndo);
    }
}
