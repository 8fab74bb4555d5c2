// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.single;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.WeightsException;

/**
 * How a checkpoint was trained, as far as it says: by marker tensors ({@code v_pred}, {@code
 * ztsnr}), by metadata (the modelspec of Stability AI, the settings of kohya's scripts), or by the
 * number of training steps, as for the first files of Stable Diffusion 2.
 *
 * @param velocity whether the network predicts v instead of the noise
 * @param zeroTerminalSnr whether the last timestep has no signal (Lin et al. 2024)
 * @param imageSize pixels a side
 */
record Training(boolean velocity, boolean zeroTerminalSnr, int imageSize) {

    /** After so many steps Stable Diffusion 2 was released with 512 pixels and epsilon. */
    private static final float STEPS_OF_SD2_BASE = 875000;

    private static final String STEPS = "global_step";
    private static final Pattern RESOLUTION = Pattern.compile("(\\d{2,4})x\\d{2,4}");

    static Training of(SafetensorsFile file, Family family, boolean inpainting)
            throws WeightsException {
        boolean velocity = velocity(file).orElse(family == Family.SD2 && !inpainting);
        Map<String, String> metadata = file.metadata();
        boolean zeroSnr =
                file.names().contains("ztsnr")
                        || "true".equalsIgnoreCase(metadata.get("ss_zero_terminal_snr"));
        Matcher size = RESOLUTION.matcher(metadata.getOrDefault("modelspec.resolution", ""));
        int pixels = size.matches() ? Integer.parseInt(size.group(1)) : usual(family, velocity);
        return new Training(velocity, zeroSnr, pixels);
    }

    private static int usual(Family family, boolean velocity) {
        if (family == Family.SDXL) return 1024;
        return family == Family.SD2 && velocity ? 768 : 512;
    }

    private static Optional<Boolean> velocity(SafetensorsFile file) throws WeightsException {
        if (file.names().contains("v_pred")) return Optional.of(true);
        String stated = file.metadata().get("modelspec.prediction_type");
        if (stated != null) return Optional.of(stated.regionMatches(true, 0, "v", 0, 1));
        String parameterization = file.metadata().get("ss_v_parameterization");
        if (parameterization != null) {
            return Optional.of(parameterization.equalsIgnoreCase("true"));
        }
        if (!file.names().contains(STEPS) || file.shape(STEPS).length > 0) return Optional.empty();
        boolean base = file.read(STEPS).data()[0] == STEPS_OF_SD2_BASE;
        return base ? Optional.of(false) : Optional.empty();
    }
}
