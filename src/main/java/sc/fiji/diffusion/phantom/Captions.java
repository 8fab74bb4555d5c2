// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The language of the captions: how attributes become words, and which words there are. */
public final class Captions {

    private static final double USUAL_CAPTION = 0.25;
    private static final double USUAL_PHRASE = 0.5;
    private static final double KEEP = 0.6;
    private static final double KEEP_ORDINARY = 0.35;
    private static final double KEEP_EVEN = 0.1;
    private static final double IN_FRONT = 0.35;
    private static final double LEAD_IN = 0.1;
    private static final List<String> LEAD_INS =
            List.of("a microscopy image of ", "a picture of ", "micrograph of ");

    private static final List<String> CONJUNCTIONS = List.of(" and ", " with ");

    private Captions() {}

    /**
     * Every phrase that a caption can hold, without repetition: those of the attributes, then the
     * openings and conjunctions.
     */
    public static List<String> phrases() {
        Stream<Attribute[]> enums =
                Stream.of(
                        Structure.values(),
                        Density.values(),
                        Size.values(),
                        Contrast.values(),
                        Blur.values(),
                        Noise.values(),
                        Illumination.values());
        Stream<String> attributes =
                enums.flatMap(Stream::of).map(Attribute::phrases).flatMap(Collection::stream);
        Stream<String> others =
                Stream.concat(LEAD_INS.stream(), CONJUNCTIONS.stream()).map(String::strip);
        return Stream.concat(attributes, others).distinct().toList();
    }

    /** Every word of the captions in lower case, sorted, and the two marks "," and "-". */
    public static List<String> vocabulary() {
        SortedSet<String> words = new TreeSet<>(List.of(",", "-"));
        for (String phrase : phrases()) {
            Collections.addAll(words, phrase.toLowerCase(Locale.ROOT).split("[ -]+"));
        }
        return List.copyOf(words);
    }

    /**
     * Varied captions of random specs, the material to learn a tokenizer from.
     *
     * @param count how many
     * @param seed the same seed gives the same captions
     */
    public static List<String> corpus(int count, long seed) {
        Random random = new Random(seed);
        return Stream.generate(() -> PhantomSpec.random(random).caption(random))
                .limit(count)
                .toList();
    }

    static String full(PhantomSpec spec) {
        String structures =
                usual(spec.structure())
                        + spec.second().map(other -> " and " + usual(other)).orElse("");
        return spec.attributes().stream()
                .skip(1)
                .filter(attribute -> attribute != Illumination.EVEN)
                .map(Captions::usual)
                .collect(Collectors.joining(", ", structures + ", ", ""));
    }

    private static String usual(Attribute attribute) {
        return attribute.phrases().get(0);
    }

    static String vary(PhantomSpec spec, RandomGenerator random) {
        if (random.nextDouble() < USUAL_CAPTION) return full(spec);
        List<String> after = new ArrayList<>();
        StringBuilder subject = new StringBuilder();
        for (Attribute attribute : shuffled(spec.attributes(), random)) {
            if (attribute instanceof Structure) continue;
            if (random.nextDouble() >= keep(attribute)) continue;
            String phrase = phrase(attribute, random);
            boolean adjective = phrase.indexOf(' ') < 0;
            if (adjective && random.nextDouble() < IN_FRONT) subject.append(phrase).append(' ');
            else after.add(phrase);
        }
        subject.append(structures(spec, random));
        if (random.nextDouble() < LEAD_IN) {
            subject.insert(0, LEAD_INS.get(random.nextInt(LEAD_INS.size())));
        }
        boolean first = random.nextDouble() < 0.75;
        after.add(first ? 0 : random.nextInt(after.size() + 1), subject.toString());
        return String.join(", ", after);
    }

    private static double keep(Attribute attribute) {
        if (attribute == Illumination.EVEN) return KEEP_EVEN;
        return attribute.ordinary() ? KEEP_ORDINARY : KEEP;
    }

    private static String structures(PhantomSpec spec, RandomGenerator random) {
        String first = phrase(spec.structure(), random);
        if (spec.second().isEmpty()) return first;
        String other = phrase(spec.second().get(), random);
        String between = CONJUNCTIONS.get(random.nextInt(CONJUNCTIONS.size()));
        return random.nextBoolean() ? first + between + other : other + between + first;
    }

    private static String phrase(Attribute attribute, RandomGenerator random) {
        List<String> phrases = attribute.phrases();
        boolean usual = random.nextDouble() < USUAL_PHRASE;
        return phrases.get(usual ? 0 : random.nextInt(phrases.size()));
    }

    private static List<Attribute> shuffled(List<Attribute> attributes, RandomGenerator random) {
        List<Attribute> list = new ArrayList<>(attributes);
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, random.nextInt(i + 1));
        }
        return list;
    }
}
