// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MethodsTextTest {

    private static Provenance record(AiShare share, String task, String... keysAndValues) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Provenance(share, "Diffusion for Fiji 1.2.3", task, settings);
    }

    private static final Provenance GENERATED =
            record(
                    AiShare.WHOLLY,
                    "Text to Image",
                    "model",
                    "tiny",
                    "model SHA-256",
                    "abc123",
                    "negative",
                    "",
                    "steps",
                    "20",
                    "effective steps",
                    "20",
                    "guidance",
                    "1.0",
                    "sampler",
                    "Euler a",
                    "seed",
                    "5",
                    "count",
                    "3",
                    "prompt",
                    "two nuclei");

    private static final Provenance REPAINTED =
            record(
                    AiShare.PARTLY,
                    "Inpaint Selection",
                    "model",
                    "tiny",
                    "selection",
                    "20x25 at 3, 4",
                    "strength",
                    "0.5",
                    "fill",
                    "blur",
                    "negative",
                    "blurry",
                    "steps",
                    "20",
                    "effective steps",
                    "10",
                    "guidance",
                    "4.0",
                    "sampler",
                    "DDIM",
                    "seed",
                    "7",
                    "count",
                    "1",
                    "prompt",
                    "",
                    "clipskip",
                    "1",
                    "generated pixels",
                    "eJxjYGBo8MwvLWE=",
                    "seconds per step",
                    "0.1");

    @Test
    void oneRunIsOneParagraphWithEverythingThatMatters() {
        assertThat(MethodsText.of(List.of(GENERATED)))
                .startsWith(
                        "The image was generated with \"Text to Image\" of Diffusion for Fiji"
                                + " 1.2.3, a plugin for ImageJ (Schneider et al., 2012). The latent"
                                + " diffusion model (Rombach et al., 2022) was \"tiny\" (SHA-256 of its"
                                + " weights: abc123), with the prompt \"two nuclei\". Images were"
                                + " sampled by Euler a, 20 steps, without guidance, 3 times with the"
                                + " random seeds 5 to 7.\n\n")
                .contains("References: Ho and Salimans");
    }

    @Test
    void runsAreToldInTheirOrderAndUnknownSettingsToo() {
        String text = MethodsText.of(List.of(REPAINTED, GENERATED));
        assertThat(text)
                .startsWith("(1) The image was generated")
                .contains("(2) A part of the image (20x25 at 3, 4) was repainted")
                .contains(", without a prompt and the negative prompt \"blurry\".")
                .contains("10 of 20 steps at strength 0.5")
                .contains("All pixels outside of it kept their original values.")
                .contains("Other settings: fill blur; clipskip 1.")
                .doesNotContain("eJxj", "seconds");
    }

    @Test
    void whatIsLeftToTheModelIsNoSetting() {
        Provenance record =
                record(
                        AiShare.WHOLLY,
                        "Text to Image",
                        "model",
                        "tiny",
                        "steps",
                        "20",
                        "sampler",
                        "DPM++ 2M",
                        "sigmas",
                        "schedule",
                        "spacing",
                        "model default",
                        "prediction",
                        "model default");
        assertThat(MethodsText.of(List.of(record)))
                .contains("Images were sampled by DPM++ 2M, 20 steps.")
                .contains("Other settings: sigmas schedule.\n");
    }
}
