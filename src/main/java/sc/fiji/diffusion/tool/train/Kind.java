// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.image.Choice;

/** What is trained. */
public enum Kind {
    /** A denoiser of pixels without text, for small images. */
    PIXELS("pixels", 64),
    /** A denoiser of latents without text. */
    LATENTS("latents", 128),
    /** A denoiser of latents with its text encoder, from images with captions. */
    TEXT("text to image", 128),
    /** An autoencoder, for models of latents. */
    AUTOENCODER("autoencoder", 64);

    private final String label;
    private final int side;

    Kind(String label, int side) {
        this.label = label;
        this.side = side;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Kind::label).toList();
    }

    /**
     * The kind of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static Kind named(String name) {
        return Choice.named("kind", name, values(), Kind::label);
    }

    /** The name that users see. */
    public String label() {
        return label;
    }

    /** Pixels a side that such models are trained at if nothing else is asked for. */
    int usualSide() {
        return side;
    }
}
