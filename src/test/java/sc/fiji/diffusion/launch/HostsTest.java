// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.Commands;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.macro.MacroOptions;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.launch.MacroBatch.Host;
import sc.fiji.diffusion.testing.CountedProgress;
import sc.fiji.diffusion.testing.Reference;

/**
 * Macros in plain ImageJ and beside what Fiji's layer for ImageJ does: every command, and the
 * examples with few steps. Each macro ends with an account of what is open then, to the pixel.
 */
class HostsTest {

    private static final String MODEL = "model=[" + Reference.path("models/tiny-sd1") + "] ";
    private static final String CLIP = "clip=[" + Reference.path("models/tiny-clip") + "] ";
    private static final String STEPS = MODEL + "steps=1 ";
    private static final String FAST = STEPS + "guidance=1 seed=3 ";
    private static final String NEW = FAST + "width=24 height=16 ";

    @TempDir static Path folder;

    private static final Map<String, String> MACROS = new LinkedHashMap<>();
    private static final Map<Host, Map<String, String>> ACCOUNTS = new TreeMap<>();

    @BeforeAll
    static void runEverythingInBoth() throws IOException {
        images();
        records();
        models();
        explanations();
        examples();
        var inFiji = CompletableFuture.supplyAsync(() -> run(Host.FIJI, MACROS));
        ACCOUNTS.put(Host.IMAGEJ, run(Host.IMAGEJ, MACROS));
        ACCOUNTS.put(Host.FIJI, inFiji.join());
    }

