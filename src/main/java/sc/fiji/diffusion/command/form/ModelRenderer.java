// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.form;

import java.awt.Component;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.SwingUtilities;
import sc.fiji.diffusion.model.ModelSummary;
import sc.fiji.diffusion.tool.Models;

/** A model in a list: its thumbnail, name and family, which are found in the background. */
final class ModelRenderer extends DefaultListCellRenderer {

    private static final long serialVersionUID = 1L;

    /** What has been found so far, by name; the same for all lists. */
    private static final Map<String, Look> LOOKS = new ConcurrentHashMap<>();

    /** How a model looks in a list. */
    private record Look(String family, Thumbnail thumbnail) {

        static final Look UNKNOWN = new Look("", Thumbnail.EMPTY);

        static Look of(String model) {
            try {
                Path path = Models.shared().find(model);
                return new Look(ModelSummary.of(path).family(), Thumbnail.ofModel(path));
            } catch (IOException e) {
                return new Look("cannot be used: " + e.getMessage(), Thumbnail.EMPTY);
            }
        }
    }

    @Override
    public Component getListCellRendererComponent(
            JList<?> list, Object value, int index, boolean selected, boolean focused) {
        super.getListCellRendererComponent(list, value, index, selected, focused);
        String model = String.valueOf(value);
        Look look = LOOKS.get(model);
        if (look == null) find(model, list);
        else show(this, model, look);
        return this;
    }

    private static void show(JLabel label, String model, Look look) {
        boolean named = !look.family().isEmpty();
        label.setText(PlainText.of(named ? model + "  \u2013  " + look.family() : model));
        label.setIcon(look.thumbnail());
    }

    private static void find(String model, JList<?> list) {
        LOOKS.put(model, Look.UNKNOWN);
        Thread thread =
                new Thread(
                        () -> {
                            LOOKS.put(model, Look.of(model));
                            SwingUtilities.invokeLater(list::repaint);
                        },
                        "diffusion-model-" + model);
        thread.setDaemon(true);
        thread.start();
    }
}
