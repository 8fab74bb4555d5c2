// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.pipeline.Progress;

/**
 * One image to be made: a task with all its keys, on the image with the selection, slice and
 * display range that it had when this was made.
 */
final class Run {

    private final PanelTask task;
    private final ImagePlus image;
    private final Object press;
    private final DiffusionCommand command;
    private final CommandFields fields;
    private volatile String state = "waiting";
    private int steps;
    private long firstStep;
    private double secondsPerStep;

    /** A run that no other belongs to, see {@link #Run(PanelTask, ImagePlus, Map, Object)}. */
    Run(PanelTask task, ImagePlus image, Map<String, String> keys) {
        this(task, image, keys, new Object());
    }

    /**
     * @param image the one to begin with, or null
     * @param keys all keys of the task's command
     * @param press the same for all that were asked for at once
     */
    Run(PanelTask task, ImagePlus image, Map<String, String> keys, Object press) {
        this.task = task;
        this.image = task.needsImage() ? image : null;
        this.press = press;
        command = task.command();
        fields = new CommandFields(command);
        keys.forEach(fields::set);
        fields.setImage(this.image == null ? null : view(image));
    }

    /** The same pixels under another set of everything that its user may change meanwhile. */
    private static ImagePlus view(ImagePlus image) {
        ImagePlus view = ImageCopy.of(image, image.getTitle(), planes(image));
        if (image.getRoi() != null) view.setRoi((Roi) image.getRoi().clone());
        return view;
    }

    /** The same arrays in a stack of their own: ImageJ empties that of an image that is closed. */
    private static ImageStack planes(ImagePlus image) {
        ImageStack stack = image.getStack();
        if (stack.isVirtual()) return stack;
        ImageStack planes = new ImageStack(image.getWidth(), image.getHeight());
        for (int i = 1; i <= stack.size(); i++) {
            String label = stack.size() > 1 ? stack.getSliceLabel(i) : null;
            planes.addSlice(label, stack.getPixels(i));
        }
        return planes;
    }

    /**
     * Makes it, on the calling thread.
     *
     * @throws java.util.concurrent.CancellationException if the progress stops it
     */
    Version make(Progress progress) throws IOException {
        command.showBy(result -> {}); // the panel shows it
        List<ImagePlus> results = command.perform(progress);
        return Version.of(this, results.get(0));
    }

    /** Lets go of the pixels that it began with. */
    void end() {
        fields.setImage(null);
    }

    /** Whether both were asked for at once. */
    boolean belongsTo(Run other) {
        return press == other.press;
    }

    /** Why it could not be made, for the user. */
    String reason(Throwable error) {
        return command.reason(error);
    }

    PanelTask task() {
        return task;
    }

    /** The image to begin with; null if there is none. */
    ImagePlus image() {
        return image;
    }

    /** The command's keys with their values, of which those of an earlier run are complete. */
    Map<String, String> keys() {
        return fields.texts();
    }

    /** The command's label in the menu. */
    String commandLabel() {
        return command.label();
    }

    /** Hears of each step that it does; those after the first tell how long one takes. */
    void stepDone(int step, int of) {
        state = "step " + step + " of " + of;
        steps = of;
        if (step == 1) firstStep = System.nanoTime();
        else secondsPerStep = (System.nanoTime() - firstStep) / 1e9 / (step - 1);
    }

    /** How long all of its steps take; 0 if that is not known. */
    double seconds() {
        return secondsPerStep * steps;
    }

    @Override
    public String toString() {
        String what = image == null ? fields.get("prompt") : image.getTitle();
        return task.label() + ", seed " + fields.get("seed") + ", " + what + ": " + state;
    }
}
