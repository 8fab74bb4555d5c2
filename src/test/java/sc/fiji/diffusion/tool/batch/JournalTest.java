// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.testing.Mutations;

class JournalTest {

    private static final int ROUNDS = 2000;
    private static final String SETTINGS = "Sampling[prompt=caf\u00e9 \ud83d\udd2c, C:\\new]";
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final String[] NAMES = {"a.tif", "\u00e9\u4e2d.tif", "tab\there\nand \\t.png"};

    private static final Disk DISK = new UnforcedDisk();

    @TempDir Path folder;

    private Path file() {
        return folder.resolve(Journal.NAME);
    }

    private byte[] written() throws IOException {
        Journal journal = Journal.open(folder, SETTINGS, 7, DISK);
        for (String name : NAMES) {
            Files.writeString(folder.resolve("x" + name), "");
            journal.finished(name, new Journal.Entry(HASH, "x" + name));
        }
        return Files.readAllBytes(file());
    }

    @Test
    void namesOfAnyKindAreKnownAgain() throws IOException {
        written();
        Journal again = Journal.open(folder, SETTINGS, 7, DISK);
        for (String name : NAMES) {
            assertThat(again.find(name)).contains(new Journal.Entry(HASH, "x" + name));
        }
    }

    @Test
    void afterACutAtAnyByteItSaysWhatItsWholeLinesDo() throws IOException {
        byte[] all = written();
        for (int length = 0; length < all.length; length++) {
            Files.write(file(), Arrays.copyOf(all, length));
            String whole = new String(all, 0, length, StandardCharsets.UTF_8);
            int lines = (int) whole.chars().filter(c -> c == '\n').count();
            Journal journal = Journal.open(folder, SETTINGS, 7, DISK);
            for (int i = 0; i < NAMES.length; i++) {
                assertThat(journal.find(NAMES[i]).isPresent())
                        .as(length + "")
                        .isEqualTo(lines > 2 + i);
            }
            for (int i = Math.max(0, lines - 2); i < NAMES.length; i++) {
                journal.finished(NAMES[i], new Journal.Entry(HASH, "x" + NAMES[i]));
            }
            assertThat(file()).as("cut at " + length).hasBinaryContent(all);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "settings\ts\nseed\tx\n",
                "settings\ts\nseed\t12345678901234567890\n",
                "settings\ts\nseed\t\n",
                "settings\ts\nseed 7\n",
                "settings\ts\nseed\t7\t8\n",
                "settings\nseed\t7\n",
                "seed\t7\nsettings\ts\n",
                "settings\ts\nseed\t7\ndone\ta.tif\n",
                "settings\ts\nseed\t7\n\n",
                "settings\ts\nseed\t7\nfinished\n",
                "settings\ts\nseed\t7\ndone\ta.tif\tno hash\tb.tif\n",
                "no journal at all",
                "\u0000\u0001\u0002\n",
                "settings\ts\nseed\t7\nDone"
            })
    void whatIsNoJournalIsNamedWithItsLineAndAWayOut(String text) throws IOException {
        Files.writeString(file(), text);
        assertThatThrownBy(() -> Journal.open(folder, "s", 7, DISK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the journal " + file() + " is damaged: its line ")
                .hasMessageContaining("delete it and do the same again");
        assertThat(file()).hasContent(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.tif", "/a.tif", "sub/a.tif", "", ".."})
    void resultsAreInItsFolder(String result) throws IOException {
        String line = "done\ta.tif\t" + HASH + "\t" + result + "\n";
        Files.writeString(file(), "settings\ts\nseed\t7\n" + line);
        assertThatThrownBy(() -> Journal.open(folder, "s", 7, DISK))
                .hasMessageContaining("its line 3");
    }

    @Test
    void bytesThatAreNoTextAreDamage() throws IOException {
        Files.write(file(), new byte[] {'s', 'e', 't', (byte) 0xc3, '\n'});
        assertThatThrownBy(() -> Journal.seedOf(folder)).hasMessageContaining("is damaged");
    }

    @Test
    void otherSettingsAreRefused() throws IOException {
        written();
        assertThatThrownBy(() -> Journal.open(folder, "others", 7, DISK))
                .hasMessageContaining("results of a job with other settings");
    }

    @Test
    @Timeout(60)
    void damagedJournalsEndInAJournalOrInItsName() throws IOException {
        byte[] valid = written();
        Mutations mutations = new Mutations();
        for (int seed = 0; seed < ROUNDS; seed++) {
            Files.write(file(), Mutations.of(valid, seed));
            mutations.check(
                    "seed " + seed,
                    folder.toString(),
                    () -> Journal.open(folder, SETTINGS, 7, DISK));
        }
        mutations.requireBoth();
    }
}
