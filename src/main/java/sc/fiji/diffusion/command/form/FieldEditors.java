// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import ij.WindowManager;
import java.awt.Component;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JList;
import org.scijava.plugin.Parameter;
import org.scijava.widget.FileWidget;
import org.scijava.widget.NumberWidget;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.model.ModelSummary;
import sc.fiji.diffusion.model.NameList;
import sc.fiji.diffusion.tool.Models;

/** Chooses the editor that suits a parameter. */
final class FieldEditors {

    private static final int COLUMNS = 24;
    private static final int PROMPT_ROWS = 3;

    private static final String PROMPT = "prompt";
    private static final String MODEL = "model";
    private static final String VAE = "vae";
    private static final String CLIP = "clip";
    private static final String LORA = "lora";
    private static final String EMBEDDINGS = "embeddings";

    /** Texts that are the title of an open image or a path. */
    private static final Set<String> IMAGES = Set.of("mask", "input", "other");

    private FieldEditors() {}

    /** The editor of a parameter, which shows the parameter's value. */
    static FieldEditor of(CommandFields fields, String key) {
        FieldEditor editor = create(fields, key);
        editor.show(fields.get(key));
        editor.component().setToolTipText(fields.about(key).description());
        return editor;
    }

    private static FieldEditor create(CommandFields fields, String key) {
        Parameter about = fields.about(key);
        Class<?> type = fields.type(key);
        if (key.equals(MODEL)) return modelChooser(fields);
        if (!fields.choices(key).isEmpty()) return new ChoiceEditor(fields.choices(key));
        if (type == File.class) return new PathEditor(TextEditor.line(COLUMNS), kind(about));
        if (type == String.class) return text(key);
        boolean slider = about.style().contains(NumberWidget.SLIDER_STYLE);
        return slider ? new SliderEditor(about) : new NumberEditor(about, type == int.class);
    }

    private static FieldEditor modelChooser(CommandFields fields) {
        ChoiceEditor models = new ChoiceEditor(fields.choices(MODEL));
        models.draw(new ModelRenderer());
        models.offer(() -> fields.choices(MODEL));
        return new PathEditor(models, PathEditor.Kind.ANY);
    }

    private static PathEditor.Kind kind(Parameter about) {
        if (about.style().contains(FileWidget.DIRECTORY_STYLE)) return PathEditor.Kind.FOLDER;
        if (about.style().contains(FileWidget.SAVE_STYLE)) return PathEditor.Kind.NEW_FILE;
        return PathEditor.Kind.FILE;
    }

    private static FieldEditor text(String key) {
        if (key.equals(PROMPT)) return TextEditor.lines(PROMPT_ROWS, COLUMNS);
        if (key.equals(LORA))
            return new ListEditor(COLUMNS, () -> installed(ModelSummary.ADAPTER, ":1"));
        if (key.equals(EMBEDDINGS)) {
            return new ListEditor(COLUMNS, () -> installed(ModelSummary.EMBEDDING, ""));
        }
        TextEditor line = TextEditor.line(COLUMNS);
        if (key.equals(VAE) || key.equals(CLIP)) return new PathEditor(line, PathEditor.Kind.ANY);
        if (IMAGES.contains(key)) return new PathEditor(openImages(), PathEditor.Kind.FILE);
        return line;
    }

    private static FieldEditor openImages() {
        ChoiceEditor editor = new ChoiceEditor(titles());
        editor.allowOthers();
        editor.draw(new TitleRenderer());
        editor.offer(FieldEditors::titles);
        return editor;
    }

    private static List<String> titles() {
        List<String> titles = new ArrayList<>(List.of(""));
        titles.addAll(List.of(WindowManager.getImageTitles()));
        return titles;
    }

    /** Titles as they are. */
    private static final class TitleRenderer extends DefaultListCellRenderer {

        private static final long serialVersionUID = 1L;

        @Override
        public Component getListCellRendererComponent(
                JList<?> list, Object value, int index, boolean selected, boolean focused) {
            String title = value == null || value.equals("") ? " " : value.toString();
            return super.getListCellRendererComponent(
                    list, PlainText.of(title), index, selected, focused);
        }
    }

    /** What is installed of a kind, each name with what follows it in a list. */
    private static List<String> installed(String family, String after) {
        try {
            return Models.shared().installed().stream()
                    .filter(summary -> summary.family().equals(family))
                    .map(ModelSummary::name)
                    .map(name -> NameList.quoted(name) + after)
                    .toList();
        } catch (IOException e) {
            return List.of("cannot be listed: " + e.getMessage());
        }
    }
}
