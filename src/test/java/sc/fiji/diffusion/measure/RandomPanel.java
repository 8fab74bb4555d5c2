// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.measure;

import ij.CompositeImage;
import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.Undo;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import java.awt.Component;
import java.awt.Container;
import java.awt.Frame;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.awt.event.WindowEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPopupMenu;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

/**
 * Does random things to the panel and the images beside it, in a window of ImageJ, for some
 * minutes: draws, types, makes, stops, applies, undoes, changes tasks, slices and colours, closes
 * and opens images and the panel. Ends with an error if anything is thrown or logged, if the event
 * thread stands still, or if a pixel outside all selections has changed; prints the heap as CSV.
 *
 * <pre>
 * mvn -q test-compile exec:exec -Dexec.args="-Xmx1g -Ddiffusion.models=FOLDER \
 *     -Dplugins.dir=IMAGEJ -cp %classpath sc.fiji.diffusion.measure.RandomPanel MODEL MINUTES SEED"
 * </pre>
 *
 * <p>FOLDER holds MODEL, a small one, and the folder plugins in IMAGEJ the plugin's jar. Needs a
 * display.
 */
public final class RandomPanel {

    private static final int SIDE = 64;
    private static final int PAUSE_MILLISECONDS = 60;
    private static final int PATIENCE_SECONDS = 60;
    private static final int EVERY = 200;
    private static final List<String> TYPES = List.of("8-bit", "16-bit", "32-bit", "RGB Color");

    /** What an image was when it was opened, and where it was selected since. */
    private record Watched(ImagePlus original, boolean[] selected) {}

    private final Map<ImagePlus, Watched> watched = new HashMap<>();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Random random;
    private final String model;
    private int opened;

    private RandomPanel(String model, long seed) {
        this.model = model;
        random = new Random(seed);
    }

