// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.awt.BorderLayout;
import java.io.File;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFileChooser;
import javax.swing.JPanel;

/** A text that names a file or folder, with a button that looks for one. */
final class PathEditor extends FieldEditor {

    /** What is looked for. */
    enum Kind {
        /** A file that is there. */
        FILE(JFileChooser.FILES_ONLY),
        /** A folder. */
        FOLDER(JFileChooser.DIRECTORIES_ONLY),
        /** A file or a folder that is there. */
        ANY(JFileChooser.FILES_AND_DIRECTORIES),
        /** A file that may be new. */
        NEW_FILE(JFileChooser.FILES_ONLY);

        private final int selection;

        Kind(int selection) {
            this.selection = selection;
        }
    }

    private final FieldEditor text;
    private final JPanel component = new JPanel(new BorderLayout(4, 0));

    /**
     * @param text what the path is entered in
     * @param kind what the button looks for
     */
    PathEditor(FieldEditor text, Kind kind) {
        this.text = text;
        JButton browse = new JButton("...");
        browse.setToolTipText("Browse");
        browse.addActionListener(event -> browse(kind));
        component.add(text.component(), BorderLayout.CENTER);
        component.add(browse, BorderLayout.EAST);
        text.onChange(this::changed);
    }

    private void browse(Kind kind) {
        JFileChooser chooser = new JFileChooser(text.text().isBlank() ? null : start());
        chooser.setFileSelectionMode(kind.selection);
        int answer =
                kind == Kind.NEW_FILE
                        ? chooser.showSaveDialog(component)
                        : chooser.showOpenDialog(component);
        if (answer == JFileChooser.APPROVE_OPTION) show(chooser.getSelectedFile().getPath());
    }

    private File start() {
        File file = new File(text.text());
        return file.isDirectory() ? file : file.getAbsoluteFile().getParentFile();
    }

    @Override
    public JComponent component() {
        return component;
    }

    @Override
    public String text() {
        return text.text();
    }

    @Override
    public void show(String value) {
        text.show(value);
    }
}
