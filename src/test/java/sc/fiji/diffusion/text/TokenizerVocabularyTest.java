// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.diffusion.testing.Reference;

/** The files that hold a vocabulary; ids as transformers 5.24.0 gives them (saved.py). */
class TokenizerVocabularyTest {

    private static final String SAVED = "saved/tokenizer";

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "saved/tokenizer, ids",
        "saved/tokenizer-more, ids_more",
        "models/tiny-sd1/tokenizer, ids"
    })
    void idsAreThoseOfTheReference(String folder, String key) throws IOException {
        JsonObject cases = JsonParser.parseString(read("saved/ids.json")).getAsJsonObject();
        JsonArray texts = cases.getAsJsonArray("texts");
        try (ClipTokenizer tokenizer = ClipTokenizer.open(Reference.path(folder))) {
            for (int i = 0; i < texts.size(); i++) {
                String text = texts.get(i).getAsString();
                JsonArray row = cases.getAsJsonArray(key).get(i).getAsJsonArray();
                int[] expected = row.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
                assertThat(tokenizer.encode(text)).as(text).isEqualTo(expected);
            }
        }
        assertThat(texts).hasSize(17);
    }

    @Test
    void mergesMayBePairsOrTexts() throws IOException {
        copySaved(
                json -> {
                    JsonObject model = json.getAsJsonObject("model");
                    JsonArray texts = new JsonArray();
                    for (JsonElement pair : model.getAsJsonArray("merges")) {
                        JsonArray two = pair.getAsJsonArray();
                        texts.add(two.get(0).getAsString() + " " + two.get(1).getAsString());
                    }
                    model.add("merges", texts);
                });
        assertSameAsSaved();
    }

    @Test
    void oneFileCountsBeforeTwo() throws IOException {
        copySaved(json -> {});
        Files.writeString(folder.resolve("vocab.json"), "{}");
        Files.writeString(folder.resolve("merges.txt"), "stale");
        assertSameAsSaved();
    }

    @ParameterizedTest
    @CsvSource({"'\ufeff', '\n'", "'', '\r\n'", "'\ufeff', '\r\n'", "'', '  \n'"})
    void textsMayBeginWithAMarkAndEndTheirLinesAnyhow(String mark, String end) throws IOException {
        for (String name : new String[] {"vocab.json", "merges.txt", "tokenizer_config.json"}) {
            String text = read("models/tiny-sd1/tokenizer/" + name);
            Files.writeString(folder.resolve(name), mark + text.replace("\n", end));
        }
        assertSameAsSaved();
    }

    private void assertSameAsSaved() throws IOException {
        try (ClipTokenizer saved = ClipTokenizer.open(Reference.path(SAVED));
                ClipTokenizer opened = ClipTokenizer.open(folder)) {
            String text = "in the fluorescence image of tubules";
            assertThat(opened.tokens(text)).isEqualTo(saved.tokens(text));
            assertThat(opened.encode(text)).isEqualTo(saved.encode(text));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "model | null | expected an object in \"model\", found null",
                "model | [] | expected an object in \"model\", found []",
                "model | {\"type\": \"Unigram\"} | \"model.type\" is \"Unigram\", but CLIP's is BPE",
                "model.end_of_word_suffix | \"\" | \"model.end_of_word_suffix\" is \"\", but CLIP's is </w>",
                "model.vocab | [[\"a\", 1]] | expected an object in \"model.vocab\", found [[",
                "model.vocab | {\"a\": 1.5} | as ids of the token \"a\", found 1.5",
                "model.vocab | {\"a\": -1} | as ids of the token \"a\", found -1",
                "model.vocab | {\"a\": null} | as ids of the token \"a\", found null",
                "model.vocab | {\"a\": 1e99} | as ids of the token \"a\", found 1e99",
                "model.merges | {} | expected a list in \"model.merges\", found {}",
                "model.merges | [[\"a\"]] | expected pairs of tokens in \"model.merges\", found [\"a\"]",
                "model.merges | [\"a b c\"] | expected pairs of tokens in \"model.merges\", found \"a b c\"",
                "model.merges | [null] | expected pairs of tokens in \"model.merges\", found null",
                "added_tokens | {} | expected a list in \"added_tokens\", found {}",
                "added_tokens | [3] | expected an object in \"added_tokens\", found 3",
                "added_tokens | [{\"content\": \"a\"}] | whole numbers as ids of added tokens, found null",
            })
    void malformedFileIsNamedWithTheKey(String key, String value, String reason)
            throws IOException {
        copySaved(
                json -> {
                    int dot = key.indexOf('.');
                    JsonObject parent = dot < 0 ? json : json.getAsJsonObject("model");
                    parent.add(key.substring(dot + 1), JsonParser.parseString(value));
                });
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ClipTokenizer.open(folder))
                .withMessageContaining(folder.resolve("tokenizer.json").toString())
                .withMessageContaining(reason);
    }

    private void copySaved(Consumer<JsonObject> change) throws IOException {
        JsonObject json = JsonParser.parseString(read(SAVED + "/tokenizer.json")).getAsJsonObject();
        change.accept(json);
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        String config = "tokenizer_config.json";
        Files.writeString(folder.resolve(config), read(SAVED + "/" + config));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    private static String read(String relative) throws IOException {
        return Files.readString(Reference.path(relative));
    }
}
