// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import ij.ImagePlus;
import java.util.function.Supplier;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.ImageToImageCommand;
import sc.fiji.diffusion.command.InpaintSelectionCommand;
import sc.fiji.diffusion.command.TextToImageCommand;
import sc.fiji.diffusion.command.edit.ExtendCanvasCommand;
import sc.fiji.diffusion.command.edit.RemoveSelectionCommand;

/** What the panel can do, each by one of the commands. */
enum PanelTask {
    /** A new image from the prompt. */
    FROM_TEXT("From Text", Needs.NOTHING, TextToImageCommand::new),
    /** The image, changed after the prompt. */
    CHANGE("Change", Needs.IMAGE, ImageToImageCommand::new),
    /** The selection, painted anew. */
    REPAINT("Repaint", Needs.SELECTION, InpaintSelectionCommand::new),
    /** The selection, filled from its surroundings. */
    REMOVE("Remove", Needs.SELECTION, RemoveSelectionCommand::new),
    /** The image with more around it. */
    EXTEND("Extend", Needs.IMAGE, ExtendCanvasCommand::new);

    /** What has to be there before it can be done. */
    private enum Needs {
        NOTHING,
        IMAGE,
        SELECTION
    }

    private final String label;
    private final Needs needs;
    private final Supplier<DiffusionCommand> command;

    PanelTask(String label, Needs needs, Supplier<DiffusionCommand> command) {
        this.label = label;
        this.needs = needs;
        this.command = command;
    }

    /** For users. */
    String label() {
        return label;
    }

    /** A new instance of its command. */
    DiffusionCommand command() {
        return command.get();
    }

    /** Whether it begins with an image. */
    boolean needsImage() {
        return needs != Needs.NOTHING;
    }

    /** Whether the result belongs into the image itself. */
    boolean isRepair() {
        return needs == Needs.SELECTION;
    }

    /**
     * Why it cannot begin; empty if it can.
     *
     * @param image the active one, or null
     * @param chooses whether selections come from elsewhere than the image: a mask or a list
     */
    String obstacle(ImagePlus image, boolean chooses) {
        if (needs == Needs.NOTHING) return "";
        if (image == null) return "Open an image first";
        boolean selected = image.getRoi() != null && image.getRoi().isArea();
        if (needs == Needs.SELECTION && !selected && !chooses) return "Draw a selection first";
        return "";
    }
}
