// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.awt.BorderLayout;
import java.util.List;
import java.util.function.Supplier;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;

/** A list in one line, with a button that offers what can be added. */
public final class ListEditor extends FieldEditor {

    private final TextEditor line;
    private final JPanel component = new JPanel(new BorderLayout(4, 0));

    /**
     * @param columns the width of the line
     * @param offers what can be added, as it stands in the list; asked when the button is pressed
     */
    ListEditor(int columns, Supplier<List<String>> offers) {
        line = TextEditor.line(columns);
        line.onChange(this::changed);
        JButton add = new JButton("+");
        add.setToolTipText("Add one that is installed");
        add.addActionListener(event -> menu(offers.get()).show(add, 0, add.getHeight()));
        component.add(line.component(), BorderLayout.CENTER);
        component.add(add, BorderLayout.EAST);
    }

    private JPopupMenu menu(List<String> offers) {
        JPopupMenu menu = new JPopupMenu();
        for (String offer : offers)
            menu.add(PlainText.of(offer)).addActionListener(event -> line.append(offer));
        if (offers.isEmpty()) menu.add("none is installed").setEnabled(false);
        return menu;
    }

    @Override
    public JComponent component() {
        return component;
    }

    @Override
    public String text() {
        return line.text();
    }

    @Override
    public void show(String text) {
        line.show(text);
    }
}
