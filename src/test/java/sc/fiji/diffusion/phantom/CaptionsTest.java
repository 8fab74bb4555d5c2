// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CaptionsTest {

    @Test
    void fullCaptionNamesEveryAttributeInTheUsualWords() {
        PhantomSpec spec =
                new PhantomSpec(
                        Structure.NUCLEI,
                        Density.DENSE,
                        Size.LARGE,
                        Contrast.HIGH,
                        Blur.SHARP,
                        Noise.LOW);
        assertThat(spec.caption())
                .isEqualTo(
                        "fluorescent nuclei, dense, large, high contrast, sharp focus, low noise");
    }

    @Test
    void fullCaptionNamesBothStructuresAndUnevenLight() {
        PhantomSpec spec =
                PhantomSpec.of(Structure.NUCLEI)
                        .mixedWith(Structure.FILAMENTS)
                        .with(Illumination.UNEVEN);
        assertThat(spec.caption())
                .startsWith("fluorescent nuclei and actin filaments, medium density")
                .endsWith(", low noise, uneven illumination");
    }

    @Test
    void everySpecHasItsOwnCaption() {
        List<PhantomSpec> specs = PhantomSpec.all();
        Set<String> captions = new HashSet<>();
        for (PhantomSpec spec : specs) captions.add(spec.caption());
        assertThat(specs).hasSize(10 * 3 * 3 * 3 * 3 * 3);
        assertThat(captions).hasSameSizeAs(specs);
    }

    @Test
    void noPhraseMeansTwoThings() {
        int phrases = 0;
        Set<String> distinct = new HashSet<>();
        Set<Attribute> attributes = new HashSet<>();
        for (PhantomSpec spec : PhantomSpec.all()) attributes.addAll(spec.attributes());
        attributes.add(Illumination.UNEVEN);
        for (Attribute attribute : attributes) {
            phrases += attribute.phrases().size();
            distinct.addAll(attribute.phrases());
        }
        assertThat(distinct).hasSize(phrases);
        assertThat(Captions.phrases()).containsAll(distinct);
    }

    @Test
    void variedCaptionAlwaysNamesTheStructureAndOnlyThatOne() {
        Random random = new Random(1);
        for (PhantomSpec spec : PhantomSpec.all()) {
            String caption = spec.caption(random);
            assertThat(spec.structure().phrases()).anyMatch(caption::contains);
            for (String part : caption.split(", ")) {
                assertThat(Captions.phrases()).anyMatch(part::contains);
            }
        }
    }

    @Test
    void variedCaptionsDropReorderAndFollowTheSeed() {
        PhantomSpec spec = PhantomSpec.of(Structure.RODS);
        Set<String> captions = new HashSet<>();
        Random random = new Random(3);
        for (int i = 0; i < 400; i++) captions.add(spec.caption(random));
        assertThat(captions).hasSizeGreaterThan(150).contains(spec.caption());
        assertThat(captions).anyMatch(caption -> caption.split(" ").length <= 2);
        assertThat(captions).anyMatch(caption -> !caption.startsWith("rod-shaped bacteria"));
        assertThat(spec.caption(new Random(9))).isEqualTo(spec.caption(new Random(9)));
    }

    @Test
    void everyWordOfTheCorpusIsInTheVocabulary() {
        Set<String> used = new HashSet<>();
        for (String caption : Captions.corpus(5000, 1)) {
            for (String word : caption.toLowerCase(Locale.ROOT).split("[ ,-]+")) used.add(word);
        }
        assertThat(Captions.vocabulary()).containsAll(used).contains(",", "-").isSorted();
        assertThat(used).hasSize(Captions.vocabulary().size() - 2);
    }

    @Test
    void randomSpecsReachEveryValueOfEveryAttribute() {
        Random random = new Random(1);
        Set<Attribute> seen = new HashSet<>();
        boolean mixed = false;
        for (int i = 0; i < 300; i++) mixed |= PhantomSpec.random(random).second().isPresent();
        assertThat(mixed).isTrue();
        for (int i = 0; i < 300; i++) seen.addAll(PhantomSpec.random(random).attributes());
        assertThat(seen).hasSize(10 + 5 * 3 + 2);
    }
}
