// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.scijava.Cancelable;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.record.Records;

/**
 * What all commands do around their task: show progress, stop at Escape, show the results, and say
 * why there are none.
 */
public abstract class DiffusionCommand implements Command, Cancelable {

    /** The menu that all commands are in. */
    public static final String MENU = "Diffusion";

    /**
     * Marks a command that Fiji's layer for ImageJ leaves out of its menus, so that there, too, the
     * entry in {@code plugins.config} runs it, with the values of macros read as in ImageJ.
     */
    public static final String NO_LEGACY = "no-legacy";

    private final List<ImagePlus> shown = new ArrayList<>();

    private Consumer<ImagePlus> display = DiffusionCommand::open;

    private boolean successful;
    private boolean canceled;

    /** Does the task, and hands its images to {@link #show}. */
    protected abstract void execute(Progress progress) throws IOException;

    /**
     * Hears of the keys that a macro or script names, whose values are set, before the command
     * runs. What the others are by default may depend on that.
     */
    public void named(Set<String> keys) {}

    /** What is loaded first, for the status bar; empty if nothing is. */
    protected String preparing() {
        return "";
    }

    /** Shows a result, whose record gets all keys of this command. */
    protected final void show(ImagePlus result) {
        try {
            Records.complete(result, title(), new CommandFields(this).texts());
        } finally { // whatever the record is worth, the result is there
            display.accept(result);
            shown.add(result);
        }
    }

    /** Hands the results to something else than windows of their own. */
    public final void showBy(Consumer<ImagePlus> otherDisplay) {
        display = otherDisplay;
    }

    /** Counts images among the results that another command has shown for this one. */
    protected final void addShown(List<ImagePlus> results) {
        shown.addAll(results);
    }

    /** In batch mode ImageJ would list an image twice that is open already. */
    private static void open(ImagePlus image) {
        if (WindowManager.getImage(image.getID()) == image) image.updateAndDraw();
        else image.show();
    }

    /**
     * Runs as a module of SciJava, in a thread for many, which must not keep the result as its
     * current image: what runs there next would take that for the active one.
     */
    @Override
    public final void run() {
        ImagePlus before = WindowManager.getTempCurrentImage();
        try {
            runHere();
        } finally {
            WindowManager.setTempCurrentImage(before);
        }
    }

    /** Runs in the thread of a macro, whose current image the result becomes, or of the menu. */
    public final void runHere() {
        successful = false;
        canceled = true;
        RunDisplay display = new RunDisplay(title());
        try {
            display.begin(preparing());
            display.end(perform(display));
            successful = true;
            canceled = false;
        } catch (IOException | RuntimeException | Error e) {
            display.close();
            Refusal.because(e, title(), new CommandFields(this).image());
        }
    }

    /** Why a run of this command gave no result, for the user. */
    public final String reason(Throwable error) {
        return Refusal.message(error, new CommandFields(this).image());
    }

    /**
     * Does the task without saying anything about it, and throws what stops it.
     *
     * @return the images that it has shown
     */
    public final List<ImagePlus> perform(Progress progress) throws IOException {
        shown.clear();
        checkImage();
        ImagePlus image = new CommandFields(this).image();
        if (image != null) image.setIgnoreFlush(true); // its user may close it meanwhile
        try {
            execute(progress);
        } finally {
            if (image != null) image.setIgnoreFlush(false);
        }
        return shown();
    }

    /** The images that the last run has shown. */
    public final List<ImagePlus> shown() {
        return List.copyOf(shown);
    }

    /** Whether the last run did its task. */
    public final boolean wasSuccessful() {
        return successful;
    }

    /** Whether the last run was stopped or refused, so that SciJava does not record it. */
    @Override
    public final boolean isCanceled() {
        return canceled;
    }

    @Override
    public final void cancel(String reason) {
        canceled = true;
    }

    /** None, since the user has been told already. */
    @Override
    public final String getCancelReason() {
        return null;
    }

    /** The label in the menu, such as {@code Text to Image...}. */
    public final String label() {
        Menu[] path = getClass().getAnnotation(Plugin.class).menu();
        return path[path.length - 1].label();
    }

    /** The label without its dots. */
    public final String title() {
        return label().replace("...", "");
    }

    /** One line on what the values mean together, for the dialog; empty if there is none. */
    public String note() {
        return "";
    }

    /**
     * Whether the command, run from the menu, opens a window of its own rather than the dialog of
     * its parameters, which then are for macros only.
     */
    public boolean hasOwnWindow() {
        return false;
    }

    /** Whether the command has a task when no image is open. */
    public boolean worksWithoutImage() {
        return !new CommandFields(this).takesImage();
    }

    /**
     * Checks that there is an image if the command needs one.
     *
     * @throws IllegalArgumentException if there is none
     */
    public final void checkImage() {
        if (!worksWithoutImage()) require(new CommandFields(this).image());
    }

    /** The image, if there is one. */
    protected final ImagePlus require(ImagePlus image) {
        if (!isOpen(image)) {
            throw new IllegalArgumentException(
                    "there is no image open; " + title() + " needs one: open it and try again");
        }
        return image;
    }

    /** Whether there is an image; SciJava may stand in one without pixels for none. */
    protected static boolean isOpen(ImagePlus image) {
        return image != null && image.getWidth() > 0;
    }

    /** A text that a macro may have left out. */
    protected static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** Whether ImageJ has a window, rather than running macros without one. */
    public static boolean hasWindow() {
        return IJ.getInstance() != null && !GraphicsEnvironment.isHeadless();
    }
}