    /** Arguments: the model's name, minutes, seed. */
    public static void main(String... args) throws Exception {
        RandomPanel monkey = new RandomPanel(args[0], Long.parseLong(args[2]));
        System.setErr(new PrintStream(monkey.errors, true, StandardCharsets.UTF_8));
        new ImageJ();
        IJ.doCommand("Panel...");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.round(60 * number(args[1])));
        System.out.println("actions,versions,heap_mib");
        for (int k = 0; System.nanoTime() < end; k++) monkey.turn(k);
        System.out.println("no fault");
        System.exit(0);
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }

    private void turn(int k) throws Exception {
        int action = random.nextInt(20);
        CompletableFuture<Void> done = new CompletableFuture<>();
        SwingUtilities.invokeLater(
                () -> {
                    try {
                        act(action);
                        watched.forEach(RandomPanel::check);
                        done.complete(null);
                    } catch (RuntimeException | Error e) {
                        done.completeExceptionally(e);
                    }
                });
        try {
            done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            complain();
        } catch (Exception e) {
            System.out.println("action " + k + " (" + action + ") failed: " + e);
            if (e.getCause() != null) e.getCause().printStackTrace(System.out);
            Thread.getAllStackTraces().forEach(RandomPanel::print);
            System.exit(1);
        }
        Thread.sleep(random.nextInt(PAUSE_MILLISECONDS));
        if (k % EVERY == 0) report(k);
    }

    private static void print(Thread thread, StackTraceElement... frames) {
        System.out.println(thread);
        Stream.of(frames).limit(12).forEach(frame -> System.out.println("    " + frame));
    }

    private void complain() {
        String log = String.valueOf(IJ.getLog());
        boolean deadlock = ManagementFactory.getThreadMXBean().findDeadlockedThreads() != null;
        if (errors.size() == 0 && !log.contains("Exception") && !deadlock) return;
        throw new IllegalStateException(errors.toString(StandardCharsets.UTF_8) + log);
    }

    private void report(int k) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        double heap = (runtime.totalMemory() - runtime.freeMemory()) / 1048576.;
        int versions = history() == null ? 0 : history().getModel().getSize();
        System.out.println(String.format(Locale.ROOT, "%d,%d,%.1f", k, versions, heap));
    }

    private void act(int action) {
        ImagePlus image = WindowManager.getCurrentImage();
        switch (action) {
            case 0 -> openImage();
            case 1 -> closeSome();
            case 2, 3, 4 -> select(image);
            case 5 -> {
                if (image != null) image.setSlice(1 + random.nextInt(image.getStackSize()));
            }
            case 6 -> {
                boolean gray = image != null && image.getBitDepth() != 24; // else ImageJ complains
                if (gray) IJ.run(image, pick(List.of("Fire", "Grays")), "");
            }
            case 7 -> set("Steps", "2");
            case 8 -> set("Count", pick(List.of("1", "1", "2", "3", "2", "-1", "7d")));
            case 9 -> set("Seed", pick(List.of("", "", "7", "-5", "999999999999999999", "<html>")));
            case 10 -> prompt();
            case 11, 12 -> press("Make");
            case 13, 14 -> chooseVersion();
            case 15 -> press(pick(List.of("Apply", "Apply", "Open", "Undo")));
            case 16 -> press(pick(List.of("Before", "As Macro", "Methods", "Stop", "Empty")));
            case 17 -> press(pick(List.of("Earlier", "Later", "Remove", "Repaint", "Change")));
            case 18 -> oddity();
            default -> press(pick(List.of("Repaint", "Repaint", "Remove", "From Text", "Extend")));
        }
    }

    private void oddity() {
        switch (random.nextInt(6)) {
            case 0 -> panel().dispatchEvent(new WindowEvent(panel(), WindowEvent.WINDOW_CLOSING));
            case 1 -> IJ.doCommand("Panel...");
            case 2 -> IJ.setKeyDown(KeyEvent.VK_ESCAPE);
            case 3 -> {
                if (WindowManager.getCurrentImage() != null) Undo.undo();
            }
            case 4 -> closeTexts();
            default -> forget();
        }
    }

    private void openImage() {
        if (watched.size() > 3) return;
        ImagePlus image = image(pick(TYPES), 1 + random.nextInt(3));
        image.setTitle(random.nextBoolean() ? "same" : "<html><b>" + opened++);
        watched.put(image, new Watched(image.duplicate(), new boolean[SIDE * SIDE]));
        image.show();
    }

    private ImagePlus image(String type, int planes) {
        ImagePlus image = IJ.createImage("ramp", type + " ramp", SIDE, SIDE, planes);
        boolean gray = image.getBitDepth() != 24;
        if (planes < 3 || !gray || random.nextBoolean()) return image;
        image.setDimensions(planes, 1, 1);
        return new CompositeImage(image, IJ.COMPOSITE);
    }

    /** Closes an image, of those that the panel has opened all. */
    private void closeSome() {
        for (int id : WindowManager.getIDList() == null ? new int[0] : WindowManager.getIDList()) {
            ImagePlus image = WindowManager.getImage(id);
            if (image == null || watched.containsKey(image) && random.nextInt(4) > 0) continue;
            watched.remove(image);
            image.changes = false;
            image.close();
        }
    }

    private void select(ImagePlus image) {
        if (image == null) return;
        int side = 6 + random.nextInt(20);
        Rectangle place =
                new Rectangle(random.nextInt(SIDE - side), random.nextInt(SIDE - side), side, side);
        Roi roi = random.nextBoolean() ? new Roi(place) : new OvalRoi(place.x, place.y, side, side);
        image.setRoi(roi);
        Watched known = watched.get(image);
        if (known == null) return;
        for (int i = 0; i < SIDE * SIDE; i++) {
            known.selected()[i] |= roi.contains(i % SIDE, i / SIDE);
        }
    }

    private static void check(ImagePlus image, Watched known) {
        ImageStack now = image.getStack();
        for (int slice = 1; slice <= known.original().getStackSize(); slice++) {
            ImageProcessor is = now.getProcessor(slice);
            ImageProcessor was = known.original().getStack().getProcessor(slice);
            for (int i = 0; i < SIDE * SIDE; i++) {
                if (known.selected()[i] || is.get(i) == was.get(i)) continue;
                throw new IllegalStateException(image + " has changed at " + i + " of " + slice);
            }
        }
    }

    private void prompt() {
        components(panel(), JTextComponent.class)
                .filter(field -> !(field instanceof JTextField))
                .forEach(field -> field.setText(pick(List.of("a cell", "<html>[\"x\n", ""))));
        components(panel(), JComboBox.class).limit(1).forEach(box -> box.setSelectedItem(model));
    }

    private void set(String label, String value) {
        Stream.concat(
                        components(panel(), JLabel.class)
                                .filter(each -> label.equals(each.getText()))
                                .map(JLabel::getLabelFor),
                        neighbours(label))
                .filter(JTextField.class::isInstance)
                .forEach(field -> ((JTextField) field).setText(value));
    }

    /** Fields that stand in one row with a label that names none. */
    private Stream<Component> neighbours(String label) {
        return components(panel(), JLabel.class)
                .filter(each -> label.equals(each.getText()) && each.getLabelFor() == null)
                .flatMap(each -> Stream.of(each.getParent().getComponents()));
    }

    private void press(String text) {
        components(panel(), AbstractButton.class)
                .filter(button -> text.equals(button.getText()) && button.isEnabled())
                .findFirst()
                .ifPresent(AbstractButton::doClick);
    }

    private void chooseVersion() {
        JList<?> history = history();
        if (history == null || history.getModel().getSize() == 0) return;
        history.setSelectedIndex(random.nextInt(history.getModel().getSize()));
    }

    /** Takes versions out until a few are left. */
    private void forget() {
        JList<?> history = history();
        while (history != null && history.getModel().getSize() > 10) {
            history.setSelectedIndex(10);
            history.getActionMap().get("forget").actionPerformed(null);
        }
    }

    private static void closeTexts() {
        for (Frame frame : WindowManager.getNonImageWindows()) {
            if (frame != panel() && !"Log".equals(frame.getTitle())) {
                frame.dispose();
                WindowManager.removeWindow(frame);
            }
        }
    }

    private JList<?> history() {
        List<JList<?>> lists = new ArrayList<>();
        if (panel() != null) components(panel(), JList.class).forEach(lists::add);
        return lists.stream()
                .filter(list -> list.getActionMap().get("forget") != null)
                .findFirst()
                .orElse(null);
    }

    private static JFrame panel() {
        for (Window window : Window.getWindows()) {
            if (window instanceof JFrame frame && "Diffusion".equals(frame.getTitle()))
                return frame;
        }
        return null;
    }

    private static <T extends Component> Stream<T> components(Container root, Class<T> type) {
        if (root == null || root instanceof JPopupMenu) return Stream.empty();
        return Stream.of(root.getComponents())
                .flatMap(
                        child -> {
                            Stream<T> own =
                                    Stream.of(child).filter(type::isInstance).map(type::cast);
                            return child instanceof Container inner
                                    ? Stream.concat(own, components(inner, type))
                                    : own;
                        });
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
