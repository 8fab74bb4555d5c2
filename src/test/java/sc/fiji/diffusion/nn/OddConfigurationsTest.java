// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.diffusion.testing.Reference;

/** Every value of every configuration in turn replaced by what it should not be. */
class OddConfigurationsTest {

    private static final List<String> ODD =
            List.of(
                    "null",
                    "2147483647",
                    "-1",
                    "0",
                    "1e300",
                    "1e999",
                    "0.5",
                    "true",
                    "\"7\"",
                    "\"NaN\"",
                    "[]",
                    "{}",
                    "[null]",
                    "[[1]]",
                    "[2147483647]",
                    "{\"a\": 1}",
                    "\"\"");

    static List<Arguments> configurations() {
        return List.of(
                Arguments.of("models/tiny-sd1/unet/config.json", reader(UnetConfig::read)),
                Arguments.of("models/tiny-sdxl/unet/config.json", reader(UnetConfig::read)),
                Arguments.of("models/tiny-ddpm/unet/config.json", reader(Unet2dConfig::read)),
                Arguments.of("models/tiny-sd1/vae/config.json", reader(VaeConfig::read)),
                Arguments.of(
                        "models/tiny-sd1/text_encoder/config.json", reader(ClipTextConfig::read)),
                Arguments.of(
                        "models/tiny-sdxl/text_encoder_2/config.json",
                        reader(ClipTextConfig::readProjected)),
                Arguments.of("models/tiny-clip/config.json", reader(ClipConfig::read)),
                Arguments.of(
                        "models/tiny-clip/preprocessor_config.json",
                        reader(ClipImageConfig::read)));
    }

    private static Function<ConfigFile, Object> reader(Function<ConfigFile, Object> reader) {
        return reader;
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void valueIsReadOrNamedWithItsFile(String file, Function<ConfigFile, Object> reader)
            throws IOException {
        Path path = Reference.path(file);
        String text = Files.readString(path);
        int refused = change(path, reader, text, JsonParser.parseString(text).getAsJsonObject());
        assertThat(refused).isGreaterThan(40);
    }

    /** The sections are changed inside as well; the number of complaints. */
    private static int change(
            Path path, Function<ConfigFile, Object> reader, String text, JsonObject inside) {
        int refused = 0;
        for (String key : List.copyOf(inside.keySet())) {
            JsonElement value = inside.get(key);
            if (value.isJsonObject()) {
                refused += change(path, reader, text, value.getAsJsonObject());
            }
            for (String odd : ODD) {
                JsonObject whole = JsonParser.parseString(text).getAsJsonObject();
                replace(whole, key, JsonParser.parseString(odd));
                if (isRefused(path, reader, whole, key + " = " + odd)) refused++;
            }
        }
        return refused;
    }

    private static void replace(JsonObject whole, String key, JsonElement odd) {
        if (whole.has(key)) whole.add(key, odd);
        for (JsonElement section : whole.asMap().values()) {
            if (section.isJsonObject() && !section.equals(odd)) {
                replace(section.getAsJsonObject(), key, odd);
            }
        }
    }

    private static boolean isRefused(
            Path path, Function<ConfigFile, Object> reader, JsonObject json, String change) {
        try {
            reader.apply(ConfigFile.of(path, json));
            return false;
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).as(change).startsWith(path + ": \"");
            assertThat(e.getMessage()).as(change).contains("\" is ", ", but this engine needs ");
            return true;
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void sizesHaveBounds(String file, Function<ConfigFile, Object> reader) throws IOException {
        Path path = Reference.path(file);
        JsonObject json = JsonParser.parseString(Files.readString(path)).getAsJsonObject();
        List<String> sizes =
                List.of(
                        "sample_size",
                        "layers_per_block",
                        "transformer_layers_per_block",
                        "block_out_channels",
                        "cross_attention_dim",
                        "in_channels",
                        "attention_head_dim",
                        "norm_num_groups",
                        "vocab_size",
                        "hidden_size",
                        "num_hidden_layers",
                        "num_attention_heads",
                        "intermediate_size",
                        "max_position_embeddings",
                        "latent_channels",
                        "scaling_factor");
        for (String key : sizes) {
            boolean unused = key.equals("sample_size") && file.contains("/vae/");
            if (unused || !json.has(key) || json.get(key).isJsonNull()) continue;
            JsonObject huge = json.deepCopy();
            String value = json.get(key).isJsonArray() ? "[2147483647]" : "2147483647";
            huge.add(key, JsonParser.parseString(value));
            assertThat(isRefused(path, reader, huge, key)).as(key).isTrue();
        }
    }
}
