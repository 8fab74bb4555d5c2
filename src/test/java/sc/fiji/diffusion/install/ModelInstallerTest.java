// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.model.ModelSummary;
import sc.fiji.diffusion.testing.Reference;

class ModelInstallerTest {

    private static final Path TINY = Reference.path("models/tiny-sd1");

    @TempDir Path folder;

    private Path models() {
        return folder.resolve("models");
    }

    private ModelInstaller installer() {
        return new ModelInstaller(models());
    }

    private Path zip(String prefix) throws IOException {
        Path file = folder.resolve("zipped.zip");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(TINY)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Path path : files) {
                String name = TINY.relativize(path).toString().replace('\\', '/');
                zip.putNextEntry(new ZipEntry(prefix + name));
                Files.copy(path, zip);
                zip.closeEntry();
            }
        }
        return file;
    }

    @Test
    void copiesAFolderWhole() throws IOException {
        Path installed = installer().install(TINY, "my model", Transfer.SILENT);
        assertThat(installed).isEqualTo(models().resolve("my model"));
        assertThat(ModelSummary.of(installed).family()).isEqualTo(ModelSummary.of(TINY).family());
        assertThat(ModelSummary.of(installed).bytes()).isEqualTo(ModelSummary.of(TINY).bytes());
        assertThat(models().toFile().list()).containsExactly("my model");
    }

    @Test
    void unpacksAZipWithOrWithoutAFolderAround() throws IOException {
        installer().install(zip(""), "flat", Transfer.SILENT);
        installer().install(zip("tiny-sd1/"), "", Transfer.SILENT);
        for (String name : new String[] {"flat", "zipped"}) {
            assertThat(ModelSummary.of(models().resolve(name)).precision()).isEqualTo("F32");
        }
    }

    @Test
    void aZipCannotReachOutside() throws IOException {
        assertThatThrownBy(() -> installer().install(zip("../../evil/"), "x", Transfer.SILENT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("names a file outside itself");
        assertThat(folder.resolve("evil")).doesNotExist();
        assertThat(models()).isEmptyDirectory();
    }

    @Test
    void aNameThatIsTakenAndAFolderThatIsNoModelAreRefused() throws IOException {
        installer().install(TINY, "", Transfer.SILENT);
        assertThatThrownBy(() -> installer().install(TINY, "", Transfer.SILENT))
                .hasMessageContaining("there is a model tiny-sd1 in");
        assertThatThrownBy(() -> installer().install(TINY.resolve("unet"), "", Transfer.SILENT))
                .hasMessageContaining("is no model: that is a .safetensors file, or a folder");
        assertThatThrownBy(() -> installer().install(TINY, "../x", Transfer.SILENT))
                .hasMessageContaining("cannot be the name of a folder");
        assertThat(models().toFile().list()).containsExactly("tiny-sd1");
    }

    @Test
    void whatCannotBeInstalledIsRefusedBeforeItIsDownloaded() throws IOException {
        ModelInstaller installer = installer();
        installer.install(zip(""), "taken", Transfer.SILENT);
        assertThatThrownBy(() -> installer.requireInstallable("12345", "mine"))
                .hasMessageContaining("\"12345\" is no model");
        assertThatThrownBy(() -> installer.requireInstallable("other.zip", "taken"))
                .hasMessageContaining("there is a model taken in");
        assertThatThrownBy(() -> installer.requireInstallable("taken.zip", ""))
                .hasMessageContaining("there is a model taken in");
        installer.requireInstallable("taken.safetensors", "");
        for (String name : new String[] {"lora", "Embeddings", "nul", "a\nb", "a."}) {
            assertThatThrownBy(() -> installer.requireInstallable("x.zip", name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be the name of a folder");
        }
    }

    @Test
    void damageIsFoundByTheHashesThatCameWithTheFiles() throws IOException {
        Path installed = installer().install(TINY, "", Transfer.SILENT);
        String right = sc.fiji.diffusion.weights.Sha256.of(installed.resolve("unet/config.json"));
        String list = right + "  unet/config.json\n";
        Files.writeString(installed.resolve(Checksums.FILE), list, StandardCharsets.UTF_8);
        assertThat(Checksums.check(installed)).isEmpty();
        Files.writeString(
                installed.resolve(Checksums.FILE),
                list + "0".repeat(64) + "  vae/config.json\n" + right + " *gone.txt\nnonsense\n");
        assertThat(Checksums.check(installed))
                .containsExactly(
                        "vae/config.json is not the file that was published: its hash differs",
                        "gone.txt is missing",
                        "cannot read the line \"nonsense\" of SHA256SUMS");
        assertThatThrownBy(() -> installer().install(installed, "again", Transfer.SILENT))
                .hasMessageContaining("its hash differs");
        assertThat(models().resolve("again")).doesNotExist();
    }

    @Test
    void theSummaryOfTheShippedModelNamesItsLicence() throws IOException {
        ModelSummary summary = ModelSummary.of(Path.of("models/microscopy-128"));
        assertThat(summary.licence()).isEqualTo("bsd-2-clause");
        assertThat(summary.family()).isEqualTo("latents with text");
        assertThat(summary.bytes()).isGreaterThan(1_000_000);
    }
}
