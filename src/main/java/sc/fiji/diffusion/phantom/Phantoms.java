// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/**
 * Draws phantoms: a {@link Painter} puts the objects into a {@link Scene}, {@link Optics} blurs and
 * lights it, {@link Camera} adds noise.
 */
public final class Phantoms {

    private static final int LARGEST = 1 << 14;

    private Phantoms() {}

    /**
     * Draws one phantom. The same arguments give the same bits on every machine. Objects have the
     * same scale in pixels whatever the size of the field; a larger field holds more of them.
     *
     * @param spec what to draw
     * @param width pixels per row, 1 to 16384
     * @param height rows, 1 to 16384
     * @param seed chooses one of the pictures that fit the spec
     * @throws IllegalArgumentException if the width or height is out of range
     */
    public static Phantom draw(PhantomSpec spec, int width, int height, long seed) {
        check("width", width);
        check("height", height);
        Dice dice = new Dice(seed);
        Scene scene = new Scene(spec, width, height, dice);
        spec.structure().painter().paint(scene);
        spec.second().ifPresent(other -> scene.add(other.painter()));
        float[] clean = Optics.image(scene);
        float[] pixels = Camera.expose(clean, spec, dice);
        return new Phantom(spec, seed, width, height, pixels, clean, scene.consecutiveLabels());
    }

    private static void check(String name, int value) {
        if (value < 1 || value > LARGEST) {
            throw new IllegalArgumentException(
                    name + " must be 1 to " + LARGEST + " pixels, was " + value);
        }
    }
}