    private static Map<String, String> run(Host host, Map<String, String> macros) {
        Path place = folder.resolve(host + " of " + macros.size());
        Map<String, String> counted = new LinkedHashMap<>();
        macros.forEach((name, macro) -> counted.put(name, macro + account(name)));
        try {
            Map<String, String> reasons =
                    MacroBatch.run(host, Files.createDirectory(place), counted);
            assertThat(reasons.values()).as(reasons.toString()).containsOnly(MacroBatch.DONE);
            Map<String, String> accounts = new LinkedHashMap<>();
            for (String name : macros.keySet()) {
                accounts.put(name, Files.readString(place.resolve(name + ".txt")));
            }
            return accounts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the open images in their order: title, size, a sum of all pixels; then the title. */
    private static String account(String name) {
        return "\nall = \"\"; if (nImages > 0) { current = getTitle();"
                + " for (i = 1; i <= nImages; i++) { selectImage(i); sum = 0;"
                + " for (z = 1; z <= nSlices; z++) { setSlice(z);"
                + " for (y = 0; y < getHeight(); y++) for (x = 0; x < getWidth(); x++)"
                + " sum = (sum * 31 + getPixel(x, y)) % 1000003; }"
                + " all = all + getTitle() + \" \" + getWidth() + \"x\" + getHeight() + \"x\" + nSlices"
                + " + \" \" + bitDepth() + \" \" + sum + \"\\n\"; }"
                + " all = all + \"current \" + current; }\n"
                + "File.saveString(all, getArgument() + \"/"
                + name
                + ".txt\"); close(\"*\");\n";
    }

    private static String call(String command, String options) {
        return "run(\"" + command + "\", \"" + options + "\");\n";
    }

    private static void add(String command, String prepare, String options) {
        MACROS.put(command.replace("...", ""), prepare + call(command, options));
    }

    private static void images() {
        String ramp = "newImage(\"a\", \"8-bit ramp\", 32, 24, 1); makeRectangle(8, 6, 12, 9);\n";
        add("Text to Image...", "", NEW + "prompt=[five cells, steps=5 seed=9 in the text]");
        MACROS.put("words of a prompt", wordsOfPrompt());
        add("Image to Image...", ramp, FAST + "strength=1");
        add("Inpaint Selection...", ramp, FAST + "context=4 prompt=b");
        add("Remove Selection...", ramp, "strength=0");
        add("Extend Canvas...", ramp, FAST + "strength=1 left=5");
        add("VAE Encode...", ramp, MODEL + "mode=sample seed=1");
        add("VAE Decode...", ramp + call("VAE Encode...", MODEL), MODEL);
        add("Add Noise...", ramp, "strength=0.4 seed=2 frames=2");
        add("Phantom Images...", "", "count=2 width=16 height=16 seed=1 structure=rods");
        String folders = "in = getArgument() + \"/in\"; out = getArgument() + \"/out\";\n";
        String saved = "File.makeDirectory(in); saveAs(\"Tiff\", in + \"/a.tif\");\n";
        add("Inpaint Folder...", folders + ramp + saved, FAST + "input=&in folder=&out");
        add("Resume...", "open(\"" + unfinished() + "\");\n", "");
    }

    /** No word of a prompt is a setting: what is left out has its default. */
    private static String wordsOfPrompt() {
        String recorded = "call(\"sc.fiji.diffusion.ij1.MacroFunctions.recorded\", ";
        String prompt = "five cells, steps=5 seed=3 in the text";
        return call("Text to Image...", MODEL + "width=16 height=16 seed=1 prompt=[" + prompt + "]")
                + ("if (" + recorded + "\"steps\") != \"30\") exit(\"steps\");\n")
                + ("if (" + recorded + "\"seed\") != \"1\") exit(\"seed\");\n")
                + ("if (" + recorded + "\"prompt\") != \"" + prompt + "\") exit(\"prompt\");\n");
    }

    /** A stack whose repainting was stopped after one slice. */
    private static Path unfinished() {
        Interpreter.batchMode = true; // show() without a window
        DiffusionCommand command = Commands.doing("Inpaint Selection");
        CommandFields fields = new CommandFields(command);
        MacroOptions.parse(FAST + "resample=1 slices=all", fields.keys()).forEach(fields::set);
        ImagePlus stack = TestImages.stack(24, 20);
        stack.setRoi(new OvalRoi(4, 5, 12, 9));
        fields.setImage(stack);
        assertThatThrownBy(() -> command.perform(new CountedProgress(1)))
                .isInstanceOf(CancellationException.class);
        Path file = folder.resolve("unfinished.tif");
        new FileSaver(command.shown().get(0)).saveAsTiffStack(file.toString());
        return file;
    }

    private static void records() {
        String made = call("Text to Image...", NEW);
        add("Show Record...", made, "");
        add("Methods Text...", made, "");
        add("Make Again...", made, "");
        add("Repeat...", made, "");
        add("Show Generated Pixels...", made, "show=mask");
        String path = "path = getArgument() + \"/with record.tif\";\n";
        add("Save with Provenance...", path + made, "path=&path");
    }

    private static void models() {
        add("Models...", "", "action=list");
        String phantoms = call("Phantom Images...", "count=6 width=32 height=32 seed=1 masks=no");
        String output = "output = getArgument() + \"/model\";\n";
        String train = "pixels=16 batch=2 steps=2 output=&output";
        add("Train Model...", output + phantoms, train);
        String adapter = "output = getArgument() + \"/adapter\";\n";
        String tune = MODEL + "pixels=32 batch=2 steps=2 rank=1 output=&output prompt=x";
        add("Fine-tune Model...", adapter + phantoms, tune);
        add("Evaluate Model...", "", MODEL + "count=2 steps=1 seed=1");
    }

    private static void explanations() {
        String ramp = "newImage(\"a\", \"8-bit ramp\", 32, 24, 1);\n";
        add("Forward Process...", ramp, "frames=3 seed=1");
        add("Reverse Process...", "", MODEL + "width=16 height=16 steps=2 seed=1");
        add("ODE Encode...", ramp, MODEL + "steps=2 check=no");
        add("ODE Decode...", ramp + call("ODE Encode...", MODEL + "steps=2 check=no"), MODEL);
        add("Log-Likelihood...", ramp, MODEL + "terms=2 seed=1");
        add("CLIP Labels...", ramp, CLIP + "labels=[a; b]");
        add("CLIP Similarity...", ramp, CLIP + "texts=[a; b]");
        add("VAE Compare...", ramp, MODEL);
        String sheet = "rows=guidance down=[1, 2] columns=steps across=[1, 2]";
        add("Compare Settings...", "", MODEL + sheet);
        add("Draw Glyphs...", "", "count=3");
        add("Denoise Once...", ramp, MODEL + "amounts=2 seed=1");
        add("Classify Glyphs", call("Draw Glyphs...", "count=3"), "");
    }

    /** What goes wrong in a thread that has a current image of its own. */
    private static final Map<String, String> CHOSEN_AGAIN =
            Map.of(
                    "chosen again",
                    "setBatchMode(true);\nnewImage(\"a\", \"8-bit ramp\", 32, 24, 1);\n"
                            + call("Text to Image...", NEW)
                            + "selectWindow(\"a\"); makeRectangle(8, 6, 12, 9);\n"
                            + call("Inpaint Selection...", FAST + "context=4 prompt=b"));

    @Test
    void layerWouldTakeAnotherImageThanTheOneThatTheMacroChose() {
        String right = run(Host.IMAGEJ, CHOSEN_AGAIN).get("chosen again");
        assertThat(right).endsWith("current a-inpainted");
        assertThat(run(Host.FIJI, CHOSEN_AGAIN)).containsValue(right);
        assertThat(run(Host.FIJI_WITHOUT_MARKS, CHOSEN_AGAIN)).doesNotContainValue(right);
    }

    private static void examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("macros"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".ijm")).sorted().toList()) {
                if (file.endsWith(ExplainMacrosTest.FROM_SCRATCH)) continue;
                String few = Files.readString(file).replaceAll("\\bsteps=\\d+", "steps=4");
                MACROS.put(file.getFileName().toString(), "setBatchMode(true);\n" + few);
            }
        }
    }

    @Test
    void everyCommandIsAmongTheMacros() {
        assertThat(Commands.all())
                .filteredOn(command -> !MACROS.containsKey(command.title()))
                .allMatch(DiffusionCommand::hasOwnWindow);
    }

    @TestFactory
    Stream<DynamicTest> bothHostsEndWithTheSameImages() {
        return MACROS.keySet().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> same(name)));
    }

    private static void same(String name) {
        String inFiji = ACCOUNTS.get(Host.FIJI).get(name);
        assertThat(inFiji).isEqualTo(ACCOUNTS.get(Host.IMAGEJ).get(name));
    }
}
