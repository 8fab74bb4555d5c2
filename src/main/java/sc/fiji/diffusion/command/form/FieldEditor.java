// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.util.ArrayList;
import java.util.List;
import javax.swing.JComponent;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.text.JTextComponent;

/** What a user edits one parameter with, as the text that stands for its value in macros. */
public abstract class FieldEditor {

    private final List<Runnable> listeners = new ArrayList<>();

    /** What is put into a window. */
    public abstract JComponent component();

    /** The value that is entered. */
    public abstract String text();

    /** Shows a value. */
    public abstract void show(String text);

    /** What is wrong with what is entered, and what would be right; empty if nothing is wrong. */
    public String problem() {
        return "";
    }

    /** Calls on the event thread whenever something else is entered or shown. */
    public final void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Tells those who listen. */
    final void changed() {
        listeners.forEach(Runnable::run);
    }

    /** Tells those who listen of every change of a text. */
    final void watch(JTextComponent field) {
        field.getDocument()
                .addDocumentListener(
                        new DocumentListener() {
                            @Override
                            public void insertUpdate(DocumentEvent event) {
                                changed();
                            }

                            @Override
                            public void removeUpdate(DocumentEvent event) {
                                changed();
                            }

                            @Override
                            public void changedUpdate(DocumentEvent event) {
                                changed();
                            }
                        });
    }
}
