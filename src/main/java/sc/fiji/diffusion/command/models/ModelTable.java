// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.models;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.TableColumnModel;
import sc.fiji.diffusion.files.FreeSpace;
import sc.fiji.diffusion.install.Leftovers;
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
    private transient List<Leftovers.Leftover> leftovers = List.of();
    private final transient Map<Path, String> hashes = new HashMap<>();

    /** Shows models, and below them what downloads and installs have left over. */
    void show(List<ModelSummary> newModels, List<Leftovers.Leftover> newLeftovers) {
        models = List.copyOf(newModels);
        leftovers = List.copyOf(newLeftovers);
        fireTableDataChanged();
    }

    /** Shows the hash of a model, which is found later: all of its weights must be read. */
    void showHash(ModelSummary model, String hash) {
        hashes.put(model.path(), hash);
        int row = models.indexOf(model);
        if (row >= 0) fireTableCellUpdated(row, HASH);
    }

    /** The model of a row; empty if there is none, as for what is left over. */
    Optional<ModelSummary> at(int row) {
        boolean model = row >= 0 && row < models.size();
        return model ? Optional.of(models.get(row)) : Optional.empty();
    }

    void setWidths(TableColumnModel columns) {
        for (int c = 0; c < WIDTHS.length; c++) columns.getColumn(c).setPreferredWidth(WIDTHS[c]);
    }

    private static String shortened(String hash) {
        return hash.length() > SHOWN_DIGITS ? hash.substring(0, SHOWN_DIGITS) + "..." : hash;
    }

    @Override
    public int getRowCount() {
        return models.size() + leftovers.size();
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
        if (row >= models.size()) return value(leftovers.get(row - models.size()), column);
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

    private static String value(Leftovers.Leftover leftover, int column) {
        return switch (column) {
            case 0 -> leftover.name();
            case 1 -> leftover.description();
            case 3 -> FreeSpace.describe(leftover.bytes());
            default -> "";
        };
    }
}
