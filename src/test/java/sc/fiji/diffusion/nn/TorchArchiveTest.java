// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class TorchArchiveTest {

    @Test
    void holdsSourceModuleConstantsAndVersionUncompressed() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        byte[] archive = TorchArchive.pack("class Net(Module): # \u00b5\n");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                assertThat(e.getMethod()).as(e.getName()).isEqualTo(ZipEntry.STORED);
                entries.put(e.getName(), zip.readAllBytes());
            }
        }

        assertThat(entries)
                .containsOnlyKeys(
                        "net/data.pkl",
                        "net/code/__torch__.py",
                        "net/constants.pkl",
                        "net/version");
        assertThat(text(entries.get("net/code/__torch__.py")))
                .isEqualTo("class Net(Module): # \u00b5\n");
        assertThat(text(entries.get("net/version"))).isEqualTo("3\n");
        assertThat(text(entries.get("net/data.pkl"))).contains("c__torch__\nNet\n");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
