// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.ij1;

import ij.gui.GenericDialog;
import java.awt.EventQueue;
import java.awt.Font;
import java.awt.Label;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import javax.swing.Timer;
import org.scijava.plugin.Parameter;
import org.scijava.widget.FileWidget;
import org.scijava.widget.NumberWidget;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.Refusal;

/**
 * ImageJ's dialog for a command. It begins with what was entered last in this session; macros do
 * not see that.
 */
final class CommandDialog {

    private static final String PROMPT = "prompt";
    private static final String NEGATIVE = "negative";
    private static final int TEXT_COLUMNS = 40;
    private static final int NUMBER_COLUMNS = 6;
    private static final int NOTE_MILLISECONDS = 500;
    private static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 12);
    private static final Map<Class<?>, Map<String, String>> LAST = new HashMap<>();

    private final DiffusionCommand command;
    private final CommandFields fields;
    private final List<String> order;

    /** Whether the row of advanced fields that was begun last has room for another. */
    private boolean roomInRow;

    private boolean inAdvanced;

    /** What is wrong with a number that was entered; empty if nothing is. */
    private String refusal = "";

    CommandDialog(DiffusionCommand command, CommandFields fields) {
        this.command = command;
        this.fields = fields;
        this.order = order(fields);
    }

    /**
     * The order in which the fields are shown. In macros the prompt stands last, since it may hold
     * anything; to people it is what matters most. What few change comes at the end.
     */
    private static List<String> order(CommandFields fields) {
        List<String> order = new ArrayList<>(fields.keys());
        if (order.remove(PROMPT)) order.add(Math.min(1, order.size()), PROMPT);
        if (order.remove(NEGATIVE)) order.add(order.indexOf(PROMPT) + 1, NEGATIVE);
        order.sort(
                Comparator.comparing((String key) -> !fields.isFirst(key))
                        .thenComparing(fields::isAdvanced));
        return order;
    }

    /**
     * Shows the dialog, unless there is nothing to ask, and sets the command's fields; false if the
     * user cancelled.
     */
    boolean show() {
        if (order.isEmpty()) return true;
        LAST.getOrDefault(command.getClass(), Map.of()).forEach(fields::set);
        while (ask()) {
            if (refusal.isEmpty()) {
                LAST.put(command.getClass(), fields.texts());
                return true;
            }
            Refusal.show(command.title(), refusal);
        }
        return false;
    }

    /** Shows the dialog once; false if the user cancelled. */
    private boolean ask() {
        inAdvanced = false;
        roomInRow = false;
        GenericDialog dialog = new GenericDialog(command.title());
        for (String key : order) add(dialog, key);
        Timer noteIsOld = showNote(dialog);
        dialog.addHelp(DialogHelp.page(command.title(), fields, order));
        noteIsOld.start();
        dialog.showDialog();
        noteIsOld.stop();
        if (dialog.wasCanceled()) return false;
        afterItsListeners(() -> read(dialog));
        return true;
    }

    /**
     * A listener may still be reading, on the event thread, when OK is pressed right after a
     * change, and the dialog has one place in its list of values for all readers.
     */
    private static void afterItsListeners(Runnable reading) {
        if (EventQueue.isDispatchThread()) {
            reading.run();
            return;
        }
        try {
            EventQueue.invokeAndWait(reading);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the dialog was read");
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the dialog cannot be read: " + e.getCause(), e);
        }
    }

    private void add(GenericDialog dialog, String key) {
        Parameter about = fields.about(key);
        String label = about.label();
        if (fields.isAdvanced(key) && !inAdvanced) beginAdvanced(dialog);
        List<String> choices = choices(key);
        beginRow(dialog, key, choices);
        if (!choices.isEmpty()) {
            dialog.addChoice(label, choices.toArray(String[]::new), fields.get(key));
        } else if (fields.type(key) == String.class) {
            dialog.addStringField(label, fields.get(key), TEXT_COLUMNS);
        } else if (fields.type(key) == File.class) {
            boolean folder = about.style().contains(FileWidget.DIRECTORY_STYLE);
            if (folder) dialog.addDirectoryField(label, fields.get(key), TEXT_COLUMNS);
            else dialog.addFileField(label, fields.get(key), TEXT_COLUMNS);
        } else if (about.style().contains(NumberWidget.SLIDER_STYLE)) {
            double step = Double.parseDouble(about.stepSize());
            dialog.addSlider(label, number(about.min()), number(about.max()), value(key), step);
        } else {
            dialog.addNumericField(label, value(key), digits(key), NUMBER_COLUMNS, "");
        }
    }

    private void beginAdvanced(GenericDialog dialog) {
        inAdvanced = true;
        dialog.addMessage("Advanced", HEADING);
    }

    /** The decimals that a value needs, for a number that may have some at least two. */
    private int digits(String key) {
        if (fields.type(key) == int.class) return 0;
        return Math.max(2, new BigDecimal(fields.get(key)).stripTrailingZeros().scale());
    }

    /** Puts short advanced fields two by two. */
    private void beginRow(GenericDialog dialog, String key, List<String> choices) {
        boolean isShort = fields.isAdvanced(key) && !(choices.isEmpty() && isText(key));
        if (isShort && roomInRow) dialog.addToSameRow();
        roomInRow = isShort && !roomInRow;
    }

    /** What a field offers, with its present value if that is something else. */
    private List<String> choices(String key) {
        List<String> choices = new ArrayList<>(fields.choices(key));
        if (!choices.isEmpty() && !choices.contains(fields.get(key))) choices.add(fields.get(key));
        return choices;
    }

    /** Shows the command's note; the result brings it up to date while the dialog is open. */
    private Timer showNote(GenericDialog dialog) {
        Timer update = new Timer(NOTE_MILLISECONDS, event -> {});
        if (command.note().isEmpty()) return update;
        dialog.addMessage(command.note() + "          ");
        Label note = (Label) dialog.getMessage();
        dialog.addDialogListener(
                (changed, event) -> {
                    read(dialog);
                    note.setText(command.note());
                    return true;
                });
        // What the note tells may take a while to find out.
        update.addActionListener(event -> note.setText(command.note()));
        return update;
    }

    /** Sets the fields; one whose number is none stays as it was. */
    private void read(GenericDialog dialog) {
        refusal = "";
        for (String key : order) {
            if (!fields.choices(key).isEmpty()) {
                fields.set(key, dialog.getNextChoice());
            } else if (isText(key)) {
                fields.set(key, dialog.getNextString());
            } else {
                readNumber(dialog, key);
            }
        }
    }

    private void readNumber(GenericDialog dialog, String key) {
        double number = dialog.getNextNumber();
        String label = fields.about(key).label();
        boolean whole = fields.type(key) == int.class;
        if (dialog.invalidNumber()) {
            refusal = label + ": " + dialog.getErrorMessage() + "; write it as in 7 or 7.5";
        } else if (!Double.isFinite(number)) {
            refusal = label + " must be finite, was " + number;
        } else if (whole && number != Math.rint(number)) {
            refusal = label + " must be a whole number, was " + number;
        } else {
            fields.set(key, whole ? Integer.toString((int) number) : Double.toString(number));
        }
    }

    private boolean isText(String key) {
        return fields.type(key) == String.class || fields.type(key) == File.class;
    }

    private double value(String key) {
        return number(fields.get(key));
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }
}
