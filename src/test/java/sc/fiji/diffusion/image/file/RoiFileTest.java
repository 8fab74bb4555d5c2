// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.gui.Arrow;
import ij.gui.EllipseRoi;
import ij.gui.ImageRoi;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.RotatedRectRoi;
import ij.gui.ShapeRoi;
import ij.gui.TextRoi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.diffusion.testing.Mutations;

class RoiFileTest {

    private static final int ROUNDS = 2000;

    @TempDir Path folder;

    /** One selection of every kind that ImageJ saves. */
    private static Map<String, Roi> everyKind() {
        float[] xs = {3.5f, 20, 17.25f, 8};
        float[] ys = {2, 4.5f, 19, 15};
        Map<String, Roi> rois = new LinkedHashMap<>();
        rois.put("rectangle", new Roi(3, 4, 10, 12));
        rois.put("rectangle between pixels", new Roi(3.5, 4.25, 10.5, 12));
        rois.put("round rectangle", new Roi(3, 4, 10, 12, 5));
        rois.put("oval", new OvalRoi(3, 4, 10, 12));
        rois.put("polygon", new PolygonRoi(new int[] {3, 20, 9}, new int[] {2, 4, 19}, 3, 2));
        rois.put("polygon between pixels", new PolygonRoi(xs, ys, 4, Roi.POLYGON));
        rois.put("freehand", new PolygonRoi(xs, ys, 4, Roi.FREEROI));
        PolygonRoi spline = new PolygonRoi(xs, ys, 4, Roi.POLYGON);
        spline.fitSpline();
        rois.put("spline", spline);
        rois.put("ellipse", new EllipseRoi(3, 4, 20, 18, 0.6));
        rois.put("rotated rectangle", new RotatedRectRoi(3, 4, 20, 18, 6));
        rois.put(
                "composite",
                new ShapeRoi(new Roi(1, 2, 9, 9)).not(new ShapeRoi(new Roi(3, 4, 2, 2))));
        rois.put("points", new PointRoi(xs, ys, 4));
        rois.put("line", new Line(1.5, 2, 9, 8));
        rois.put("arrow", new Arrow(1, 2, 9, 8));
        rois.put("image", new ImageRoi(2, 3, new ByteProcessor(5, 6)));
        for (Roi roi : rois.values()) {
            roi.setName("a name");
            roi.setPosition(2);
            roi.setProperty("key", "value");
        }
        return rois;
    }

    @Test
    void everyKindIsReadAsItWasSaved() throws IOException {
        for (Map.Entry<String, Roi> each : everyKind().entrySet()) {
            byte[] bytes = RoiEncoder.saveAsByteArray(each.getValue());
            Roi expected = RoiDecoder.openFromByteArray(bytes);
            Roi read = RoiFile.decode(bytes);
            String what = each.getKey();
            assertThat(read).as(what).hasSameClassAs(expected);
            assertThat(read.getFloatBounds()).as(what).isEqualTo(expected.getFloatBounds());
            assertThat(read.size()).as(what).isEqualTo(expected.size());
            assertThat(read.getProperty("key")).as(what).isEqualTo("value");
        }
    }

    @Test
    void textInAnOverlayIsNotRefused() throws IOException {
        RoiBounds.check(RoiEncoder.saveAsByteArray(new TextRoi(3, 4, "some text")));
    }

    @Test
    void selectionsOfAZipAreReadWhateverTheirNamesCase() throws IOException {
        Path file = folder.resolve("Set.ZIP");
        byte[] roi = RoiEncoder.saveAsByteArray(new OvalRoi(1, 2, 3, 4));
        zip(file, "a.ROI", roi, "notes.txt", new byte[3], "M\u00fcller.roi", roi);
        assertThat(RoiFile.read(file)).hasSize(2);
    }

    private static void zip(Path file, Object... entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < entries.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) entries[i]));
                zip.write((byte[]) entries[i + 1]);
            }
        }
    }

    @Test
    void anEntryOfMoreThan64MegabytesIsRefusedThoughTheArchiveIsSmall() throws IOException {
        Path file = folder.resolve("large.zip");
        byte[] roi = RoiEncoder.saveAsByteArray(new OvalRoi(1, 2, 3, 4));
        zip(file, "a.roi", roi, "b.roi", new byte[RoiFile.LARGEST + 1]);
        assertThat(file).satisfies(f -> assertThat(Files.size(f)).isLessThan(1 << 17));
        new Mutations().check("large entry", file.toString(), () -> RoiFile.read(file));
        assertThatThrownBy(() -> RoiFile.read(file)).hasMessageContaining("more than 64 MB");
    }

    /** Places of numbers that ImageJ's decoder takes as they come. */
    @ParameterizedTest
    @CsvSource({
        "polygon, 18, points",
        "composite, 36, shape",
        "rectangle, 60, second header",
        "image, 96, bytes of the image"
    })
    @Timeout(20)
    void hugeCountsAreRefusedBeforeMemoryIsAskedFor(String kind, int at, String what)
            throws IOException {
        byte[] bytes = RoiEncoder.saveAsByteArray(everyKind().get(kind));
        ByteBuffer roi = ByteBuffer.wrap(bytes);
        int place = kind.equals("image") ? roi.getInt(60) + 32 : at;
        if (at == 18) roi.putShort(16, (short) 0);
        roi.putInt(place, 1_000_000_000);
        Path file = Files.write(folder.resolve("bad.roi"), bytes);
        assertThatThrownBy(() -> RoiFile.read(file))
                .as(what)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("the selection is damaged");
    }

    @Test
    @Timeout(60)
    void damagedSelectionsEndInASelectionOrInTheFilesName() throws IOException {
        List<Roi> rois = List.copyOf(everyKind().values());
        Mutations mutations = new Mutations();
        for (int seed = 0; seed < ROUNDS; seed++) {
            byte[] valid = RoiEncoder.saveAsByteArray(rois.get(seed % rois.size()));
            Path file = folder.resolve(seed % 5 == 0 ? "m.zip" : "m.roi");
            if (seed % 10 == 0) {
                zip(file, "m.roi", valid);
                valid = Files.readAllBytes(file);
                Files.write(file, Mutations.of(valid, seed));
            } else if (seed % 5 == 0) {
                zip(file, "m.roi", Mutations.of(valid, seed));
            } else {
                Files.write(file, Mutations.of(valid, seed));
            }
            mutations.check("seed " + seed, file.toString(), () -> RoiFile.read(file));
        }
        mutations.requireBoth();
    }
}
