// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.models;

import ij.IJ;
import java.awt.BorderLayout;
import java.awt.Desktop;
import java.awt.FlowLayout;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.ListSelectionModel;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import sc.fiji.diffusion.engine.Wish;
import sc.fiji.diffusion.install.Download;
import sc.fiji.diffusion.install.Leftovers;
import sc.fiji.diffusion.model.ModelSummary;
import sc.fiji.diffusion.tool.Devices;
import sc.fiji.diffusion.tool.ModelStore;
import sc.fiji.diffusion.tool.Models;

/** The models that are installed, as a table, with buttons for what can be done with them. */
final class ModelsWindow extends JFrame {

    private static final long serialVersionUID = 1L;
    private static final String TITLE = "Diffusion Models";

    private final transient ModelTable models = new ModelTable();
    private final JTable table = new JTable(models);
    private final JLabel status = new JLabel(" ");
    private final JComboBox<String> device = new JComboBox<>();
    private final JComboBox<String> precision = new JComboBox<>();

    private ModelsWindow() {
        super(TITLE);
        setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        table.setFillsViewportHeight(true);
        models.setWidths(table.getColumnModel());
        add(new JScrollPane(table), BorderLayout.CENTER);
        JPanel below = new JPanel(new BorderLayout());
        below.add(buttons(), BorderLayout.NORTH);
        below.add(devices(), BorderLayout.CENTER);
        status.setBorder(BorderFactory.createEmptyBorder(4, 8, 6, 8));
        below.add(status, BorderLayout.SOUTH);
        add(below, BorderLayout.SOUTH);
        setSize(1120, 380);
        setLocationRelativeTo(IJ.getInstance());
    }

    /** Shows the window. */
    static void open() {
        SwingUtilities.invokeLater(
                () -> {
                    ModelsWindow window = new ModelsWindow();
                    window.setVisible(true);
                    window.refresh();
                });
    }

    private JPanel buttons() {
        JPanel row = new JPanel(new FlowLayout(FlowLayout.LEFT));
        row.add(
                button(
                        "Check Files",
                        "Compares the files with their published hashes",
                        this::check));
        row.add(button("Open Folder", "Shows the models folder", this::openFolder));
        row.add(button("Install...", "From a folder, a file or a zip", this::install));
        row.add(button("Download...", "From an address, after you agreed", this::download));
        row.add(button("Install GPU Libraries...", "PyTorch for CUDA", this::installGpu));
        row.add(
                button(
                        "Remove Leftovers",
                        "Of downloads and installs that did not end",
                        () -> startAndRefresh(ModelStore::removeLeftovers)));
        row.add(button("Release Memory", "Unloads the model", this::release));
        return row;
    }

    private JPanel devices() {
        JPanel row = new JPanel(new FlowLayout(FlowLayout.LEFT));
        row.add(new JLabel("Run on"));
        row.add(device);
        row.add(new JLabel("in"));
        row.add(precision);
        JButton apply = button("Apply", "For the models that are loaded from now on", this::apply);
        row.add(apply);
        return row;
    }

    private static JButton button(String label, String tip, Runnable action) {
        JButton button = new JButton(label);
        button.setToolTipText(tip);
        button.addActionListener(event -> action.run());
        return button;
    }

    private void refresh() {
        start(
                () -> {
                    showAll();
                    Wish wish = Devices.wish();
                    List<String> devices = Devices.names();
                    SwingUtilities.invokeLater(
                            () -> {
                                fill(device, devices, wish.device());
                                fill(precision, Devices.precisions(), wish.precision());
                            });
                    String loaded = Models.shared().loaded().map(m -> "; loaded: " + m).orElse("");
                    return "Models run on " + Devices.describe() + loaded;
                });
    }

    /** Shows the models, and their hashes one after the other: large ones take a while to read. */
    private void show(List<ModelSummary> found, List<Leftovers.Leftover> left) {
        models.show(found, left);
        Thread thread =
                new Thread(
                        () -> {
                            for (ModelSummary model : found) {
                                if (!isDisplayable()) return;
                                String hash = hash(model);
                                SwingUtilities.invokeLater(() -> models.showHash(model, hash));
                            }
                        },
                        TITLE + " hashes");
        thread.setDaemon(true);
        thread.start();
    }

