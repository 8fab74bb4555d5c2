// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import ij.IJ;
import ij.Prefs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.engine.Compute;
import sc.fiji.diffusion.engine.Precision;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.engine.Wish;

/**
 * What the user wants models to run on. It is kept in ImageJ's preferences and is no macro key, so
 * that a macro runs on every machine.
 */
public final class Devices {

    private static final String DEVICE = "diffusion.device";
    private static final String PRECISION = "diffusion.precision";

    private Devices() {}

    /** The wish that is kept; anything, if there is none or it makes no sense. */
    public static Wish wish() {
        try {
            return new Wish(
                    Prefs.get(DEVICE, Wish.AUTOMATIC), Prefs.get(PRECISION, Wish.AUTOMATIC));
        } catch (IllegalArgumentException e) {
            return Wish.ANYTHING; // the preferences file was edited by hand
        }
    }

    /** Keeps a wish, for the models that are loaded from now on. */
    public static Compute keep(Wish wish) {
        Prefs.set(DEVICE, wish.device());
        Prefs.set(PRECISION, wish.precision());
        Models.shared().close();
        return apply();
    }

    /**
     * Starts the engine if it does not run yet, and lets it follow the wish, which was perhaps kept
     * in an earlier session. What loads networks other than through {@link Models} does this first.
     */
    public static Compute apply() {
        String imageJ = IJ.getDirectory("imagej");
        if (imageJ != null) TorchEngine.unpackAlsoIn(Path.of(imageJ));
        return TorchEngine.get().prefer(wish());
    }

    /** One line on what models run on that are loaded from now on. */
    public static String describe() {
        return apply().describe();
    }

    /** The devices to choose from on this machine. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of(Wish.AUTOMATIC, Wish.CPU));
        apply();
        int gpus = TorchEngine.get().machine().gpus().size();
        for (int k = 0; k < gpus; k++) names.add("GPU " + k);
        return names;
    }

    /** The number formats to choose from. */
    public static List<String> precisions() {
        List<String> names = new ArrayList<>(List.of(Wish.AUTOMATIC));
        names.addAll(Precision.names());
        return names;
    }
}
