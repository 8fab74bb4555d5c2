// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.awt.BorderLayout;
import java.util.Locale;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JSlider;
import org.scijava.plugin.Parameter;

/** A number on a slider, with the same number beside it to be written. */
final class SliderEditor extends FieldEditor {

    private final NumberEditor number;
    private final JSlider slider;
    private final JPanel component = new JPanel(new BorderLayout(6, 0));
    private final double min;
    private final double step;

    /** Which of both the user moves; the other follows. */
    private boolean following;

    SliderEditor(Parameter about) {
        number = new NumberEditor(about, false);
        min = Double.parseDouble(about.min());
        step = Double.parseDouble(about.stepSize());
        slider = new JSlider(0, (int) Math.round((Double.parseDouble(about.max()) - min) / step));
        component.add(slider, BorderLayout.CENTER);
        component.add(number.component(), BorderLayout.EAST);
        slider.addChangeListener(event -> follow(() -> number.show(format())));
        number.onChange(
                () -> {
                    follow(this::moveSlider);
                    changed();
                });
    }

    private void follow(Runnable other) {
        if (following) return;
        following = true;
        other.run();
        following = false;
    }

    private void moveSlider() {
        if (number.problem().isEmpty()) {
            slider.setValue((int) Math.round((Double.parseDouble(text()) - min) / step));
        }
    }

    private String format() {
        String text = String.format(Locale.ROOT, "%.4f", min + slider.getValue() * step);
        return text.replaceAll("\\.?0+$", "");
    }

    @Override
    public JComponent component() {
        return component;
    }

    @Override
    public String text() {
        return number.text();
    }

    @Override
    public void show(String text) {
        number.show(text);
    }

    @Override
    public String problem() {
        return number.problem();
    }
}
