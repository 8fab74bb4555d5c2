// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.record;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileSaver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.launch.MacroBatch;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.record.Difference;
import sc.fiji.diffusion.tool.record.GeneratedPixels;
import sc.fiji.diffusion.tool.record.Records;
import sc.fiji.diffusion.weights.DType;
import sc.fiji.diffusion.weights.SafetensorsWriter;

/** The commands around the record, as macros that save an image, open it, and go on from there. */
class RecordCommandsTest {

    private static final String TINY = Reference.path("models/tiny-sd1").toString();
    private static final String SAMPLING =
            "model=[" + TINY + "] steps=2 guidance=1 seed=5 count=1 prompt=[a round cell]";

    @TempDir static Path folder;

    private static final Map<String, String> MACROS = new LinkedHashMap<>();
    private static Map<String, String> reasons;

    @BeforeAll
    static void runEverything() throws IOException {
        Files.copy(adapter("kohya"), folder.resolve("sharper.safetensors"));
        embedding("word", 1);
        String all = "close(\"*\"); setBatchMode(true);\n";
        TestImages.everyType()
                .forEach(
                        (type, image) -> {
                            String name = type.replace(" ", "-");
                            image.setRoi(TestImages.everySelection().get("composite"));
                            new FileSaver(image).saveAsTiff(path("in-" + name));
                            String open = open("in-" + name);
                            String change =
                                    open + "run(\"Select None\");" + run("Image to Image...");
                            repeat(all, "i2i-" + name, change, open);
                            repeat(
                                    all,
                                    "inpaint-" + name,
                                    open + run("Inpaint Selection..."),
                                    open);
                        });
        repeat(all, "t2i", run("Text to Image..."), "");
        String input = open("in-8-bit");
        String remove = "run(\"Remove Selection...\", \"strength=0 model=unknown\");\n";
        repeat(all, "remove-without-model", input + remove, input);
        refusals(all);
        views(all);
        reasons = MacroBatch.run(folder, MACROS);
    }

    private static String run(String command) {
        return "run(\"" + command + "\", \"" + SAMPLING + "\");\n";
    }

    private static String open(String name) {
        return "open(\"" + path(name) + "\");\n";
    }

    private static String path(String name) {
        return folder.resolve(name + ".tif").toString();
    }

    /** Makes an image, saves and closes it, opens it and its input again, and repeats it. */
    private static void repeat(String all, String name, String make, String openInput) {
        String save = "run(\"Save with Provenance...\", \"path=[" + path(name) + "]\");\n";
        String close = "close(\"*\");\n";
        String disturb =
                openInput.isEmpty()
                        ? ""
                        : openInput
                                + "run(\"Select None\"); if (bitDepth() != 24) setMinAndMax(3, 70);\n";
        String again =
                "run(\"Repeat...\");\nsaveAs(\"Tiff\", \"" + path("again-" + name) + "\");\n";
        MACROS.put(name, all + make + save + close + disturb + open(name) + again + close);
    }

    private static void refusals(String all) {
        MACROS.put("no input", all + open("inpaint-8-bit") + "run(\"Repeat...\");");
        MACROS.put(
                "wrong input",
                all
                        + open("inpaint-8-bit")
                        + "run(\"Repeat...\", \"input=["
                        + path("t2i")
                        + "]\");");
        MACROS.put(
                "wrong model", all + open("t2i") + "run(\"Repeat...\", \"model=microscopy-128\");");
        MACROS.put("wrong adapter", all + changed("lora", "sharper", adapter("diffusers")));
        MACROS.put("wrong embedding", all + changed("embeddings", "word", embedding(2)));
        MACROS.put("no record", all + open("in-RGB") + "run(\"Repeat...\");");
        MACROS.put("too far back", all + open("t2i") + "run(\"Repeat...\", \"back=1\");");
    }

    /** Makes an image with a small file, and again when another one is in its place. */
    private static String changed(String key, String name, Path other) {
        Path file = folder.resolve(name + ".safetensors");
        return run("Text to Image...").replace("prompt", key + "=[" + file + "] prompt")
                + "File.copy(\"%s\", \"%s\");\nrun(\"Repeat...\");\n".formatted(other, file);
    }

    private static Path adapter(String layout) {
        return Reference.path("lora/tiny-sd1-" + layout + ".safetensors");
    }

    private static Path embedding(float value) {
        return embedding("word" + value, value);
    }

