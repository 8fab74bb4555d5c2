// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import javax.swing.JComponent;
import javax.swing.JTextField;
import org.scijava.plugin.Parameter;
import sc.fiji.diffusion.command.CommandFields;

/** A number within the bounds of its parameter, written as in macros. */
final class NumberEditor extends FieldEditor {

    private static final int COLUMNS = 7;

    private final JTextField field = new JTextField(COLUMNS);
    private final Parameter about;
    private final boolean whole;

    NumberEditor(Parameter about, boolean whole) {
        this.about = about;
        this.whole = whole;
        field.setMinimumSize(field.getPreferredSize());
        watch(field);
    }

    @Override
    public JComponent component() {
        return field;
    }

    @Override
    public String text() {
        return field.getText().strip();
    }

    @Override
    public void show(String text) {
        if (!text.equals(field.getText())) field.setText(text);
    }

    @Override
    public String problem() {
        String kind = whole ? "a whole number" : "a number, as in 7 or 7.5";
        double value;
        try {
            value = whole ? Integer.parseInt(text()) : CommandFields.finite(text());
        } catch (NumberFormatException e) {
            return about.label() + " must be " + kind + ", was \"" + text() + "\"";
        }
        boolean low = !about.min().isEmpty() && value < Double.parseDouble(about.min());
        boolean high = !about.max().isEmpty() && value > Double.parseDouble(about.max());
        if (!low && !high) return "";
        return about.label() + " must be " + kind + bounds() + ", was " + text();
    }

    private String bounds() {
        if (about.max().isEmpty()) return about.min().isEmpty() ? "" : " from " + about.min();
        return " from " + about.min() + " to " + about.max();
    }
}
