// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.phantom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.phantom.Blur;
import sc.fiji.diffusion.phantom.Contrast;
import sc.fiji.diffusion.phantom.Density;
import sc.fiji.diffusion.phantom.Illumination;
import sc.fiji.diffusion.phantom.Noise;
import sc.fiji.diffusion.phantom.PhantomSpec;
import sc.fiji.diffusion.phantom.Size;
import sc.fiji.diffusion.phantom.Structure;

/**
 * What phantoms shall show, as users choose it: the name of a value for each attribute, or {@value
 * #ANY}, which chooses at random for each picture.
 *
 * @param values the chosen names by key: structure, second, density, size, contrast, blur, noise,
 *     illumination; a key that is missing means {@value #ANY}, and no second structure
 */
public record PhantomChoice(Map<String, String> values) {

    /** Stands for a random value. */
    public static final String ANY = "any";

    /** Stands for no second structure. */
    public static final String NONE = "none";

    private static final String SECOND = "second";

    private static final Map<String, Enum<?>[]> ATTRIBUTES =
            Map.of(
                    "structure",
                    Structure.values(),
                    SECOND,
                    Structure.values(),
                    "density",
                    Density.values(),
                    "size",
                    Size.values(),
                    "contrast",
                    Contrast.values(),
                    "blur",
                    Blur.values(),
                    "noise",
                    Noise.values(),
                    "illumination",
                    Illumination.values());

    /**
     * Checks every name.
     *
     * @throws IllegalArgumentException if one is unknown, listing the names, or if the structures
     *     cannot be mixed
     */
    public PhantomChoice {
        values = Map.copyOf(values);
        for (String key : values.keySet()) {
            if (!ATTRIBUTES.containsKey(key)) {
                throw new IllegalArgumentException("phantoms have no attribute \"" + key + "\"");
            }
            Choice.named(key, values.get(key), names(key).toArray(String[]::new), name -> name);
        }
        Optional<Structure> first = chosen(values, "structure", Structure.values());
        Optional<Structure> second = chosen(values, SECOND, Structure.values());
        if (first.isPresent() && second.isPresent())
            PhantomSpec.of(first.get()).mixedWith(second.get());
    }

    /** The attributes that can be chosen. */
    public static Set<String> keys() {
        return ATTRIBUTES.keySet();
    }

    /** The names of the values of an attribute, as users choose them. */
    public static List<String> names(String key) {
        List<String> names = new ArrayList<>(List.of(ANY));
        if (key.equals(SECOND)) names.add(0, NONE);
        Arrays.stream(ATTRIBUTES.get(key)).map(PhantomChoice::name).forEach(names::add);
        return names;
    }

    /** A spec as chosen, the rest at random. */
    public PhantomSpec draw(Random random) {
        Optional<Structure> first = chosen("structure", Structure.values());
        Optional<Structure> second = second(first, random);
        Structure structure = first.orElseGet(() -> any(random, candidates(second)));
        return new PhantomSpec(
                structure,
                second,
                pick("density", Density.values(), random),
                pick("size", Size.values(), random),
                pick("contrast", Contrast.values(), random),
                pick("blur", Blur.values(), random),
                pick("noise", Noise.values(), random),
                pick("illumination", Illumination.values(), random));
    }

    /** The second structure; of those that can be mixed with the first if it is any. */
    private Optional<Structure> second(Optional<Structure> first, Random random) {
        String choice = values.getOrDefault(SECOND, NONE);
        if (choice.equalsIgnoreCase(NONE)) return Optional.empty();
        Optional<Structure> named = chosen(SECOND, Structure.values());
        if (named.isPresent()) return named;
        List<Structure> others = candidates(first);
        others.removeIf(other -> candidates(Optional.of(other)).isEmpty());
        if (others.isEmpty()) {
            throw new IllegalArgumentException(
                    name(first.orElseThrow()) + " cannot be mixed; choose second=none");
        }
        return Optional.of(any(random, others));
    }

    /** The structures that can be in one picture with another; all if there is none. */
    private static List<Structure> candidates(Optional<Structure> other) {
        List<Structure> all = new ArrayList<>(List.of(Structure.values()));
        other.ifPresent(present -> all.removeIf(structure -> !structure.mixesWith(present)));
        return all;
    }

    private <T extends Enum<T>> T pick(String key, T[] all, Random random) {
        return chosen(key, all).orElseGet(() -> any(random, List.of(all)));
    }

    private <T extends Enum<T>> Optional<T> chosen(String key, T[] all) {
        return chosen(values, key, all);
    }

    private static <T extends Enum<T>> Optional<T> chosen(
            Map<String, String> values, String key, T[] all) {
        String name = values.getOrDefault(key, ANY);
        return Arrays.stream(all).filter(value -> name(value).equalsIgnoreCase(name)).findFirst();
    }

    private static <T> T any(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
