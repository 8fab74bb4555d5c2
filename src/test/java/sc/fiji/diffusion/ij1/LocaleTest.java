// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.ij1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.Commands;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.macro.MacroOptions;
import sc.fiji.diffusion.command.macro.Recording;
import sc.fiji.diffusion.image.SameSize;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Models;

/**
 * All that commands write (records, labels, macro lines, tables, journals, configurations, cards)
 * is the same where letters fold otherwise, numbers have a comma or other digits, and it is another
 * time.
 */
class LocaleTest {

    private static final String TINY = "model=[" + Reference.path("models/tiny-sd1") + "]";
    private static final String SHORT = TINY + " steps=2 guidance=1.5 seed=1 prompt=cell";
    private static final Locale DISPLAY = Locale.getDefault(Locale.Category.DISPLAY);
    private static final Locale FORMAT = Locale.getDefault(Locale.Category.FORMAT);
    private static final Locale LOCALE = Locale.getDefault();
    private static final TimeZone ZONE = TimeZone.getDefault();

    /** What differs between any two runs. */
    private static final Pattern TIMES =
            Pattern.compile("(?m)^(seconds per step: |\\| minutes \\| |\\d+,)[0-9.]+\\b");

    private static final Pattern TEXTS =
            Pattern.compile(".*\\.(json|csv|md|txt|journal|xmp|xml|roi)");

    @TempDir static Path temp;

    private static TreeMap<String, String> expected;

    @BeforeAll
    static void writeEverything() throws IOException {
        Interpreter.batchMode = true; // show() without a window
        expected = under(Locale.ROOT, TimeZone.getTimeZone("UTC"));
    }

    @AfterEach
    void restore() {
        restoreDefaults();
    }

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    private static void restoreDefaults() {
        Locale.setDefault(LOCALE);
        Locale.setDefault(Locale.Category.DISPLAY, DISPLAY);
        Locale.setDefault(Locale.Category.FORMAT, FORMAT);
        TimeZone.setDefault(ZONE);
    }

    /** Without a dot on the capital i; with a comma; with other digits; with another calendar. */
    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "de-DE", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai"})
    void everythingIsWrittenTheSame(String tag) throws IOException {
        assertThat(
                        String.format(Locale.forLanguageTag(tag), "%.1f", 1.5)
                                + "I".toLowerCase(Locale.forLanguageTag(tag)))
                .as("what would be written without care")
                .isNotEqualTo("1.5i");
        assertThat(under(Locale.forLanguageTag(tag), TimeZone.getTimeZone("Asia/Kathmandu")))
                .isEqualTo(expected);
    }

    private static TreeMap<String, String> under(Locale locale, TimeZone zone) throws IOException {
        Locale.setDefault(locale);
        TimeZone.setDefault(zone);
        try {
            Path folder = Files.createDirectory(temp.resolve(locale.toLanguageTag()));
            return new Everything(folder).write();
        } finally {
            restoreDefaults();
        }
    }

    /** Runs commands whose results go to a folder, and keeps what they write. */
    private record Everything(Path folder, TreeMap<String, String> texts) {

        Everything(Path folder) {
            this(folder, new TreeMap<>());
        }

        TreeMap<String, String> write() throws IOException {
            Path in = Files.createDirectory(folder.resolve("in"));
            ImagePlus image = TestImages.gray16(30, 24);
            image.setRoi(new OvalRoi(6, 5, 14, 12));
            new FileSaver(image).saveAsTiff(in.resolve("IMAGE.TIF").toString());
            run(null, "Text to Image", SHORT + " width=24 height=16 sampler=ddim");
            run(image, "Image to Image", SHORT + " strength=0.75");
            run(image, "Inpaint Selection", SHORT + " count=2 fill=Noise");
            ImagePlus repainted = run(image, "Inpaint Selection", SHORT + " range=PERCENTILES");
            run(repainted, "Methods Text", "path=[" + folder.resolve("methods.txt") + "]");
            run(repainted, "Save with Provenance", "path=[" + folder.resolve("OUT.PNG") + "]");
            run(image, "Add Noise", TINY + " strength=0.4 frames=3 seed=1");
            run(image, "Forward Process", TINY + " frames=3 seed=1");
            run(image, "VAE Compare", TINY);
            run(
                    null,
                    "Inpaint Folder",
                    SHORT + " input=[" + in + "] folder=[" + folder.resolve("out") + "]");
            String phantoms = "count=2 width=16 height=16 structure=MITOCHONDRIA seed=1";
            run(null, "Phantom Images", phantoms + " folder=[" + folder.resolve("phantoms") + "]");
            ImagePlus stack = run(null, "Phantom Images", phantoms);
            run(
                    stack,
                    "Train Model",
                    "pixels=8 batch=1 steps=1 seed=1 output=[" + folder.resolve("model") + "]");
            keep("refusal", refusal(image).getMessage());
            keepFiles();
            return texts;
        }

        private static IllegalArgumentException refusal(ImagePlus image) {
            ImagePlus other = TestImages.gray16(12, 34);
            return assertThatIllegalArgumentException()
                    .isThrownBy(() -> SameSize.require("these must fit", image, other))
                    .actual();
        }

        /** Runs a command and returns what it shows last. */
        private ImagePlus run(ImagePlus image, String title, String options) {
            DiffusionCommand command = Commands.doing(title);
            CommandFields fields = new CommandFields(command);
            MacroOptions.parse(options, fields.keys()).forEach(fields::set);
            if (image != null) fields.setImage(image);
            Analyzer.setResultsTable(new ResultsTable());
            command.run();
            assertThat(command.wasSuccessful()).as(title).isTrue();
            keep(title + " line", Recording.line(command.label(), fields.texts(), false));
            keep(title + " table", table(Analyzer.getResultsTable()));
            ImagePlus last = null;
            for (ImagePlus shown : command.shown()) {
                last = shown;
                keep(title + " title", shown.getTitle());
                keep(title + " info", String.valueOf(shown.getInfoProperty()));
                keep(title + " labels", String.join("\n", labels(shown)));
            }
            return last;
        }

        private static List<String> labels(ImagePlus image) {
            return Stream.of(image.getStack().getSliceLabels()).map(String::valueOf).toList();
        }

        private static String table(ResultsTable table) {
            StringBuilder rows = new StringBuilder(String.join(",", table.getHeadings()));
            for (int i = 0; i < table.size(); i++)
                rows.append('\n').append(table.getRowAsString(i));
            return rows.toString();
        }

        private void keepFiles() throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = folder.relativize(file).toString();
                    boolean text = TEXTS.matcher(name).matches();
                    keep("file " + name, text ? Files.readString(file) : "");
                }
            }
        }

        private void keep(String name, String text) {
            String comparable = text.replace(folder.toString(), "FOLDER");
            texts.merge(name, TIMES.matcher(comparable).replaceAll("$1"), (a, b) -> a + "\n" + b);
        }
    }
}
