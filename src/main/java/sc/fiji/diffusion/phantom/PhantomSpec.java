// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a phantom shows and how it was taken.
 *
 * <pre>{@code
 * PhantomSpec spec = PhantomSpec.random(random);
 * String caption = spec.caption(random);
 * Phantom phantom = Phantoms.draw(spec, 128, 128, seed);
 * }</pre>
 *
 * @param structure what is in the picture
 * @param second what else is in it, of the same density and size
 * @param density how much of it
 * @param size how large each object is
 * @param contrast foreground against background
 * @param blur focus
 * @param noise noise of the camera
 * @param illumination how evenly the field is lit
 */
public record PhantomSpec(
        Structure structure,
        Optional<Structure> second,
        Density density,
        Size size,
        Contrast contrast,
        Blur blur,
        Noise noise,
        Illumination illumination) {

    private static final double MIXED = 0.15;
    private static final double UNEVEN = 0.25;

    /**
     * Checks that everything is there and that the structures can be mixed.
     *
     * @throws NullPointerException naming the part that is missing
     * @throws IllegalArgumentException if the two structures cannot be seen in one picture
     */
    public PhantomSpec {
        Objects.requireNonNull(structure, "structure");
        Objects.requireNonNull(density, "density");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(contrast, "contrast");
        Objects.requireNonNull(blur, "blur");
        Objects.requireNonNull(noise, "noise");
        Objects.requireNonNull(illumination, "illumination");
        Objects.requireNonNull(second, "second");
        if (second.isPresent() && !structure.mixesWith(second.get())) {
            throw new IllegalArgumentException(
                    "cannot mix "
                            + structure
                            + " with "
                            + second.get()
                            + "; choose two different structures that are fluorescent");
        }
    }

    /** One structure in an evenly lit field. */
    public PhantomSpec(
            Structure structure,
            Density density,
            Size size,
            Contrast contrast,
            Blur blur,
            Noise noise) {
        this(structure, Optional.empty(), density, size, contrast, blur, noise, Illumination.EVEN);
    }

    /**
     * A spec with every attribute drawn uniformly and independently, except that one field in four
     * is unevenly lit, and that one picture in seven whose structure can be mixed holds a second.
     */
    public static PhantomSpec random(RandomGenerator random) {
        Structure structure = any(Structure.values(), random);
        Optional<Structure> second =
                Optional.of(any(Structure.values(), random))
                        .filter(structure::mixesWith)
                        .filter(other -> random.nextDouble() < MIXED);
        return new PhantomSpec(
                structure,
                second,
                any(Density.values(), random),
                any(Size.values(), random),
                any(Contrast.values(), random),
                any(Blur.values(), random),
                any(Noise.values(), random),
                random.nextDouble() < UNEVEN ? Illumination.UNEVEN : Illumination.EVEN);
    }

    /** A structure in sharp focus, of medium density and size, high contrast, low noise. */
    public static PhantomSpec of(Structure structure) {
        return new PhantomSpec(
                structure, Density.MEDIUM, Size.MEDIUM, Contrast.HIGH, Blur.SHARP, Noise.LOW);
    }

    /** Every combination, structures outermost. */
    public static List<PhantomSpec> all() {
        List<PhantomSpec> specs = new ArrayList<>();
        for (Structure structure : Structure.values())
            for (Density density : Density.values())
                for (Size size : Size.values())
                    for (Contrast contrast : Contrast.values())
                        for (Blur blur : Blur.values())
                            for (Noise noise : Noise.values())
                                specs.add(
                                        new PhantomSpec(
                                                structure, density, size, contrast, blur, noise));
        return List.copyOf(specs);
    }

    /** The same with another structure, alone. */
    public PhantomSpec with(Structure other) {
        return new PhantomSpec(
                other, Optional.empty(), density, size, contrast, blur, noise, illumination);
    }

    /** The same with another density. */
    public PhantomSpec with(Density other) {
        return new PhantomSpec(structure, second, other, size, contrast, blur, noise, illumination);
    }

    /** The same with another size. */
    public PhantomSpec with(Size other) {
        return new PhantomSpec(
                structure, second, density, other, contrast, blur, noise, illumination);
    }

    /** The same with another contrast. */
    public PhantomSpec with(Contrast other) {
        return new PhantomSpec(structure, second, density, size, other, blur, noise, illumination);
    }

    /** The same with another focus. */
    public PhantomSpec with(Blur other) {
        return new PhantomSpec(
                structure, second, density, size, contrast, other, noise, illumination);
    }

    /** The same with another noise. */
    public PhantomSpec with(Noise other) {
        return new PhantomSpec(
                structure, second, density, size, contrast, blur, other, illumination);
    }

    /** The same under other light. */
    public PhantomSpec with(Illumination other) {
        return new PhantomSpec(structure, second, density, size, contrast, blur, noise, other);
    }

    /** The same with a second structure. */
    public PhantomSpec mixedWith(Structure other) {
        return new PhantomSpec(
                structure, Optional.of(other), density, size, contrast, blur, noise, illumination);
    }

    /** The same without a second structure. */
    public PhantomSpec alone() {
        return with(structure);
    }

    /** The structure first, then the other attributes, in the order of the components. */
    public List<Attribute> attributes() {
        return List.of(structure, density, size, contrast, blur, noise, illumination);
    }

    /**
     * The full caption in the usual words, such as "fluorescent nuclei, dense, large, high
     * contrast, sharp focus, low noise".
     */
    public String caption() {
        return Captions.full(this);
    }

    /**
     * A caption as somebody might type it: synonyms, some attributes left out, in another order,
     * such as "crowded big nuclei, noisy". The structure is always named.
     */
    public String caption(RandomGenerator random) {
        return Captions.vary(this, random);
    }

    private static <T> T any(T[] values, RandomGenerator random) {
        return values[random.nextInt(values.length)];
    }
}
