// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.record;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.macro.Interpreter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.command.ImageToImageCommand;
import sc.fiji.diffusion.command.InpaintSelectionCommand;
import sc.fiji.diffusion.command.TextToImageCommand;
import sc.fiji.diffusion.command.VaeDecodeCommand;
import sc.fiji.diffusion.command.VaeEncodeCommand;
import sc.fiji.diffusion.command.batch.ResumeCommand;
import sc.fiji.diffusion.command.edit.ExtendCanvasCommand;
import sc.fiji.diffusion.command.edit.RemoveSelectionCommand;
import sc.fiji.diffusion.command.explain.OdeDecodeCommand;
import sc.fiji.diffusion.command.explain.OdeEncodeCommand;
import sc.fiji.diffusion.ij1.MacroFunctions;
import sc.fiji.diffusion.image.ImageCopy;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.launch.MacroBatch;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.testing.CountedProgress;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.record.Records;

/**
 * Every reader of records on Infos that were edited: a result, or a refusal that names the image.
 */
class RecordMutationsTest {

    private static final int MUTATIONS = 2400;
    private static final int WITH_MODEL = 12;
    private static final String TITLE = "mutant";

    @Test
    void everyReaderEndsInAResultOrNamesTheImageWithLittleMemory(@TempDir Path folder)
            throws Exception {
        List<String> command = new ArrayList<>(MacroBatch.java());
        command.add("-Xmx256m");
        command.add(RecordMutationsTest.class.getName());
        command.add(folder.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(new String(output, StandardCharsets.UTF_8)).contains(MUTATIONS + " done");
        assertThat(process.waitFor()).isZero();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(f -> f.toString().endsWith(".part"))).isEmpty();
        }
    }

    /** The other process, whose heap is small. */
    public static void main(String[] args) {
        PrintStream report = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream())); // what ImageJ logs
        int status = 1;
        try {
            mutate(Path.of(args[0]));
            report.println(MUTATIONS + " done");
            status = 0;
        } catch (Throwable e) {
            e.printStackTrace(report);
        } finally {
            System.exit(status); // the engine's threads would stay
        }
    }

    private static void mutate(Path folder) throws IOException {
        Interpreter.batchMode = true;
        Prefs.intelByteOrder = false;
        List<ImagePlus> made = made();
        List<String> infos = made.stream().map(Records::text).toList();
        RecordMutations mutations = new RecordMutations(7, infos);
        for (int i = 0; i < MUTATIONS; i++) {
            String info = mutations.next();
            try {
                readAll(made.get(i % made.size()), info, i, folder);
            } catch (Throwable e) {
                throw new AssertionError("mutation " + i + ":\n" + info, e);
            }
        }
    }

    /** Images with a record of each kind that something is read from. */
    private static List<ImagePlus> made() throws IOException {
        ImagePlus stack = TestImages.stack(24, 20);
        stack.setRoi(new OvalRoi(4, 5, 12, 9));
        stack.show();
        ImagePlus plane = TestImages.gray8(24, 20);
        plane.setRoi(new Roi(4, 5, 12, 9));
        plane.show();
        List<ImagePlus> made = new ArrayList<>();
        DiffusionCommand stopped = command(new InpaintSelectionCommand(), stack, "slices", "all");
        try {
            stopped.perform(new CountedProgress(1));
        } catch (CancellationException e) {
            made.addAll(stopped.shown());
        }
        ImagePlus generated = made(new TextToImageCommand(), null, "width", "24", "height", "16");
        generated.setRoi(new Roi(2, 2, 9, 9));
        made.add(generated);
        made.add(made(new InpaintSelectionCommand(), generated));
        made.add(made(new RemoveSelectionCommand(), plane, "strength", "1"));
        plane.deleteRoi();
        made.add(made(new ImageToImageCommand(), plane, "strength", "1"));
        made.add(made(new ExtendCanvasCommand(), plane, "left", "8", "right", "0", "top", "0"));
        made.add(made(new VaeEncodeCommand(), plane));
        made.add(made(new OdeEncodeCommand(), plane, "method", "DDIM", "check", "no"));
        return made;
    }

    private static ImagePlus made(DiffusionCommand command, ImagePlus image, String... more)
            throws IOException {
        return command(command, image, more).perform(Progress.NONE).get(0);
    }

    private static DiffusionCommand command(
            DiffusionCommand command, ImagePlus image, String... more) {
        CommandFields fields = new CommandFields(command);
        Map<String, String> common =
                Map.of(
                        "model",
                        Reference.path("models/tiny-sd1").toString(),
                        "steps",
                        "2",
                        "guidance",
                        "1",
                        "resample",
                        "1",
                        "seed",
                        "3");
        common.forEach((key, value) -> setIfThere(fields, key, value));
        for (int i = 0; i < more.length; i += 2) fields.set(more[i], more[i + 1]);
        fields.setImage(image);
        return command;
    }

    private static void setIfThere(CommandFields fields, String key, String value) {
        if (fields.keys().contains(key)) fields.set(key, value);
    }

    private static void readAll(ImagePlus original, String info, int number, Path folder)
            throws IOException {
        ImagePlus image = ImageCopy.of(original, TITLE);
        image.setProperty(Records.PROPERTY, info);
        WindowManager.setTempCurrentImage(image);
        assertThat(Records.read(image)).allMatch(run -> MacroFunctions.recorded("x").isEmpty());
        MacroFunctions.methodsText();
        read(new MethodsTextCommand(), image, "path", folder.resolve("text").toString());
        for (String rows : List.of("settings", "open images")) {
            read(new ShowRecordCommand(), image, "rows", rows);
        }
        for (String show : List.of("selection", "overlay", "mask", "difference")) {
            read(new ShowGeneratedPixelsCommand(), image, "show", show);
        }
        image.deleteRoi();
        image.setOverlay(null);
        if (number % WITH_MODEL == 0) {
            for (String back : List.of("0", "1")) read(new RepeatCommand(), image, "back", back);
            read(new ResumeCommand(), image);
            read(command(new VaeDecodeCommand(), image), image);
            read(command(new OdeDecodeCommand(), image, "method", "DDIM"), image);
            run(image, info);
        }
        String file = folder.resolve(number % 2 == 0 ? "a.tif" : "a.png").toString();
        read(new SaveWithProvenanceCommand(), image, "path", file);
    }

    private static void read(DiffusionCommand command, ImagePlus image, String... keys)
            throws IOException {
        CommandFields fields = new CommandFields(command);
        for (int i = 0; i < keys.length; i += 2) fields.set(keys[i], keys[i + 1]);
        fields.setImage(image);
        try {
            command.perform(new CountedProgress(1));
        } catch (CancellationException e) { // it was well enough to begin
        } catch (IOException | IllegalArgumentException e) {
            assertThat(e).isNotInstanceOf(NumberFormatException.class);
            assertThat(e.getMessage()).contains('"' + TITLE + '"');
        }
        command.shown().forEach(ImagePlus::close);
    }

    /** A new run keeps what was there below its own record. */
    private static void run(ImagePlus image, String info) throws IOException {
        image.setRoi(new Roi(2, 2, 5, 4));
        ImagePlus made = made(new RemoveSelectionCommand(), image, "strength", "0");
        assertThat(Records.last(made).task()).isEqualTo("Remove Selection");
        assertThat(Records.text(made)).endsWith("\n" + info);
        image.deleteRoi();
        made.close();
    }
}
