// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.ij1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.command.Commands;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.launch.MacroBatch;
import sc.fiji.diffusion.testing.TinyModel;

/** What macros are told when they ask for what cannot be done. */
class BadInputTest {

    private static final String UNET = "unet/diffusion_pytorch_model.safetensors";

    @TempDir Path folder;

    private final Map<String, String> macros = new LinkedHashMap<>();
    private final Map<String, String> expected = new LinkedHashMap<>();

    @Test
    void everyRefusalSaysWhatWasWrongAndStopsTheMacro() throws IOException {
        withoutImage();
        selections();
        settings();
        models();
        folders();
        Map<String, String> reasons = MacroBatch.run(folder, macros);
        expected.forEach((name, text) -> assertThat(reasons.get(name)).as(name).contains(text));
    }

    private void expect(String macro, String reason) {
        String name = (macros.size() + 1) + ": " + macro;
        macros.put(name, macro + "\nexit(\"the macro went on\");");
        expected.put(name, reason);
    }

    private static String run(String command, String options) {
        return "run(\"" + command + "\", \"" + options + "\");";
    }

    private void withoutImage() {
        for (DiffusionCommand command : Commands.all()) {
            if (command.worksWithoutImage()) continue;
            String needed = "there is no image open; " + command.title() + " needs one";
            expect(run(command.label(), ""), needed);
        }
    }

    private void selections() {
        String image = "newImage(\"x\", \"8-bit ramp\", 40, 30, 1);\n";
        String inpaint = run("Inpaint Selection...", "steps=2");
        expect(image + inpaint, "\"x\" has no selection; draw one around what to repaint");
        expect(
                image + "makeLine(2, 2, 20, 20);\n" + inpaint,
                "a straight line selection has no area; draw an oval");
        expect(
                image + "makePoint(2, 2);\n" + inpaint,
                "a point selection has no area; draw an oval");
    }

    private void settings() {
        String image = "newImage(\"x\", \"8-bit ramp\", 40, 30, 1);\nmakeOval(5, 5, 9, 9);\n";
        expect(
                run("Text to Image...", "width=7"),
                "width must be between 8 and 8192 pixels, was 7");
        expect(run("Text to Image...", "steps=0"), "steps must be between 1 and 1000");
        expect(run("Text to Image...", "steps=many"), "steps must be a whole number, was \"many\"");
        for (String odd : List.of("1e3", "2.5", "abc", "", "[]", "0x10", "99999999999")) {
            String value = odd.equals("[]") ? "" : odd;
            expect(
                    run("Text to Image...", "steps=" + odd),
                    "steps must be a whole number, was \"" + value + "\"");
        }
        for (String odd : List.of("NaN", "Infinity", "0x1p3", "7d", "7,5", "1e999", "")) {
            expect(
                    run("Text to Image...", "guidance=" + odd),
                    "guidance must be a number, was \"" + odd + "\"");
        }
        expect(run("Text to Image...", "steps=5 steps=6"), "steps is given twice");
        expect(run("Text to Image...", "steps=5 junk"), "no key=value at \"junk\"; the keys are");
        expect(
                run("Text to Image...", "prompt=[five cells"),
                "prompt has an opening bracket without a closing one: [five cells");
        expect(
                "x = \"many\"; " + run("Text to Image...", "steps=&x"),
                "steps must be a whole number, was \"many\"");
        expect(
                run("Text to Image...", "steps=&nothing"),
                "steps=&nothing names a variable that the macro does not have");
        expect(
                run("Phantom Images...", "captions=long"),
                "unknown captions \"long\"; choose one of: full, varied");
        expect(
                run("Phantom Images...", "masks"),
                "no key=value at \"masks\"; the keys are structure,");
        expect(
                run("Phantom Images...", "masks=true"),
                "unknown masks \"true\"; choose one of: no, yes");
        expect(run("Text to Image...", "seed=x"), "seed must be a whole number, was \"x\"");
        expect(
                run("Text to Image...", "sampler=[Euler b]"),
                "unknown sampler \"Euler b\"; choose one of: DDPM, DDIM, PNDM, Euler, Euler a,");
        expect(
                run("Text to Image...", "output=12-bit"),
                "unknown output \"12-bit\"; choose one of: same as input, RGB, 8-bit, 16-bit, 32-bit");
        expect(
                run("Text to Image...", "stepps=5"),
                "unknown key \"stepps\"; the keys are model, vae, lora,");
        for (String strength : new String[] {"0", "1.5"}) {
            String reason = "strength must be above 0 and at most 1, was " + strength;
            expect(image + run("Inpaint Selection...", "strength=" + strength), reason);
            expect(image + run("Image to Image...", "strength=" + strength), reason);
        }
        expect(
                image + run("Inpaint Selection...", "fill=glue"),
                "unknown fill \"glue\"; choose one of: original, noise, blur, neutral, patches");
    }

    /** What ImageJ says of a file on its own is not the last word. */
    private void folders() throws IOException {
        Path input = Files.createDirectory(folder.resolve("in"));
        byte[] dicom = new byte[200];
        System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, dicom, 128, 4);
        Files.write(input.resolve("broken.dcm"), dicom);
        Files.write(input.resolve("empty.png"), new byte[0]);
        String image = "newImage(\"x\", \"8-bit ramp\", 40, 30, 1);\nmakeOval(5, 5, 9, 9);\n";
        String save = "saveAs(\"Tiff\", \"" + input.resolve("a.tif") + "\");\n";
        Path model = TinyModel.copyTo(folder.resolve("tiny"));
        String options =
                String.format(
                        "model=[%s] steps=1 guidance=1 resample=1 seed=1 input=[%s] folder=[%s]",
                        model, input, folder.resolve("out"));
        String job = image + save + run("Inpaint Folder...", options);
        expect(job, "2 of 3 files could not be done, all others are. broken.dcm: ImageJ cannot");
        expect(job + " // again", "empty.png: ImageJ cannot open");
    }

    private void models() throws IOException {
        expect(run("Text to Image...", "model=none"), "unknown model \"none\"; installed: ");

        Path incomplete = TinyModel.copyTo(folder.resolve("incomplete"));
        Files.delete(incomplete.resolve("vae/config.json"));
        expect(generate(incomplete), incomplete.resolve("vae/config.json") + " is missing");

        Path truncated = TinyModel.copyTo(folder.resolve("truncated"));
        byte[] bytes = Files.readAllBytes(truncated.resolve(UNET));
        Files.write(truncated.resolve(UNET), Arrays.copyOf(bytes, bytes.length / 2));
        expect(generate(truncated), truncated.resolve(UNET).toString());

        Path wrong = TinyModel.copyTo(folder.resolve("wrong"));
        Path config = wrong.resolve("unet/config.json");
        String text = Files.readString(config);
        Files.writeString(
                config,
                text.replaceAll("\"cross_attention_dim\": 32", "\"cross_attention_dim\": 40"));
        expect(generate(wrong), "to_k.weight");
    }

    private static String generate(Path model) {
        return run("Text to Image...", "model=[" + model + "] width=16 height=16 steps=1");
    }
}
