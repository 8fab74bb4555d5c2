// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

    private static Provenance record(AiShare share) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("model", "C:\\models\\tiny");
        settings.put("negative", "");
        settings.put("seed", "5");
        settings.put("prompt", "two\nlines: [odd] = \\n \"text\"");
        return new Provenance(share, "Text to Image", settings);
    }

    @Test
    void textGivesTheRecordBackWhateverTheValuesHold() {
        for (AiShare share : AiShare.values()) {
            assertThat(Provenance.parse(record(share).toText())).containsExactly(record(share));
        }
    }

    @Test
    void textIsOneLineForEachEntryInOrder() {
        String[] lines = record(AiShare.WHOLLY).toText().split("\n");
        assertThat(lines[0]).isEqualTo("AI-generated: wholly");
        assertThat(lines[1]).endsWith("/trainedAlgorithmicMedia");
        assertThat(lines[2]).matches("Software: Diffusion for Fiji \\d.*");
        assertThat(lines[3]).isEqualTo("Task: Text to Image");
        assertThat(lines[6]).isEqualTo("seed: 5");
        assertThat(lines).hasSize(8);
    }

    @Test
    void recordsAreFoundAmongOtherText() {
        Provenance first = record(AiShare.PARTLY);
        Provenance second = record(AiShare.WHOLLY);
        String text = "name: x\n" + first.toText() + second.toText() + "\nObjective: 40x\n";
        assertThat(Provenance.parse(text)).containsExactly(first, second);
        assertThat(Provenance.parse("Objective: 40x\n")).isEmpty();
    }

    @Test
    void keysThatCouldNotBeReadBackAreRefused() {
        assertThatThrownBy(() -> new Provenance(AiShare.NOT, "x", Map.of("a: b", "c")))
                .hasMessageContaining("was \"a: b\"");
    }
}
