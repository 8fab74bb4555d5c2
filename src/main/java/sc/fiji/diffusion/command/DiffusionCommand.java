// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.scijava.command.DynamicCommand;
import org.scijava.module.MutableModuleItem;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.image.Area;
import sc.fiji.diffusion.image.Fill;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.model.ModelLibrary;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.pipeline.Request;
import sc.fiji.diffusion.sampler.Samplers;
import sc.fiji.diffusion.tool.AddNoiseTool;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.VaeTool;

/**
 * What all commands do around their task: show progress, stop at Escape, show the result, and say
 * why there is none.
 */
public abstract class DiffusionCommand extends DynamicCommand {

    /** The menu that all commands are in. */
    public static final String MENU = "Diffusion";

    @Parameter(
            label = "Model",
            description = "A model in the models folder; in macros also the path of a model.",
            persist = false)
    private String model = ModelLibrary.DEFAULT;

    private boolean successful;

    /** Does the task. */
    protected abstract ImagePlus make(Progress progress) throws IOException;

    @Override
    public final void run() {
        successful = false;
        RunDisplay display = new RunDisplay(title());
        try {
            display.begin(model);
            ImagePlus result = make(display);
            result.show();
            display.end(result);
            successful = true;
        } catch (CancellationException e) {
            display.close();
            Refusal.cancelled(title());
        } catch (IOException | IllegalArgumentException e) {
            display.close();
            Refusal.show(title(), e.getMessage());
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            display.close();
            Refusal.unexpected(title(), e);
        }
    }

    /** Whether the last run made an image. */
    public final boolean wasSuccessful() {
        return successful;
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

    /** The values that a field offers, or none if it takes any. */
    public final List<String> choices(String key) {
        return switch (key) {
            case "model" -> Models.shared().names();
            case "sampler" -> samplers();
            case "output" -> OutputType.names();
            case "fill" -> Fill.names();
            case "area" -> Area.names();
            case "mode" -> VaeTool.Mode.names();
            case "space" -> AddNoiseTool.Space.names();
            default -> List.of();
        };
    }

    /** One line on what the values mean together, for the dialog; empty if there is none. */
    public String note() {
        return "";
    }

    /** The name or path of the model. */
    protected final String model() {
        return model;
    }

    /** Puts the choices into SciJava's dialog; called by SciJava. */
    protected void offerChoices() {
        for (org.scijava.module.ModuleItem<?> item : getInfo().inputs()) {
            List<String> choices = choices(item.getName());
            if (choices.isEmpty()) continue;
            MutableModuleItem<String> offered =
                    getInfo().getMutableInput(item.getName(), String.class);
            offered.setChoices(choices);
        }
    }

    /** The image, if there is one. */
    protected final ImagePlus require(ImagePlus image) {
        if (image == null) {
            throw new IllegalArgumentException(
                    title() + " needs an open image; open one and try again");
        }
        return image;
    }

    /** A text that a macro may have left out. */
    protected static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static List<String> samplers() {
        List<String> names = new ArrayList<>(List.of(Request.MODEL_DEFAULT));
        names.addAll(Samplers.names());
        return names;
    }

    /** Tells a running command from one that a window waits for. */
    static boolean hasWindow() {
        return IJ.getInstance() != null && !java.awt.GraphicsEnvironment.isHeadless();
    }
}
