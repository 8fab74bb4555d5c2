// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.models;

import java.util.List;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.TableColumnModel;
import sc.fiji.diffusion.install.FreeSpace;
import sc.fiji.diffusion.model.ModelSummary;

/** The installed models as rows of a table. */
final class ModelTable extends AbstractTableModel {

    private static final long serialVersionUID = 1L;

    private static final String[] COLUMNS = {"Name", "Family", "Format", "Size", "Licence"};
    private static final int[] WIDTHS = {220, 280, 70, 90, 160};

    private transient List<ModelSummary> models = List.of();

    void show(List<ModelSummary> newModels) {
        models = List.copyOf(newModels);
        fireTableDataChanged();
    }

    ModelSummary at(int row) {
        return models.get(row);
    }

    void setWidths(TableColumnModel columns) {
        for (int c = 0; c < WIDTHS.length; c++) columns.getColumn(c).setPreferredWidth(WIDTHS[c]);
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
            default -> model.licence().isEmpty() ? "not stated" : model.licence();
        };
    }
}
