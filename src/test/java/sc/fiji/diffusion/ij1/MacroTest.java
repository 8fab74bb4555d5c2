// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.ij1;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.TextToImageCommand;
import sc.fiji.diffusion.command.macro.Recording;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.launch.MacroBatch;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.record.Difference;

/** The commands as macros of plain ImageJ call them, looked at in the files that they save. */
class MacroTest {

    private static final String TINY = Reference.path("models/tiny-sd1").toString();
    private static final String PROMPT = "prompt=[fluorescent nuclei, dense field]";
    private static final String NEGATIVE = "negative=[blurry, low contrast]";

    @TempDir static Path folder;

    private static final Map<String, String> MACROS = new LinkedHashMap<>();
    private static String recordedLine;

    @BeforeAll
    static void runEverything() throws IOException {
        generateMacros();
        inpaintMacros();
        referenceMacros();
        otherCommands();
        record();
        Map<String, String> reasons = MacroBatch.run(folder, MACROS);
        assertThat(reasons.values()).as(reasons.toString()).containsOnly(MacroBatch.DONE);
    }

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    private static String run(String command, String options) {
        return "run(\"" + command + "\", \"model=[" + TINY + "] " + options + "\");\n";
    }

    private static String save(String name) {
        return "saveAs(\"Tiff\", \"" + folder.resolve(name + ".tif") + "\");\n";
    }

    private static ImagePlus open(String name) {
        return IJ.openImage(folder.resolve(name + ".tif").toString());
    }

    private static void generateMacros() {
        String small = "width=24 height=16 steps=2 " + PROMPT;
        for (int seed = 5; seed <= 7; seed++) {
            MACROS.put(
                    "seed " + seed,
                    run("Text to Image...", "seed=" + seed + " " + small) + save("seed" + seed));
        }
        MACROS.put("again", run("Text to Image...", "seed=5 " + small) + save("again"));
        MACROS.put("three", run("Text to Image...", "seed=5 count=3 " + small) + save("three"));
    }

    @Test
    void oneSeedGivesIdenticalPixels() {
        assertThat(open("again").getProcessor().getPixels())
                .isEqualTo(open("seed5").getProcessor().getPixels());
    }

    @Test
    void countThreeGivesTheImagesOfThreeSeeds() {
        ImagePlus three = open("three");
        assertThat(three.getStackSize()).isEqualTo(3);
        for (int k = 0; k < 3; k++) {
            ImagePlus one = open("seed" + (5 + k));
            assertThat(three.getStack().getPixels(k + 1)).isEqualTo(one.getProcessor().getPixels());
        }
    }

    @Test
    void savedImageCarriesItsSettings() {
        assertThat((String) open("seed6").getProperty("Info"))
                .startsWith("AI-generated: wholly\n")
                .contains("\nseed: 6\n", "\nprompt: fluorescent nuclei, dense field\n");
    }

    private static void inpaintMacros() {
        TestImages.everyType()
                .forEach(
                        (type, image) ->
                                TestImages.everySelection()
                                        .forEach((roi, shape) -> inpaint(type, image, roi, shape)));
    }

    private static void inpaint(String type, ImagePlus image, String roi, Roi shape) {
        image.setRoi(shape);
        String input = folder.resolve("in " + type + " " + roi + ".tif").toString();
        new FileSaver(image).saveAsTiff(input);
        MACROS.put(
                "inpaint " + type + " " + roi,
                "open(\""
                        + input
                        + "\");\n"
                        + run(
                                "Inpaint Selection...",
                                "steps=1 guidance=1 seed=1 context=4 feather=1")
                        + save("out " + type + " " + roi)
                        + "close(\"*\");\n");
    }

    @Test
    void inpaintingKeepsEveryPixelOutsideTheSelectionOfEveryType() {
        for (String type : TestImages.everyType().keySet()) {
            TestImages.everySelection()
                    .forEach(
                            (name, roi) -> {
                                String both = type + " " + name;
                                ImagePlus input = open("in " + both);
                                ImagePlus output = open("out " + both);
                                assertSameLooks(both, input, output);
                                assertOnlySelectionChanged(both, input, output, roi);
                            });
        }
    }

    private static void assertSameLooks(String what, ImagePlus input, ImagePlus output) {
        assertThat(output.getType()).as(what).isEqualTo(input.getType());
        assertThat(output.getDimensions()).as(what).isEqualTo(input.getDimensions());
        assertThat(output.getDisplayRangeMin()).as(what).isEqualTo(input.getDisplayRangeMin());
        assertThat(output.getDisplayRangeMax()).as(what).isEqualTo(input.getDisplayRangeMax());
        assertThat(output.getCalibration().equals(input.getCalibration())).as(what).isTrue();
        assertThat(output.isInvertedLut()).as(what).isEqualTo(input.isInvertedLut());
        if (output.getBitDepth() == 24) return;
        assertThat(output.getProcessor().getLut().getBytes())
                .as(what)
                .isEqualTo(input.getProcessor().getLut().getBytes());
    }

    private static void assertOnlySelectionChanged(
            String what, ImagePlus input, ImagePlus output, Roi roi) {
        int changed = 0;
        for (int s = 1; s <= input.getStackSize(); s++) {
            ImageProcessor before = input.getStack().getProcessor(s);
            ImageProcessor after = output.getStack().getProcessor(s);
            for (int i = 0; i < before.getPixelCount(); i++) {
                if (after.get(i) == before.get(i)) continue;
                boolean inside = roi.contains(i % before.getWidth(), i / before.getWidth());
                assertThat(inside).as("%s, slice %d, pixel %d", what, s, i).isTrue();
                changed++;
            }
        }
        assertThat(changed).as(what).isGreaterThan(100);
    }

