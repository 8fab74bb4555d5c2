// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {

    private static final String EMPTY =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir private Path folder;

    @Test
    void equalsTheVectorsOfTheStandard() throws IOException {
        assertThat(Sha256.of(write("empty", ""))).isEqualTo(EMPTY);
        assertThat(Sha256.of(write("abc", "abc"))).isEqualTo(ABC);
        assertThat(Sha256.of(write("million", "a".repeat(1_000_000))))
                .isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }

    @Test
    void hashOfSeveralFilesIsThatOfTheirSortedHashes() throws IOException {
        Path abc = write("abc", "abc");
        Path empty = write("empty", "");
        String lines = ABC + "\n" + EMPTY + "\n";

        assertThat(Sha256.of(List.of(empty, abc)))
                .isEqualTo(Sha256.of(List.of(abc, empty)))
                .isEqualTo(Sha256.of(write("lines", lines)));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
