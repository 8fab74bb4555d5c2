// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import sc.fiji.diffusion.nn.ClassifierConfig;
import sc.fiji.diffusion.phantom.Attribute;
import sc.fiji.diffusion.phantom.Blur;
import sc.fiji.diffusion.phantom.Contrast;
import sc.fiji.diffusion.phantom.Density;
import sc.fiji.diffusion.phantom.Noise;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.phantom.Size;
import sc.fiji.diffusion.phantom.Structure;

/** An attribute that a caption names and that the classifier reads off the picture. */
public enum NamedAttribute {
    /** What is in the picture. */
    STRUCTURE(PhantomSpec::structure, Structure.values()),
    /** How much of it. */
    DENSITY(PhantomSpec::density, Density.values()),
    /** How large each object is. */
    SIZE(PhantomSpec::size, Size.values()),
    /** Foreground against background. */
    CONTRAST(PhantomSpec::contrast, Contrast.values()),
    /** Focus. */
    BLUR(PhantomSpec::blur, Blur.values()),
    /** Noise of the camera. */
    NOISE(PhantomSpec::noise, Noise.values());

    private final Function<PhantomSpec, Attribute> part;
    private final List<Attribute> values;

    NamedAttribute(Function<PhantomSpec, Attribute> part, Attribute... values) {
        this.part = part;
        this.values = List.of(values);
    }

    /** The values in the order in which the classifier gives them. */
    public List<Attribute> choices() {
        return values;
    }

    /** The index of what a spec says among the values. */
    public int of(PhantomSpec spec) {
        return values.indexOf(part.apply(spec));
    }

    /** The name in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The classifier of all of them. */
    public static ClassifierConfig classifier() {
        return ClassifierConfig.of(
                Arrays.stream(values()).map(attribute -> attribute.values.size()).toList());
    }
}
