// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PhantomsTest {

    @ParameterizedTest
    @EnumSource
    void sameSeedGivesTheSameBitsAndAnotherSeedDoesNot(Structure structure) {
        PhantomSpec spec = PhantomSpec.of(structure);
        Phantom one = Phantoms.draw(spec, 128, 128, 7);
        Phantom again = Phantoms.draw(spec, 128, 128, 7);
        assertThat(again.pixels()).containsExactly(one.pixels());
        assertThat(again.clean()).containsExactly(one.clean());
        assertThat(again.labels()).containsExactly(one.labels());
        assertThat(Phantoms.draw(spec, 128, 128, 8).pixels()).isNotEqualTo(one.pixels());
    }

    /**
     * The shipped model was trained on these bits. Whoever changes the look of a structure changes
     * its number here, and knows that the model no longer draws what the phantoms show.
     */
    @ParameterizedTest
    @CsvSource({
        "NUCLEI, 2076763480",
        "FILAMENTS, 4216796222",
        "RODS, 2589280645",
        "SPOTS, 2000845630",
        "MEMBRANES, 3449747401",
        "TISSUE, 297408767",
        "MITOCHONDRIA, 839060614",
        "YEAST, 2176284412",
        "CRYSTALS, 142950823",
        "VESSELS, 3924041154"
    })
    void bitsAreTheSameOnEveryMachine(Structure structure, long checksum) {
        Phantom phantom = Phantoms.draw(PhantomSpec.of(structure), 128, 128, 2026);
        CRC32 crc = new CRC32();
        for (int i = 0; i < phantom.labels().length; i++) {
            int bits = Float.floatToIntBits(phantom.pixels()[i]) + phantom.labels()[i];
            for (int shift = 0; shift < 32; shift += 8) crc.update(bits >>> shift);
        }
        assertThat(crc.getValue()).isEqualTo(checksum);
    }

    @ParameterizedTest
    @EnumSource
    void everyCombinationIsFiniteInRangeAndLabelledWithoutGaps(Structure structure) {
        for (PhantomSpec spec : PhantomSpec.all()) {
            if (spec.structure() == structure) check(Phantoms.draw(spec, 96, 80, 3));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 70", "64, 64", "200, 96", "96, 200", "512, 512"})
    void everySizeOfTheFieldWorks(int width, int height) {
        for (Structure structure : Structure.values()) {
            Phantom phantom = Phantoms.draw(PhantomSpec.of(structure), width, height, 5);
            assertThat(phantom.width()).isEqualTo(width);
            assertThat(phantom.height()).isEqualTo(height);
            check(phantom);
        }
    }

    private static void check(Phantom phantom) {
        String caption = phantom.caption();
        assertThat(phantom.pixels()).as(caption).hasSize(phantom.width() * phantom.height());
        assertThat(inRange(phantom.pixels())).as(caption).isTrue();
        assertThat(inRange(phantom.clean())).as(caption).isTrue();
        int[] present = Arrays.stream(phantom.labels()).filter(i -> i > 0).distinct().toArray();
        Arrays.sort(present);
        assertThat(present)
                .as(caption)
                .containsExactly(IntStream.rangeClosed(1, phantom.count()).toArray());
    }

    private static boolean inRange(float[] values) {
        for (float value : values) if (!(value >= 0 && value <= 1)) return false;
        return true;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMBRANES")
    void objectsStandOutFromWhatIsNotLabelled(Structure structure) {
        for (Contrast contrast : Contrast.values()) {
            PhantomSpec spec = PhantomSpec.of(structure).with(contrast);
            Phantom phantom = Phantoms.draw(spec, 128, 128, 11);
            double difference =
                    Measure.meanWhere(phantom, true) - Measure.meanWhere(phantom, false);
            double expected = contrast.pick(0.08, 0.15, 0.3);
            boolean glows = structure.modality() == Modality.FLUORESCENCE;
            assertThat(glows ? difference : -difference).as(spec.caption()).isGreaterThan(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Density.class)
    void cellsAreBrightWhereTwoLabelsMeet(Density density) {
        PhantomSpec spec = PhantomSpec.of(Structure.MEMBRANES).with(density);
        Phantom phantom = Phantoms.draw(spec, 128, 128, 11);
        double[] sum = new double[2];
        int[] count = new int[2];
        for (int i = 1; i < phantom.labels().length; i++) {
            if (i % 128 == 0 || phantom.labels()[i] == 0) continue;
            int border = phantom.labels()[i] != phantom.labels()[i - 1] ? 1 : 0;
            sum[border] += phantom.clean()[i];
            count[border]++;
        }
        assertThat(sum[1] / count[1]).isGreaterThan(1.5 * sum[0] / count[0]);
    }

    @ParameterizedTest
    @EnumSource
    void aLargerFieldHoldsMoreObjectsOfTheSameSize(Structure structure) {
        PhantomSpec spec = PhantomSpec.of(structure);
        Phantom large = Phantoms.draw(spec, 384, 384, 1);
        double count = Measure.mean(spec, Phantom::count);
        double area = Measure.mean(spec, Measure::objectArea);
        assertThat(large.count()).isGreaterThan((int) (4 * count));
        assertThat(Measure.objectArea(large)).isBetween(0.6 * area, 2 * area);
    }

    @Test
    void aMixtureHoldsTheObjectsOfBoth() {
        PhantomSpec nuclei = PhantomSpec.of(Structure.NUCLEI);
        Phantom alone = Phantoms.draw(nuclei, 128, 128, 4);
        Phantom mixed = Phantoms.draw(nuclei.mixedWith(Structure.SPOTS), 128, 128, 4);
        check(mixed);
        assertThat(mixed.count()).isGreaterThan(alone.count());
        for (int i = 0; i < alone.labels().length; i++) {
            if (alone.labels()[i] > 0) assertThat(mixed.labels()[i]).isPositive();
        }
    }

    @Test
    void whatDoesNotGlowCannotBeMixed() {
        PhantomSpec tissue = PhantomSpec.of(Structure.TISSUE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tissue.mixedWith(Structure.SPOTS))
                .withMessageContaining("TISSUE")
                .withMessageContaining("fluorescent");
        PhantomSpec spots = PhantomSpec.of(Structure.SPOTS);
        assertThatIllegalArgumentException().isThrownBy(() -> spots.mixedWith(Structure.SPOTS));
    }

    @ParameterizedTest
    @EnumSource
    void unevenLightSpreadsTheBackground(Structure structure) {
        PhantomSpec spec = PhantomSpec.of(structure).with(Density.SPARSE).with(Contrast.LOW);
        double even = Measure.mean(spec, Measure::shading);
        double uneven = Measure.mean(spec.with(Illumination.UNEVEN), Measure::shading);
        assertThat(uneven).isGreaterThan(1.5 * even);
    }

    @ParameterizedTest
    @CsvSource({"0, 8, width", "8, -1, height", "20000, 8, width"})
    void aFieldOutOfRangeIsRefusedByName(int width, int height, String name) {
        PhantomSpec spec = PhantomSpec.of(Structure.SPOTS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Phantoms.draw(spec, width, height, 1))
                .withMessageContaining(name)
                .withMessageContaining("1 to 16384")
                .withMessageContaining(String.valueOf(name.equals("width") ? width : height));
    }
}
