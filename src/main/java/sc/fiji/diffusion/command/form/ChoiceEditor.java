// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.util.List;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.ListCellRenderer;

/** One of a few values. A value that is none of them is added to them when it is shown. */
class ChoiceEditor extends FieldEditor {

    private final JComboBox<String> box;

    ChoiceEditor(List<String> choices) {
        box = new JComboBox<>(choices.toArray(String[]::new));
        box.addActionListener(event -> changed());
    }

    /** Lets the choices look otherwise. */
    final void draw(ListCellRenderer<? super String> renderer) {
        box.setRenderer(renderer);
    }

    /** Lets any text be entered, too. */
    final void allowOthers() {
        box.setEditable(true);
    }

    @Override
    public JComponent component() {
        return box;
    }

    @Override
    public final String text() {
        Object chosen = box.isEditable() ? box.getEditor().getItem() : box.getSelectedItem();
        return chosen == null ? "" : chosen.toString();
    }

    @Override
    public final void show(String text) {
        boolean known = false;
        for (int i = 0; i < box.getItemCount(); i++) known |= box.getItemAt(i).equals(text);
        if (!known && !box.isEditable()) box.addItem(text);
        box.setSelectedItem(text);
    }
}
