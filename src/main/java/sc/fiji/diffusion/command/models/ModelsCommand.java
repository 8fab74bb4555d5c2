// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.models;

import ij.IJ;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.install.Download;
import sc.fiji.diffusion.install.Leftovers;
import sc.fiji.diffusion.model.ModelLibrary;
import sc.fiji.diffusion.model.ModelSummary;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.ModelAction;
import sc.fiji.diffusion.tool.ModelStore;
import sc.fiji.diffusion.tool.Models;

/** Looks after the models that are installed, see {@link ModelStore}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Models...", weight = 50)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class ModelsCommand extends DiffusionCommand {

    @Parameter(
            label = "Action",
            description = "What to do; the window has all of it, and the choice of the device.",
            choices = {
                "window",
                "list",
                "check",
                "install",
                "download",
                "remove leftovers",
                "release",
                "install GPU libraries"
            },
            persist = false)
    private String action = ModelAction.WINDOW.label();

    @Parameter(
            label = "Model",
            description = "The model to check.",
            required = false,
            persist = false)
    private String model = ModelLibrary.DEFAULT;

    @Parameter(
            label = "Source",
            description =
                    "What to install: a folder, a .safetensors file, a zip; or the address to"
                            + " download.",
            required = false,
            persist = false)
    private String source = "";

    @Parameter(
            label = "Name (empty: its own)",
            description = "The name that the new model gets.",
            required = false,
            persist = false)
    private String name = "";

    @Parameter(
            label = "Hash (SHA-256, empty: unknown)",
            description = "The SHA-256 that a download must have, as published beside it.",
            required = false,
            persist = false)
    private String hash = "";

    @Parameter(
            label = "Agree to a download",
            description =
                    "yes: its address, size and licence are known and agreed to. Nothing is"
                            + " downloaded otherwise.",
            choices = {"no", "yes"},
            persist = false)
    private String agree = "no";

    @Override
    public boolean hasOwnWindow() {
        return true;
    }

    @Override
    protected void execute(Progress progress) throws IOException {
        switch (ModelAction.named(action)) {
            case WINDOW -> {
                if (hasWindow()) ModelsWindow.open();
                else list();
            }
            case LIST -> list();
            case CHECK -> IJ.log(ModelStore.check(orEmpty(model)));
            case INSTALL -> {
                Path path = Path.of(required(source, "source"));
                IJ.log("installed " + ModelStore.install(path, orEmpty(name), Work::report));
            }
            case DOWNLOAD -> {
                Download.Offer offer = agreed(required(source, "source"));
                Path installed =
                        ModelStore.download(offer, orEmpty(name), orEmpty(hash), Work::report);
                IJ.log("installed " + installed);
            }
            case REMOVE_LEFTOVERS -> IJ.log(ModelStore.removeLeftovers());
            case RELEASE -> Models.shared().close();
            case INSTALL_GPU -> installGpuLibraries();
        }
    }

    private static void list() throws IOException {
        IJ.log("models in " + ModelStore.folder() + " and the other models folders:");
        for (ModelSummary summary : Models.shared().installed()) {
            IJ.log(ModelStore.describe(summary));
        }
        List<Leftovers.Leftover> leftovers = ModelStore.leftovers();
        if (leftovers.isEmpty()) return;
        IJ.log("left over, which action=[remove leftovers] takes away:");
        for (Leftovers.Leftover leftover : leftovers) IJ.log(ModelStore.describe(leftover));
    }

    private void installGpuLibraries() throws IOException {
        String from = orEmpty(source);
        if (from.isBlank()) {
            from =
                    ModelStore.gpuLibraries()
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "there is no PyTorch for GPUs for this"
                                                            + " system"));
        }
        Path folder =
                ModelStore.installGpuLibraries(from, this::agreed, orEmpty(hash), Work::report);
        IJ.log("installed " + folder + "; restart ImageJ to use it");
    }

    private Download.Offer agreed(String address) throws IOException {
        Download.Offer offer = ModelStore.offer(address);
        if (!Choice.isYes("agree", agree)) {
            throw new IllegalArgumentException(
                    "not agreed: this would "
                            + ModelStore.terms(offer)
                            + "; add agree=yes if you want that");
        }
        return offer;
    }

    private static String required(String value, String key) {
        if (orEmpty(value).isBlank()) {
            throw new IllegalArgumentException(
                    key + " is empty; name the folder, file or address of the model");
        }
        return value.strip();
    }
}
