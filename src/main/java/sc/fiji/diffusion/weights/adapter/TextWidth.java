// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights.adapter;

import java.util.Optional;
import sc.fiji.diffusion.weights.TensorSource;
import sc.fiji.diffusion.weights.WeightsException;

/** The width of the texts that a denoising network looks at, which tells families apart. */
final class TextWidth {

    private TextWidth() {}

    static int ofNetwork(TensorSource unet) throws WeightsException {
        for (String name : unet.names()) {
            int[] shape = unet.shape(name);
            if (name.endsWith("attn2.to_k.weight") && shape.length == 2) return shape[1];
        }
        return 0;
    }

    static Optional<String> family(int width) {
        return switch (width) {
            case 0 -> Optional.empty();
            case 768 -> Optional.of("Stable Diffusion 1");
            case 1024 -> Optional.of("Stable Diffusion 2");
            case 1280 -> Optional.of("the refiner of Stable Diffusion XL");
            case 2048 -> Optional.of("Stable Diffusion XL");
            default -> Optional.of("a model with texts of width " + width);
        };
    }
}