    private static Path embedding(String name, float value) {
        Path file = folder.resolve(name + ".safetensors");
        Map<String, Tensor> vectors = Map.of("emb_params", Tensor.full(value, 1, 32));
        try {
            SafetensorsWriter.write(file, vectors, DType.F32, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    @Test
    void imageMadeAgainHasIdenticalPixelsForEveryTaskAndType() {
        reasons.forEach(
                (name, reason) -> {
                    if (!MACROS.get(name).contains("again-")) return;
                    assertThat(reason).as(name).isEqualTo(MacroBatch.DONE);
                    ImagePlus first = IJ.openImage(path(name));
                    ImagePlus again = IJ.openImage(path("again-" + name));
                    assertThat(Difference.none(first, again)).as(name).isTrue();
                    assertThat(Records.last(again).settings().keySet())
                            .as(name)
                            .isEqualTo(Records.last(first).settings().keySet());
                });
        assertThat(reasons.keySet()).filteredOn(name -> name.contains("i2i-")).hasSize(7);
    }

    @Test
    void runThatCannotBeRepeatedSaysWhy() {
        assertThat(reasons.get("no input"))
                .contains("none of the open images is the input", "\"in-8-bit.tif\"");
        assertThat(reasons.get("wrong input"))
                .contains("\"t2i.tif\" has other pixels (SHA-256 ", "choose the image");
        assertThat(reasons.get("wrong model"))
                .contains("model microscopy-128 has weights of SHA-256 ", "name the right one");
        assertThat(reasons.get("wrong adapter"))
                .contains("adapter ", "sharper.safetensors has weights of SHA-256 ", "sharper:1");
        assertThat(reasons.get("wrong embedding"))
                .contains("embedding ", "word.safetensors has weights of SHA-256 ");
        assertThat(reasons.get("no record")).contains("carries no record of this software");
        assertThat(reasons.get("too far back")).contains("back must be between 0 and 0", "was 1");
    }

    private static void views(String all) {
        String show = "run(\"Show Generated Pixels...\", \"show=";
        String input = " input=[" + path("in-8-bit") + "]";
        MACROS.put(
                "views",
                all
                        + open("inpaint-8-bit")
                        + "id = getImageID();\n"
                        + (show + "mask\");saveAs(\"Tiff\", \"" + path("mask") + "\");\n")
                        + "selectImage(id);\n"
                        + (show + "difference" + input + "\");\n")
                        + ("saveAs(\"Tiff\", \"" + path("difference") + "\");\n")
                        + "selectImage(id);\n"
                        + (show + "overlay\");")
                        + (show + "selection\");\n")
                        + ("saveAs(\"Tiff\", \"" + path("shown") + "\");\n")
                        + "run(\"Show Record...\", \"rows=settings\");\n"
                        + "seed = \"\"; for (i = 0; i < nResults; i++)"
                        + " if (getResultString(\"Setting\", i) == \"seed\")"
                        + " seed = getResultString(\"Value\", i);\n"
                        + "if (seed != \"5\") exit(\"seed \" + seed);\n"
                        + "run(\"Show Record...\", \"rows=[open images]\");\n"
                        + "if (getResultString(\"prompt\", 0) != \"a round cell\") exit(\"prompt\");\n"
                        + ("run(\"Methods Text...\", \"path=[" + path("methods") + "]\");\n")
                        + "text = call(\"sc.fiji.diffusion.ij1.MacroFunctions.methodsText\");\n"
                        + "if (!startsWith(text, \"A part of the image\")) exit(text);\n"
                        + "s = call(\"sc.fiji.diffusion.ij1.MacroFunctions.recorded\", \"seed\");\n"
                        + "if (s != \"5\") exit(s);\n");
    }

    @Test
    void generatedPixelsAreThoseOfTheSelection() throws IOException {
        assertThat(reasons.get("views")).isEqualTo(MacroBatch.DONE);
        Roi roi = TestImages.everySelection().get("composite");
        ImagePlus mask = IJ.openImage(path("mask"));
        ImagePlus difference = IJ.openImage(path("difference"));
        for (int i = 0; i < mask.getProcessor().getPixelCount(); i++) {
            boolean inside = roi.contains(i % 61, i / 61);
            assertThat(mask.getProcessor().get(i)).isEqualTo(inside ? 255 : 0);
            if (!inside) assertThat(difference.getProcessor().getf(i)).isZero();
        }
        assertThat(difference.getProcessor().getStats().stdDev).isGreaterThan(1);
        ImagePlus shown = IJ.openImage(path("shown"));
        assertThat(shown.getOverlay().size()).isEqualTo(2);
        assertThat(GeneratedPixels.of(shown).selection().getBounds())
                .isEqualTo(shown.getRoi().getBounds());
        assertThat(Files.readString(Path.of(path("methods")))).contains("a round cell");
    }
}
