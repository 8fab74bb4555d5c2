// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.awt.Dimension;
import java.util.List;
import java.util.function.Supplier;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.ListCellRenderer;
import javax.swing.event.PopupMenuEvent;
import javax.swing.event.PopupMenuListener;

/** One of a few values. A value that is none of them is added to them when it is shown. */
class ChoiceEditor extends FieldEditor {

    private static final int MIN_WIDTH_PX = 60;

    private final JComboBox<String> box;
    private boolean renewing;

    ChoiceEditor(List<String> choices) {
        box = new JComboBox<>(choices.toArray(String[]::new));
        box.addActionListener(
                event -> {
                    if (!renewing) changed();
                });
    }

    /** Lets the choices look otherwise. */
    final void draw(ListCellRenderer<? super String> renderer) {
        box.setRenderer(renderer);
    }

    /** Looks anew for what can be chosen whenever the list is opened; what is chosen stays. */
    final void offer(Supplier<List<String>> choices) {
        box.addPopupMenuListener(
                new PopupMenuListener() {
                    @Override
                    public void popupMenuWillBecomeVisible(PopupMenuEvent event) {
                        renew(choices.get());
                    }

                    @Override
                    public void popupMenuWillBecomeInvisible(PopupMenuEvent event) {}

                    @Override
                    public void popupMenuCanceled(PopupMenuEvent event) {}
                });
    }

    /** Offers other choices; what is chosen stays. */
    final void renew(List<String> choices) {
        String chosen = text();
        renewing = true;
        box.removeAllItems();
        choices.forEach(box::addItem);
        show(chosen);
        renewing = false;
    }

    /** Lets any text be entered, too. */
    final void allowOthers() {
        box.setEditable(true);
    }

    /** Its list may hold long names, which must not widen what it is in. */
    @Override
    public JComponent component() {
        box.setMinimumSize(new Dimension(MIN_WIDTH_PX, box.getPreferredSize().height));
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
