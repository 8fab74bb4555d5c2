// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.testing.Differences;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.weights.SafetensorsFile;

class ClipTokenizerTest {

    private static final int START = 49406;
    private static final int END = 49407;

    private static ClipTokenizer tokenizer;

    @TempDir private Path folder;

    @BeforeAll
    static void open() throws IOException {
        tokenizer = ClipTokenizer.open(Reference.path("clip-tokenizer"));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void idsEqualThoseOfTransformers() throws IOException {
        SafetensorsFile reference = Reference.open("cases/tokenizer.safetensors").file();
        JsonArray texts =
                JsonParser.parseString(reference.metadata().get("texts")).getAsJsonArray();
        float[] expected = reference.read("input_ids", texts.size(), 77).data();

        for (int i = 0; i < texts.size(); i++) {
            int[] row = new int[77];
            for (int j = 0; j < 77; j++) row[j] = (int) expected[77 * i + j];
            String text = texts.get(i).getAsString();
            assertThat(tokenizer.encode(text)).as(text).isEqualTo(row);
            Differences.note("tokenizer (equal ids)", 0);
        }
        assertThat(texts).hasSize(23);
    }

    @Test
    void longTextIsCutAndKeepsItsEnd() {
        String text = "cell ".repeat(100);

        int[] ids = tokenizer.encode(text);

        assertThat(ids).hasSize(tokenizer.maxLength()).startsWith(START).endsWith(END);
        assertThat(Arrays.copyOfRange(ids, 1, 76)).containsOnly(ids[1]);
        assertThat(tokenizer.tokenCount(text)).isEqualTo(100);
        assertThat(tokenizer.tokens(text)).isEqualTo(Collections.nCopies(100, "cell</w>"));
    }

    @Test
    void textThatIsNoUnicodeIsEncodedAsQuestionMark() {
        assertThat(tokenizer.encode("a \ud83d b\udd2c")).isEqualTo(tokenizer.encode("a ? b?"));
    }

    @Test
    void nulCharacterIsText() {
        assertThat(tokenizer.tokens("a\0b")).hasSize(3).startsWith("a</w>").endsWith("b</w>");
    }

    @Test
    void paddingTokenComesFromTheFolderAndIsFoundInTexts() throws IOException {
        copyWithConfig("{\"pad_token\": \"!\", \"model_max_length\": 8}");

        try (ClipTokenizer padded = ClipTokenizer.open(folder)) {
            assertThat(padded.encode("a")).containsExactly(START, 320, END, 0, 0, 0, 0, 0);
            assertThat(padded.encode("a!!")).containsExactly(START, 320, 0, 0, END, 0, 0, 0);
        }
    }

    @Test
    void specialTokensMapOverrulesAConfigThatListsNoTokens() throws IOException {
        copyWithConfig("{\"pad_token\": \"<|endoftext|>\", \"model_max_length\": 5}");
        Files.writeString(folder.resolve("special_tokens_map.json"), "{\"pad_token\": \"!\"}");

        try (ClipTokenizer padded = ClipTokenizer.open(folder)) {
            assertThat(padded.encode("a")).containsExactly(START, 320, END, 0, 0);
        }
    }

    @Test
    void configWithoutALengthHasThatOfClip() throws IOException {
        copyWithConfig("{\"model_max_length\": 1e30}");

        try (ClipTokenizer unlimited = ClipTokenizer.open(folder)) {
            assertThat(unlimited.maxLength()).isEqualTo(77);
            assertThat(unlimited.encode("")).hasSize(77).endsWith(END);
        }
    }

    @Test
    void folderMayHaveAnyName() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("Modèle 細胞 (1)"));
        folder = odd;
        copyWithConfig("{}");

