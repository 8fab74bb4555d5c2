// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.awt.Dialog;
import java.util.List;
import javax.swing.JDialog;
import javax.swing.JEditorPane;
import javax.swing.JScrollPane;
import org.scijava.plugin.Parameter;
import sc.fiji.diffusion.command.CommandFields;

/** What the help button of a dialog shows: every field with its description and macro key. */
final class HelpWindow extends JDialog {

    private static final long serialVersionUID = 1L;
    private static final int WIDTH_PX = 480;
    private static final int HEIGHT_PX = 560;

    /**
     * @param owner the dialog
     * @param keys the fields in the dialog's order
     */
    HelpWindow(Dialog owner, String title, CommandFields fields, List<String> keys) {
        super(owner, title + ": help", false);
        JEditorPane page = new JEditorPane("text/html", page(title, fields, keys));
        page.setEditable(false);
        page.setCaretPosition(0);
        add(new JScrollPane(page));
        setDefaultCloseOperation(DISPOSE_ON_CLOSE);
        setSize(WIDTH_PX, HEIGHT_PX);
        setLocationRelativeTo(owner);
    }

    /** The page in HTML. */
    static String page(String title, CommandFields fields, List<String> keys) {
        StringBuilder page = new StringBuilder("<html><h2>" + escape(title) + "</h2>");
        for (String key : keys) page.append(entry(key, fields.about(key)));
        return page.append("</html>").toString();
    }

    private static String entry(String key, Parameter about) {
        String description = about.description().isEmpty() ? "" : escape(about.description()) + " ";
        return "<p><b>"
                + escape(about.label())
                + "</b><br>"
                + description
                + "<i>In macros: <code>"
                + key
                + "</code></i></p>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
