// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import ij.IJ;
import java.awt.BorderLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import sc.fiji.diffusion.command.form.PlainText;
import sc.fiji.diffusion.command.form.TextEditor;
import sc.fiji.diffusion.tool.Models;

/** The prompt, with the words that the model knows on offer where it names them. */
final class PromptBox extends JPanel {

    private static final long serialVersionUID = 1L;
    private static final int ROWS = 3;
    private static final int COLUMNS = 26;

    private final transient TextEditor prompt = TextEditor.lines(ROWS, COLUMNS);
    private final JButton words = new JButton("Words \u25be");
    private transient List<String> known = List.of();

    PromptBox() {
        super(new BorderLayout(0, 2));
        JPanel top = new JPanel(new BorderLayout());
        top.add(new JLabel("Prompt"), BorderLayout.WEST);
        top.add(words, BorderLayout.EAST);
        words.setToolTipText("Words that this model was trained with");
        words.addActionListener(event -> offer());
        add(top, BorderLayout.NORTH);
        add(prompt.component(), BorderLayout.CENTER);
    }

    /** The field. */
    TextEditor prompt() {
        return prompt;
    }

    /** Offers the words of another model. */
    void setModel(String model) {
        known = words(model);
        words.setVisible(!known.isEmpty());
    }

    /** The lines of the file {@code words.txt} in the model's folder; none if there is none. */
    private static List<String> words(String model) {
        try {
            Path file = Models.shared().find(model).resolve("words.txt");
            return Files.isRegularFile(file)
                    ? Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList()
                    : List.of();
        } catch (IOException e) {
            IJ.log("The words of " + model + " cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    private void offer() {
        JPopupMenu menu = new JPopupMenu();
        for (String word : known)
            menu.add(PlainText.of(word)).addActionListener(event -> prompt.append(word));
        menu.show(words, 0, words.getHeight());
    }
}
