// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {

    @TempDir Path folder;

    private ConfigFile file(String json) throws IOException {
        return Configs.of(folder, json);
    }

    private void assertComplaint(ThrowingCallable call, String key, String found, String needs) {
        assertThatIllegalArgumentException()
                .isThrownBy(call)
                .withMessage(
                        folder.resolve("config.json")
                                + ": \""
                                + key
                                + "\" is "
                                + found
                                + ", but this engine needs "
                                + needs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[1, 2]", "7", "{\"a\": ", "not json at all"})
    void whatIsNoJsonObjectNamesTheFile(String text) throws IOException {
        Path path = Files.writeString(folder.resolve("config.json"), text);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ConfigFile.open(path))
                .withMessageStartingWith(path + " is no JSON object: ");
    }

    @Test
    void bytesThatAreNoTextNameTheFile() throws IOException {
        Path path = folder.resolve("config.json");
        Files.write(path, new byte[] {'{', (byte) 0xff, '}'});
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ConfigFile.open(path))
                .withMessageStartingWith(path + " is no text in UTF-8");
    }

    @Test
    void missingFileIsNamed() {
        Path path = folder.resolve("none.json");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> ConfigFile.open(path))
                .withMessageContaining(path.toString());
    }

    @Test
    void absentAndNullKeysHaveTheStandardValue() throws IOException {
        for (ConfigFile file : new ConfigFile[] {file("{}"), file("{\"k\": null}")}) {
            assertThat(file.integer("k", 3, 1, 9)).isEqualTo(3);
            assertThat(file.positive("k", 0.5, 1)).isEqualTo(0.5);
            assertThat(file.flag("k", true)).isTrue();
            assertThat(file.choice("k", "a", "a", "b")).isEqualTo("a");
            assertThat(file.channels("k", 8, 16)).containsExactly(8, 16);
            assertThat(file.integersOrOne("k", 2, 5, 1, 9)).containsExactly(5, 5);
            file.only("k");
            file.only("k", "x");
            file.onlyEach("k", 2, "x");
        }
        assertThat(file("{\"k\": null}").has("k")).isTrue();
        assertThat(file("{\"k\": null}").isSet("k")).isFalse();
    }

    @Test
    void valuesAreRead() throws IOException {
        ConfigFile file =
                file("{\"i\": 7, \"x\": 1e-05, \"b\": false, \"s\": \"b\", \"l\": [8, 16]}");
        assertThat(file.integer("i", 3, 1, 9)).isEqualTo(7);
        assertThat(file.positive("x", 1, 1)).isEqualTo(1e-5);
        assertThat(file.flag("b", true)).isFalse();
        assertThat(file.choice("s", "a", "a", "b")).isEqualTo("b");
        assertThat(file.channels("l")).containsExactly(8, 16);
        assertThat(file.integersOrOne("l", 2, 1, 1, 99)).containsExactly(8, 16);
        assertThat(file.integersOrOne("i", 3, 1, 1, 9)).containsExactly(7, 7, 7);
    }

    @Test
    void numberComplaintsShowTheValueAndTheRange() throws IOException {
        ConfigFile file =
                file(
                        "{\"text\": \"many\", \"real\": 2.5, \"big\": 10, \"list\": [1], \"b\": true}");
        assertComplaint(
                () -> file.integer("text", 1, 1, 9),
                "text",
                "\"many\"",
                "a whole number from 1 to 9");
        assertComplaint(
                () -> file.integer("real", 1, 1, 9), "real", "2.5", "a whole number from 1 to 9");
        assertComplaint(
                () -> file.integer("b", 1, 1, 9), "b", "true", "a whole number from 1 to 9");
        assertComplaint(
                () -> file.integer("big", 1, 1, 9), "big", "10", "a whole number from 1 to 9");
        assertComplaint(() -> file.integersOrOne("list", 2, 1, 1, 9), "list", "[1]", "2 numbers");
        assertComplaint(
                () -> file.positive("text", 1, 2),
                "text",
                "\"many\"",
                "a number above 0, up to 2.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "\"NaN\"", "1e999", "2.1", "\"1\""})
    void positiveRefusesOtherNumbers(String value) throws IOException {
        ConfigFile file = file("{\"k\": " + value + "}");
        assertComplaint(() -> file.positive("k", 1, 2), "k", value, "a number above 0, up to 2.0");
    }

    @Test
    void channelComplaints() throws IOException {
        ConfigFile file = file("{\"none\": [], \"one\": 8, \"zero\": [8, 0], \"g\": 3}");
        assertComplaint(() -> file.channels("none"), "none", "[]", "1 to 10 numbers");
        assertComplaint(() -> file.channels("one"), "one", "8", "a list of numbers");
        assertComplaint(() -> file.channels("zero"), "zero", "0", "a whole number from 1 to 65536");
        assertComplaint(() -> file.groups("g", 1, new int[] {6, 8}), "g", "3", "a divisor of 8");
    }

    @Test
    void nameComplaints() throws IOException {
        ConfigFile file = file("{\"s\": \"relu\", \"b\": 1, \"l\": [\"A\", \"B\"]}");
        assertComplaint(() -> file.choice("s", "a", "a", "b"), "s", "relu", "one of [a, b]");
        assertComplaint(() -> file.flag("b", true), "b", "1", "true or false");
        assertComplaint(() -> file.only("s"), "s", "relu", "none");
        assertComplaint(() -> file.only("s", "silu", "swish"), "s", "relu", "silu or swish");
        assertComplaint(() -> file.onlyEach("l", 2, "A"), "l", "[\"A\",\"B\"]", "2 times A");
        assertComplaint(() -> file.whichOf("l", 3, "A", "B"), "l", "[\"A\",\"B\"]", "3 names");
        assertComplaint(() -> file.whichOf("none", 3, "A", "B"), "none", "null", "3 names");
        assertComplaint(() -> file.whichOf("l", 2, "A", "C"), "l", "B", "A or C");
        assertThat(file.whichOf("l", 2, "A", "B")).containsExactly(false, true);
    }

    @Test
    void longValuesAreCut() throws IOException {
        ConfigFile file = file("{\"k\": \"" + "x".repeat(1000) + "\"}");
        assertComplaint(() -> file.only("k"), "k", "x".repeat(80) + "...", "none");
    }
}