    private static String hash(ModelSummary model) {
        try {
            return model.hash();
        } catch (IOException | RuntimeException e) {
            return "unreadable";
        }
    }

    private static void fill(JComboBox<String> box, List<String> choices, String chosen) {
        box.removeAllItems();
        choices.forEach(box::addItem);
        box.setSelectedItem(chosen);
    }

    private void check() {
        Optional<ModelSummary> model = models.at(table.getSelectedRow());
        if (model.isEmpty()) say("Select a model first");
        else start(() -> ModelStore.check(model.get()));
    }

    private void openFolder() {
        start(
                () -> {
                    File folder = ModelStore.folder().toFile();
                    try {
                        Desktop.getDesktop().open(folder);
                    } catch (IOException | UnsupportedOperationException e) {
                        IJ.log(folder.toString()); // no file browser here: to copy it
                    }
                    return "The models folder is " + folder;
                });
    }

    private void install() {
        JFileChooser chooser = new JFileChooser();
        chooser.setDialogTitle("A model's folder, .safetensors file or zip");
        chooser.setFileSelectionMode(JFileChooser.FILES_AND_DIRECTORIES);
        if (chooser.showOpenDialog(this) != JFileChooser.APPROVE_OPTION) return;
        Path source = chooser.getSelectedFile().toPath();
        startAndRefresh(() -> "Installed " + ModelStore.install(source, "", Work::report));
    }

    private void download() {
        String address =
                JOptionPane.showInputDialog(this, "Address of a .safetensors file or zip:");
        if (address == null || address.isBlank()) return;
        startAndRefresh(
                () -> {
                    Download.Offer offer = agreed(address);
                    return "Installed " + ModelStore.download(offer, "", "", Work::report);
                });
    }

    private void installGpu() {
        String known = ModelStore.gpuLibraries().orElse("");
        String source =
                (String)
                        JOptionPane.showInputDialog(
                                this,
                                "PyTorch for CUDA: the archive that PyTorch publishes, as a file or"
                                        + " an address",
                                TITLE,
                                JOptionPane.PLAIN_MESSAGE,
                                null,
                                null,
                                known);
        if (source == null || source.isBlank()) return;
        startAndRefresh(
                () -> {
                    Path folder =
                            ModelStore.installGpuLibraries(source, this::agreed, "", Work::report);
                    return "Installed " + folder + "; restart ImageJ to use it";
                });
    }

    private Download.Offer agreed(String address) throws IOException {
        Download.Offer offer = ModelStore.offer(address);
        String question = "Do you want to " + ModelStore.terms(offer) + "?";
        int answer =
                JOptionPane.showConfirmDialog(
                        this,
                        "<html><body style='width: 360px'>" + question + "</body></html>",
                        TITLE,
                        JOptionPane.YES_NO_OPTION);
        if (answer != JOptionPane.YES_OPTION) throw new CancellationException("not agreed");
        return offer;
    }

    private void release() {
        startAndRefresh(
                () -> {
                    Models.shared().close();
                    return "Released";
                });
    }

    private void apply() {
        Wish wish =
                new Wish((String) device.getSelectedItem(), (String) precision.getSelectedItem());
        start(() -> "Models run on " + Devices.keep(wish).describe());
    }

    private void startAndRefresh(Job job) {
        start(
                () -> {
                    try {
                        return job.run();
                    } finally {
                        showAll();
                    }
                });
    }

    private void showAll() throws IOException {
        List<ModelSummary> found = Models.shared().installed();
        List<Leftovers.Leftover> left = ModelStore.leftovers();
        SwingUtilities.invokeLater(() -> show(found, left));
    }

    private void start(Job job) {
        say("...");
        IJ.resetEscape();
        Thread thread = new Thread(() -> say(job.outcome()), TITLE);
        thread.setDaemon(true);
        thread.start();
    }

    private void say(String text) {
        SwingUtilities.invokeLater(
                () -> {
                    status.setText(text);
                    status.setToolTipText(text);
                });
    }
}