    private static void referenceMacros() {
        MACROS.put(
                "t2i",
                run(
                                "Text to Image...",
                                NEGATIVE
                                        + " width=96 height=64 steps=6 guidance=7.5 seed=43"
                                        + " output=32-bit "
                                        + PROMPT)
                        + save("t2i"));
        Reference reference = Reference.open("cases/pipelines/tiny-sd1_i2i_0.75.safetensors");
        String input = folder.resolve("i2i in.tif").toString();
        new FileSaver(new ImagePlus("in", rgb(reference.read("input.image")))).saveAsTiff(input);
        MACROS.put(
                "i2i",
                "open(\""
                        + input
                        + "\");\n"
                        + run(
                                "Image to Image...",
                                NEGATIVE
                                        + " strength=0.75 steps=8 guidance=6 seed=7 output=32-bit "
                                        + PROMPT)
                        + save("i2i"));
    }

    /** An image of {@code [H, W, 3]} values from 0 to 255. */
    private static ColorProcessor rgb(Tensor bytes) {
        ColorProcessor plane = new ColorProcessor(bytes.dim(1), bytes.dim(0));
        for (int i = 0; i < plane.getPixelCount(); i++) {
            int red = (int) bytes.data()[3 * i];
            int green = (int) bytes.data()[3 * i + 1];
            plane.set(i, 0xff << 24 | red << 16 | green << 8 | (int) bytes.data()[3 * i + 2]);
        }
        return plane;
    }

    @Test
    void thirtyTwoBitOutputIsTheImageOfTheReference() {
        assertThat(difference("t2i", "tiny-sd1_t2i_64x96")).isLessThan(1e-4);
        assertThat(difference("i2i", "tiny-sd1_i2i_0.75")).isLessThan(1e-4);
    }

    private static double difference(String saved, String referenceCase) {
        Tensor expected =
                Reference.open("cases/pipelines/" + referenceCase + ".safetensors").read("image");
        ImagePlus image = open(saved);
        double largest = 0;
        for (int c = 0; c < 3; c++) {
            float[] plane = (float[]) image.getStack().getPixels(c + 1);
            for (int i = 0; i < plane.length; i++) {
                largest = Math.max(largest, Math.abs(plane[i] - expected.data()[3 * i + c]));
            }
        }
        System.out.printf("%s through ImageJ: largest difference %.2g%n", saved, largest);
        return largest;
    }

    private static void otherCommands() {
        String open = "open(\"" + folder.resolve("in stack oval.tif") + "\");\n";
        MACROS.put(
                "vae",
                open
                        + run("VAE Encode...", "mode=sample seed=3")
                        + save("latents")
                        + run("VAE Decode...", "output=[same as input]")
                        + save("decoded"));
        MACROS.put(
                "noise",
                open
                        + run("Add Noise...", "strength=1 seed=2 space=latents frames=2")
                        + save("noise"));
        for (String sides : List.of("right=7", "top=3 left=2", "")) {
            MACROS.put(
                    "extend " + sides,
                    open
                            + run("Extend Canvas...", "steps=2 guidance=1 seed=2 " + sides)
                            + save("extended " + sides)
                            + "run(\"Make Again...\", \"\");\n"
                            + save("extended again " + sides));
        }
    }

    @Test
    void canvasGrowsOnTheSidesThatAreNamedOrOnAll() {
        Map<String, List<Integer>> sizes =
                Map.of(
                        "right=7", List.of(61 + 7, 47),
                        "top=3 left=2", List.of(61 + 2, 47 + 3),
                        "", List.of(61 + 64, 47 + 64));
        sizes.forEach(
                (sides, size) -> {
                    ImagePlus extended = open("extended " + sides);
                    assertThat(List.of(extended.getWidth(), extended.getHeight())).isEqualTo(size);
                    assertThat(Difference.none(extended, open("extended again " + sides))).isTrue();
                });
    }

    @Test
    void autoencoderAndNoiseGiveTheirStacks() {
        assertThat(open("latents").getDimensions()).containsExactly(8, 6, 1, 4, 1);
        assertThat(open("decoded").getDimensions()).containsExactly(61, 47, 1, 1, 1);
        assertThat(open("decoded").getBitDepth()).isEqualTo(8);
        ImagePlus noise = open("noise");
        assertThat(noise.getDimensions()).containsExactly(61, 47, 1, 1, 2);
        assertThat(noise.getStack().getSliceLabel(2)).startsWith("t=999, alphaBar=0.00");
    }

    /** Runs a command with a random seed as the dialog does, and writes what is recorded. */
    private static void record() throws IOException {
        Interpreter.batchMode = true; // show() without a window
        TextToImageCommand command = new TextToImageCommand();
        CommandFields fields = new CommandFields(command);
        fields.set("model", TINY);
        fields.set("width", "24");
        fields.set("height", "16");
        fields.set("steps", "2");
        fields.set("prompt", "a \"quoted\" [odd prompt seed=1");
        command.runHere();
        assertThat(command.wasSuccessful()).isTrue();
        new FileSaver(Interpreter.getLastBatchModeImage())
                .saveAsTiff(folder.resolve("shown.tif").toString());
        recordedLine = Recording.line(command.label(), fields.texts(), false);
        MACROS.put("recorded", recordedLine + save("recorded"));
        Files.writeString(folder.resolve("recorded.ijm"), recordedLine);
    }

    @Test
    void recordedLineGivesTheSameImageThoughTheSeedWasRandom() {
        assertThat(recordedLine)
                .startsWith("run(\"Text to Image...\", \"model=")
                .contains(" seed=");
        assertThat(open("recorded").getProcessor().getPixels())
                .isEqualTo(open("shown").getProcessor().getPixels());
    }
}
