// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the installation zips hold, which {@code mvn package} makes. */
class ZipsIT {

    private static final Pattern VERSION =
            Pattern.compile("-\\d[^/]*?(?=-[a-z]+-[a-z0-9_]+\\.jar|\\.jar)");

    /** Those that Fiji lacks, but for the libraries of a platform. */
    private static final Set<String> FIJI_LACKS =
            Set.of(
                    "plugins/Diffusion_.jar",
                    "jars/api.jar",
                    "jars/pytorch-engine.jar",
                    "jars/pytorch-jni.jar",
                    "jars/tokenizers.jar",
                    "jars/xmpcore.jar");

    /** Those that only plain ImageJ lacks, with one binding of SLF4J. */
    private static final Set<String> IMAGEJ_LACKS =
            Set.of(
                    "jars/commons-codec.jar",
                    "jars/commons-compress.jar",
                    "jars/commons-io.jar",
                    "jars/commons-math3.jar",
                    "jars/gson.jar",
                    "jars/imglib2-imagej.jar",
                    "jars/imglib2.jar",
                    "jars/jna.jar",
                    "jars/parsington.jar",
                    "jars/scijava-common.jar",
                    "jars/slf4j-api.jar",
                    "jars/slf4j-simple.jar");

    private static final String PLATFORMS =
            "linux-x86_64, linux-x86_64\nmacosx-aarch64, osx-aarch64\nwin-x86_64, win-x86_64";

    @TempDir Path temp;

    private static ZipFile zip(String platform) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            List<Path> zips =
                    files.filter(f -> f.toString().endsWith("-" + platform + ".zip")).toList();
            assertThat(zips)
                    .as("zips for " + platform + " of one version (else: mvn clean)")
                    .hasSize(1);
            return new ZipFile(zips.get(0).toFile());
        }
    }

    private static Set<String> names(ZipFile zip) {
        return zip.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Without versions, so that two versions are a name twice. */
    private static List<String> jars(ZipFile zip) {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(".jar"))
                .map(name -> VERSION.matcher(name).replaceFirst(""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(textBlock = PLATFORMS)
    void zipForFijiHasTheJarsThatFijiLacks(String platform, String natives) throws IOException {
        try (ZipFile zip = zip(platform)) {
            Set<String> expected = new TreeSet<>(FIJI_LACKS);
            expected.add("jars/pytorch-native-cpu-" + natives + ".jar");
            assertThat(jars(zip)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = PLATFORMS)
    void zipForPlainImageJHasAllOthersToo(String platform, String natives) throws IOException {
        try (ZipFile fiji = zip(platform);
                ZipFile plain = zip(platform + "-plain-ImageJ")) {
            Set<String> expected = new TreeSet<>(jars(fiji));
            expected.addAll(IMAGEJ_LACKS);
            assertThat(jars(plain)).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(names(plain)).containsAll(names(fiji));
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = PLATFORMS)
    void nativeCodeIsThatOfThePlatformAlone(String platform, String natives) throws IOException {
        try (ZipFile zip = zip(platform)) {
            assertThat(folders(zip, "jars/tokenizers-", "native/lib/")).containsExactly(natives);
            assertThat(folders(zip, "jars/pytorch-jni-", "jnilib/")).containsExactly(natives);
            assertThat(folders(zip, "jars/pytorch-native-cpu-", "pytorch/cpu/"))
                    .containsExactly(natives);
        }
    }

    /** The folders with files in a folder of a jar in the zip. */
    private Set<String> folders(ZipFile zip, String jar, String folder) throws IOException {
        ZipEntry entry =
                zip.stream().filter(e -> e.getName().startsWith(jar)).findFirst().orElseThrow();
        Set<String> folders = new TreeSet<>();
        Path file = temp.resolve(entry.getName().replace('/', '_'));
        Files.copy(zip.getInputStream(entry), file, StandardCopyOption.REPLACE_EXISTING);
        try (ZipFile unpacked = new ZipFile(file.toFile())) {
            for (String name : names(unpacked)) {
                if (!name.startsWith(folder) || name.endsWith("/")) continue;
                String below = name.substring(folder.length());
                if (below.contains("/")) folders.add(below.substring(0, below.indexOf('/')));
            }
        }
        return folders;
    }

    @ParameterizedTest
    @CsvSource(textBlock = PLATFORMS)
    void modelsMacrosAndLicencesLieBeside(String platform, String natives) throws IOException {
        try (ZipFile zip = zip(platform)) {
            assertThat(names(zip))
                    .contains(
                            "models/microscopy-128/model_index.json",
                            "models/microscopy-128/unet/diffusion_pytorch_model.safetensors",
                            "models/microscopy-128-inpainting/model_index.json",
                            "macros/Diffusion/Text_to_Image.ijm",
                            "plugins/Diffusion/Inpaint_Each_Slice.ijm",
                            "licenses/Diffusion/LICENSE.txt",
                            "licenses/Diffusion/README.txt")
                    .allMatch(name -> name.matches("(plugins|jars|models|macros|licenses)/.*"));
        }
    }

    /** ImageJ reads the menu, and SciJava the index of commands, from the jar in plugins. */
    @ParameterizedTest
    @CsvSource(textBlock = PLATFORMS)
    void ownJarHasMenuAndIndex(String platform, String natives) throws IOException {
        try (ZipFile zip = zip(platform)) {
            ZipEntry jar =
                    zip.stream()
                            .filter(e -> e.getName().matches("plugins/Diffusion_-[^/]*\\.jar"))
                            .findFirst()
                            .orElseThrow();
            Set<String> names = new TreeSet<>();
            try (ZipInputStream in = new ZipInputStream(zip.getInputStream(jar))) {
                for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry())
                    names.add(e.getName());
            }
            assertThat(names).contains("plugins.config", "META-INF/json/org.scijava.plugin.Plugin");
        }
    }
}
