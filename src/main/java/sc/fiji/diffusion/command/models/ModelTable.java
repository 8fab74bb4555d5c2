// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.models;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.TableColumnModel;
import sc.fiji.diffusion.files.FreeSpace;
import sc.fiji.diffusion.model.ModelSummary;

/** The installed models, and what is used with them, as rows of a table. */
final class ModelTable extends AbstractTableModel {

    private static final long serialVersionUID = 1L;

    private static final String[] COLUMNS = {
        "Name", "Family", "Format", "Size", "Licence", "SHA-256"
    };
    private static final int[] WIDTHS = {200, 260, 60, 90, 130, 130};

    private static final int HASH = 5;
    private static final int SHOWN_DIGITS = 12;

    private transient List<ModelSummary> models = List.of();
    private final transient Map<Path, String> hashes = new HashMap<>();

    void show(List<ModelSummary> newModels) {
        models = List.copyOf(newModels);
        fireTableDataChanged();
    }

    /** Shows the hash of a model, which is found later: all of its weights must be read. */
    void showHash(ModelSummary model, String hash) {
        hashes.put(model.path(), hash);
        int row = models.indexOf(model);
        if (row >= 0) fireTableCellUpdated(row, HASH);
    }

    ModelSummary at(int row) {
        return models.get(row);
    }

    void setWidths(TableColumnModel columns) {
        for (int c = 0; c < WIDTHS.length; c++) columns.getColumn(c).setPreferredWidth(WIDTHS[c]);
    }

    private static String shortened(String hash) {
        return hash.length() > SHOWN_DIGITS ? hash.substring(0, SHOWN_DIGITS) + "..." : hash;
    }

    @Override
    public int getRowCount() {
        return models.size();
    }

    @Override
    public int getColumnCount() {
        return COLUMNS.length;
    }

    @Override
    public String getColumnName(int column) {
        return COLUMNS[column];
    }

    @Override
    public Object getValueAt(int row, int column) {
        ModelSummary model = models.get(row);
        return switch (column) {
            case 0 -> model.name();
            case 1 -> model.family();
            case 2 -> model.precision();
            case 3 -> FreeSpace.describe(model.bytes());
            case 4 -> model.licence().isEmpty() ? "not stated" : model.licence();
            default -> shortened(hashes.getOrDefault(model.path(), "..."));
        };
    }
}
