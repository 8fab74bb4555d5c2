// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.ij1;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.Commands;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.macro.MacroOptions;
import sc.fiji.diffusion.command.macro.Recording;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.launch.MacroBatch;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.record.Difference;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/**
 * What the recorder writes for each command, run without a window, against what the command made
 * when it was recorded. Seeds are left out, as users do, so that the recorded one must be used.
 */
class RecordedMacrosTest {

    private static final String TINY =
            "model=[" + Reference.path("models/tiny-sd1") + "] steps=1 guidance=1";
    private static final String VAE = "model=[" + Reference.path("models/tiny-sd1") + "]";

    @TempDir static Path folder;

    private static final Map<String, String> MACROS = new LinkedHashMap<>();
    private static Map<String, String> reasons;

    @BeforeAll
    static void recordEverything() throws IOException {
        Interpreter.batchMode = true; // show() without a window
        ImagePlus input = TestImages.gray16(30, 24);
        input.setRoi(new OvalRoi(6, 5, 14, 12));
        new FileSaver(input).saveAsTiff(path("input"));
        record(
                "input",
                "Text to Image",
                TINY + " width=24 height=16 prompt=[odd \"[prompt seed=1]");
        record("input", "Image to Image", TINY + " strength=1 output=32-bit prompt=[two [words]]");
        record(
                "input",
                "Inpaint Selection",
                TINY + " range=percentiles fill=noise" + namesWithCommas() + " prompt=cell");
        record("input", "Remove Selection", TINY + " strength=1 feather=0");
        record(
                "input",
                "Extend Canvas",
                TINY + " strength=1 left=9 right=0 top=0 bottom=3 prompt=cell");
        record("input", "VAE Encode", VAE + " mode=sample");
        record("VAE Encode", "VAE Decode", VAE + " output=RGB");
        record("input", "Add Noise", VAE + " strength=0.4 frames=2");
        record("input", "Phantom Images", "count=2 width=16 height=16 structure=rods");
        record("Inpaint Selection", "Show Generated Pixels", "show=mask");
        record("Inpaint Selection", "Make Again", "input=[" + path("input") + "]");
        reasons = MacroBatch.run(folder, MACROS);
    }

    /** Two adapters and an embedding, as they are and in quotes. */
    private static String namesWithCommas() throws IOException {
        Path adapter = Reference.path("lora/tiny-sd1-kohya.safetensors");
        Path first = Files.copy(adapter, folder.resolve("a, b.safetensors"));
        Path second = Files.copy(adapter, folder.resolve("c, d.safetensors"));
        Path embedding = folder.resolve("e, f.safetensors");
        Map<String, Tensor> vectors = Map.of("emb_params", Tensor.full(0.1f, 2, 32));
        SafetensorsWriter.write(embedding, vectors, DType.F32, Map.of());
        return " lora=[%s:0.5, \"%s\":-.25] embeddings=[%s]".formatted(first, second, embedding);
    }

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    private static String path(String name) {
        return folder.resolve(name.replace(' ', '-') + ".tif").toString();
    }

    /** Runs a command as after its dialog, keeps what it shows, and notes the recorded line. */
    private static void record(String on, String title, String options) {
        DiffusionCommand command = Commands.doing(title);
        CommandFields fields = new CommandFields(command);
        MacroOptions.parse(options, fields.keys()).forEach(fields::set);
        fields.setImage(IJ.openImage(path(on)));
        command.runHere();
        assertThat(command.wasSuccessful()).as(title).isTrue();
        save(command.shown(), path(title));
        String line = Recording.line(command.label(), fields.texts(), false);
        MACROS.put(
                title,
                "setBatchMode(true);\nopen(\""
                        + path(on)
                        + "\");\n"
                        + line
                        + "saveAs(\"Tiff\", \""
                        + path("again " + title)
                        + "\");\nclose(\"*\");\n");
    }

    private static void save(List<ImagePlus> shown, String file) {
        ImagePlus last = shown.get(shown.size() - 1);
        if (last.getStackSize() > 1) new FileSaver(last).saveAsTiffStack(file);
        else new FileSaver(last).saveAsTiff(file);
    }

    @TestFactory
    Stream<DynamicTest> recordedMacroGivesTheSameImage() {
        return MACROS.keySet().stream()
                .map(title -> DynamicTest.dynamicTest(title, () -> assertSameImage(title)));
    }

    private static void assertSameImage(String title) {
        assertThat(reasons.get(title)).isEqualTo(MacroBatch.DONE);
        ImagePlus first = IJ.openImage(path(title));
        ImagePlus again = IJ.openImage(path("again " + title));
        assertThat(Difference.none(first, again)).isTrue();
    }

    @Test
    void folderIsDoneAgainByItsRecordedLine() throws IOException {
        Path input = Files.createDirectory(folder.resolve("in"));
        new FileSaver(IJ.openImage(path("input"))).saveAsTiff(input.resolve("a.tif").toString());
        DiffusionCommand command = Commands.doing("Inpaint Folder");
        CommandFields fields = new CommandFields(command);
        Path output = folder.resolve("out");
        String options = TINY + " input=[" + input + "] folder=[" + output + "] prompt=cell";
        MacroOptions.parse(options, fields.keys()).forEach(fields::set);
        command.runHere();
        assertThat(command.wasSuccessful()).isTrue();
        Path first = Files.move(output, folder.resolve("first"));
        String line = Recording.line(command.label(), fields.texts(), false);
        assertThat(MacroBatch.run(folder, Map.of("folder", line))).containsValue(MacroBatch.DONE);
        ImagePlus again = IJ.openImage(output.resolve("a.tif").toString());
        assertThat(Difference.none(IJ.openImage(first.resolve("a.tif").toString()), again))
                .isTrue();
    }

    /** Whatever a dialog may hold is in the line, and is read back from it. */
    @TestFactory
    Stream<DynamicTest> everyKeyOfEveryCommandComesBackFromItsLine() {
        return Commands.all().stream()
                .map(
                        command ->
                                DynamicTest.dynamicTest(
                                        command.title(), () -> assertComesBack(command)));
    }

    private static void assertComesBack(DiffusionCommand command) {
        CommandFields fields = new CommandFields(command);
        for (String key : fields.keys()) {
            boolean free = fields.type(key) == String.class && fields.choices(key).isEmpty();
            if (free) fields.set(key, key.equals("prompt") ? "odd ] \"p\" seed=1" : "two [words]");
        }
        Map<String, String> values = fields.texts();
        String options = MacroOptions.format(values);
        assertThat(MacroOptions.parse(options, fields.keys())).isEqualTo(values);
    }
}