        try (ClipTokenizer opened = ClipTokenizer.open(odd)) {
            assertThat(opened.encode("a cat")).isEqualTo(tokenizer.encode("a cat"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vocab.json", "merges.txt", "tokenizer_config.json"})
    void missingFileIsNamedWithItsFolder(String name) throws IOException {
        copyWithConfig("{}");
        Files.delete(folder.resolve(name));

        assertThatThrownBy(() -> ClipTokenizer.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("no " + name, folder.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[]", "", "{\"model_max_length\": \"x\"}", "{\"model_max_length\": 1}"})
    void malformedConfigIsNamed(String config) throws IOException {
        copyWithConfig(config);

        assertThatThrownBy(() -> ClipTokenizer.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("tokenizer_config.json").toString());
    }

    @Test
    void specialTokenThatTheVocabularyLacksIsNamed() throws IOException {
        copyWithConfig("{\"pad_token\": \"<pad>\"}");

        assertThatThrownBy(() -> ClipTokenizer.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(folder.toString(), "vocab.json", "\"<pad>\"");
    }

    @Test
    void idOfAnAddedTokenIsItsKey() throws IOException {
        copyWithConfig(
                """
                {"model_max_length": 7, "added_tokens_decoder": {
                  "49410": {"content": "<cell-x>", "normalized": false, "special": false},
                  "49500": {"content": "<y>", "normalized": false, "special": true},
                  "49411": {"content": "!", "normalized": true, "special": false}}}
                """);

        try (ClipTokenizer opened = ClipTokenizer.open(folder)) {
            assertThat(opened.encode("a <cell-x><y>!"))
                    .containsExactly(START, 320, 49410, 49500, 49411, END, END);
        }
    }

    @Test
    void olderFoldersHaveAFileOfTheIdsOfAddedTokens() throws IOException {
        copyWithConfig("{\"model_max_length\": 6}");
        Files.writeString(
                folder.resolve("added_tokens.json"), "{\"Special\": 49409, \"Plain\": 49408}");
        Files.writeString(
                folder.resolve("special_tokens_map.json"),
                "{\"additional_special_tokens\": [{\"content\": \"Special\"}]}");

        try (ClipTokenizer opened = ClipTokenizer.open(folder)) {
            assertThat(opened.encode("Special plain PLAIN"))
                    .containsExactly(START, 49409, 49408, 49408, END, END);
            assertThat(opened.encode("special")).doesNotContain(49409);
        }
    }

    @Test
    void addedTokensKeepTheirOwnFlags() throws IOException {
        copyWithConfig(
                """
                {"pad_token": "<pad>", "eos_token": {"content": "<|endoftext|>"},
                 "added_tokens_decoder": {
                  "49408": {"content": "<pad>", "special": false},
                  "49409": {"content": "<x>", "special": true, "rstrip": true},
                  "49410": {"content": "<y>", "special": false},
                  "49411": {"content": "<z>"}}}
                """);
        Files.writeString(folder.resolve("added_tokens.json"), "{\"<old>\": 49412}");

        assertThat(TokenizerFolder.read(folder).addedTokens(List.of("eos_token", "pad_token")))
                .extracting(
                        token -> token.get("content").getAsString(),
                        token -> token.get("id").getAsInt(),
                        token -> token.get("special").getAsBoolean(),
                        token -> token.get("rstrip").getAsBoolean())
                .containsExactly(
                        tuple("<pad>", 49408, true, false),
                        tuple("<x>", 49409, true, true),
                        tuple("<y>", 49410, false, false),
                        tuple("<z>", 49411, false, false),
                        tuple("<|endoftext|>", END, true, false));
    }

    @Test
    void idsOfAddedTokensMustBeWholeNumbers() throws IOException {
        copyWithConfig("{\"added_tokens_decoder\": {\"new\": {\"content\": \"<x>\"}}}");
        assertThatThrownBy(() -> ClipTokenizer.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        folder.resolve("tokenizer_config.json").toString(),
                        "expected whole numbers as ids of added tokens, found new");

        Files.writeString(folder.resolve("tokenizer_config.json"), "{}");
        Files.writeString(folder.resolve("added_tokens.json"), "{\"<x>\": -1}");
        assertThatThrownBy(() -> ClipTokenizer.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        folder.resolve("added_tokens.json").toString(), "found -1");
    }

    @Test
    void mergesThatDoNotFitTheVocabularyAreRefused() throws IOException {
        copyWithConfig("{}");
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\nquark gluon\n");

        assertThatThrownBy(() -> ClipTokenizer.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(folder.toString(), "library refused it", "quark");
    }

    private void copyWithConfig(String config) throws IOException {
        for (String name : new String[] {"vocab.json", "merges.txt"}) {
            Files.copy(Reference.path("clip-tokenizer/" + name), folder.resolve(name));
        }
        Files.writeString(folder.resolve("tokenizer_config.json"), config);
    }
}
