// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.ij1;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
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
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.launch.MacroBatch;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Models;

/** Inpaint Selection's targets as macros without a window use them. */
class InpaintMacroTest {

    private static final String TINY = Reference.path("models/tiny-sd1").toString();

    @TempDir static Path folder;

    private static final Map<String, String> MACROS = new LinkedHashMap<>();

    @BeforeAll
    static void runEverything() throws IOException {
        new FileSaver(TestImages.stack(61, 47)).saveAsTiff(path("stack.tif"));
        new FileSaver(TestImages.gray16(61, 47)).saveAsTiff(path("plane.tif"));
        add(
                "overlay",
                "makeOval(5, 5, 12, 12);\nOverlay.addSelection;\nOverlay.setPosition(1);\n"
                        + "makeRectangle(30, 20, 12, 9);\nOverlay.addSelection;\nOverlay.setPosition(3);\n"
                        + inpaint("selections=overlay slices=all seeds=[per slice]"));
        add(
                "mask",
                "newImage(\"hole\", \"8-bit black\", 61, 47, 1);\nsetColor(255);\n"
                        + "fillOval(20, 10, 15, 15);\nselectImage(\"stack.tif\");\nsetSlice(2);\n"
                        + inpaint("mask=hole"));
        MACROS.put(
                "in place",
                "close(\"*\");\nopen(\""
                        + path("plane.tif")
                        + "\");\nid = getImageID();\nmakeOval(20, 10, 15, 15);\n"
                        + inpaint("target=[in place]")
                        + "if (getImageID() != id) exit(\"another image\");\n"
                        + "if (nImages != 1) exit(\"images: \" + nImages);\n"
                        + "run(\"Select None\");\n"
                        + save("painted")
                        + "run(\"Undo\");\n"
                        + save("undone")
                        + "close(\"*\");\n");
        MACROS.put(
                "certainty",
                "open(\""
                        + path("plane.tif")
                        + "\");\nrun(\"Clear Results\");\nmakeOval(20, 10, 15, 15);\n"
                        + inpaint("count=2")
                        + "File.saveString(\"\" + nResults + \" \" + getResult(\"Rim error\", 0), \""
                        + path("certainty.txt")
                        + "\");\nclose(\"*\");\n");
        MACROS.put(
                "hot pixel",
                "newImage(\"a\", \"16-bit black\", 40, 40, 1);\nrun(\"Add...\", \"value=1000\");\n"
                        + "setMinAndMax(0, 4000);\nsetPixel(20, 20, 60000);\n"
                        + "makeRectangle(19, 19, 3, 3);\n"
                        + inpaint("feather=3")
                        + save("hot")
                        + "close(\"*\");\n");
        for (String range : List.of("500, 12000", "12000, 500")) {
            MACROS.put(
                    range,
                    "open(\""
                            + path("plane.tif")
                            + "\");\nsetMinAndMax("
                            + range
                            + ");\nmakeOval(20, 10, 15, 15);\n"
                            + inpaint("")
                            + "getMinAndMax(min, max);\n"
                            + "if (min != "
                            + range.split(", ")[0]
                            + ") exit(\"displayed from \" + min);\n"
                            + save(range)
                            + "close(\"*\");\n");
        }
        MACROS.put(
                "huge",
                "newImage(\"a\", \"8-bit ramp\", 40, 40, 1);\n"
                        + "makeOval(-100000, -100000, 200000, 200000);\n"
                        + inpaint("")
                        + "run(\"Show Generated Pixels...\", \"show=mask\");\n"
                        + "if (getValue(\"Mean\") != 255) exit(\"not all\");\nclose(\"*\");\n");
        Map<String, String> reasons = MacroBatch.run(folder, MACROS);
        assertThat(reasons.values()).as(reasons.toString()).containsOnly(MacroBatch.DONE);
    }

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    private static void add(String name, String macro) {
        String open = "open(\"" + path("stack.tif") + "\");\n";
        MACROS.put(name, open + macro + save(name) + "close(\"*\");\n");
    }

    private static String inpaint(String options) {
        return "run(\"Inpaint Selection...\", \"model=["
                + TINY
                + "] steps=1 guidance=1 resample=1 context=2 seed=4 "
                + options
                + " prompt=cell\");\n";
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String save(String name) {
        return "saveAs(\"Tiff\", \"" + path(name + ".out.tif") + "\");\n";
    }

    private static ImagePlus open(String name) {
        return IJ.openImage(path(name));
    }

    @Test
    void everySelectionOfTheOverlayIsPaintedOnItsSlice() {
        ImagePlus before = open("stack.tif");
        ImagePlus after = open("overlay.out.tif");
        List<Boolean> same =
                List.of(same(before, after, 1), same(before, after, 2), same(before, after, 3));
        assertThat(same).containsExactly(false, true, false);
    }

    @Test
    void maskIsFoundByItsTitle() {
        ImagePlus before = open("stack.tif");
        ImagePlus after = open("mask.out.tif");
        assertThat(same(before, after, 1)).isTrue();
        assertThat(same(before, after, 2)).isFalse();
    }

    @Test
    void inPlaceIsTheSameImageAndUndoBringsItBack() {
        ImagePlus before = open("plane.tif");
        assertThat(same(before, open("painted.out.tif"), 1)).isFalse();
        assertThat(same(before, open("undone.out.tif"), 1)).isTrue();
    }

    @Test
    void nothingOfAHotPixelStaysInASmallSelection() {
        assertThat(open("hot.out.tif").getProcessor().get(20, 20)).isLessThanOrEqualTo(4000);
    }

    @Test
    void displayRangeTheWrongWayRoundGivesTheSamePixels() {
        assertThat(same(open("500, 12000.out.tif"), open("12000, 500.out.tif"), 1)).isTrue();
        assertThat(same(open("plane.tif"), open("12000, 500.out.tif"), 1)).isFalse();
    }

    @Test
    void rimErrorIsInTheResultsTable() throws IOException {
        String[] result = Files.readString(folder.resolve("certainty.txt")).strip().split(" ");
        assertThat(result[0]).isEqualTo("1");
        assertThat(Double.parseDouble(result[1])).isPositive();
    }

    private static boolean same(ImagePlus a, ImagePlus b, int slice) {
        ImageProcessor before = a.getStack().getProcessor(slice);
        ImageProcessor after = b.getStack().getProcessor(slice);
        for (int i = 0; i < before.getPixelCount(); i++) {
            if (before.get(i) != after.get(i)) return false;
        }
        return true;
    }
}
