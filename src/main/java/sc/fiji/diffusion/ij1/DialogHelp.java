// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.ij1;

import java.util.List;
import org.scijava.plugin.Parameter;
import sc.fiji.diffusion.command.CommandFields;

/** What the help button of a dialog shows: every field with its description and macro key. */
final class DialogHelp {

    private DialogHelp() {}

    /**
     * The page, in the HTML that ImageJ shows.
     *
     * @param keys the fields in the dialog's order
     */
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
