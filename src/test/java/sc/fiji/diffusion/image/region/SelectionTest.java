// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.RotatedRectRoi;
import ij.gui.ShapeRoi;
import java.awt.Rectangle;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.tool.record.RoiText;

class SelectionTest {

    @Test
    void maskHoldsExactlyThePixelsThatTheSelectionContains() {
        TestImages.everySelection()
                .forEach(
                        (name, roi) -> {
                            float[] mask =
                                    Selection.of(roi, 61, 47).mask(new Window(0, 0, 61, 47)).data();
                            for (int y = 0; y < 47; y++) {
                                for (int x = 0; x < 61; x++) {
                                    assertThat(mask[y * 61 + x] == 1)
                                            .as("%s at %d, %d", name, x, y)
                                            .isEqualTo(roi.contains(x, y));
                                }
                            }
                        });
    }

    @Test
    void holeOfACompositeSelectionIsNotSelected() {
        ShapeRoi ring = new ShapeRoi(new Roi(2, 2, 10, 10)).not(new ShapeRoi(new Roi(5, 5, 3, 3)));
        Selection selection = Selection.of(ring, 20, 20);
        assertThat(selection.contains(6, 6)).isFalse();
        assertThat(selection.contains(3, 3)).isTrue();
        assertThat(selection.bounds()).isEqualTo(new Rectangle(2, 2, 10, 10));
    }

    @Test
    void partOutsideTheImageDoesNotCount() {
        Selection selection = Selection.of(new Roi(-3, 15, 10, 10), 20, 20);
        assertThat(selection.bounds()).isEqualTo(new Rectangle(0, 15, 7, 5));
        assertThat(Selection.of(new OvalRoi(15, -5, 10, 10), 20, 20).bounds())
                .isEqualTo(new Rectangle(15, 0, 5, 5));
    }

    @Test
    void noSelectionIsRefused() {
        assertThatThrownBy(() -> Selection.of(TestImages.gray8(9, 9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"gray8\" has no selection; draw one around what to repaint");
    }

    @Test
    void linesAndPointsAreRefusedByName() {
        ImagePlus image = TestImages.gray8(9, 9);
        image.setRoi(new Line(0, 0, 5, 5));
        assertThatThrownBy(() -> Selection.of(image))
                .hasMessageStartingWith("a straight line selection has no area");
        image.setRoi(new PointRoi(3, 3));
        assertThatThrownBy(() -> Selection.of(image))
                .hasMessageStartingWith("a point selection has no area");
    }

    @Test
    void ofASelectionFarLargerThanTheImageThePartInItCounts() {
        int far = 100_000;
        int[] xs = {-far, far, far, -far};
        int[] ys = {-far, -far, 30, 30};
        float[] corner = {-far, far, -far};
        List<Roi> huge =
                List.of(
                        new OvalRoi(-far, -far, 2 * far, 2 * far),
                        new OvalRoi(-1_000_000_000, -1_000_000_000, 2_000_000_000, 2_000_000_000),
                        new Roi(-1_000_000_000, -1_000_000_000, 2_000_000_000, 2_000_000_000),
                        new Roi(-far, -far, 2 * far, 2 * far, 50),
                        new PolygonRoi(xs, ys, 4, Roi.POLYGON),
                        new PolygonRoi(corner, new float[] {-far, -far, far + 20}, 3, Roi.FREEROI),
                        new RotatedRectRoi(-far, 10, far, 12, 30_000),
                        new ShapeRoi(new PolygonRoi(xs, ys, 4, Roi.POLYGON)));
        for (Roi roi : huge) {
            Selection selection = Selection.of(roi, 20, 40);
            for (int i = 0; i < 800; i++) {
                assertThat(selection.contains(i % 20, i / 20))
                        .as("%s at %d, %d", roi, i % 20, i / 20)
                        .isEqualTo(roi.contains(i % 20, i / 20));
            }
            assertThat(Selection.of(selection.roi(), 20, 40).size()).isEqualTo(selection.size());
            assertThat(selection.roi().getBounds().width).as("%s", roi).isLessThanOrEqualTo(20);
        }
    }

    @Test
    void selectionThatTheFormatOfSelectionsCannotHoldIsRecordedByItsPixels() {
        for (Roi roi :
                List.of(
                        new Roi(-40_000, 1, 80_000, 3),
                        new OvalRoi(-40_000, 1, 40_010, 3),
                        new Roi(69_990, 1, 5, 2),
                        new OvalRoi(69_990, 1, 9, 5))) {
            Selection selection = Selection.of(roi, 70_000, 6);
            Roi read = RoiText.decode(RoiText.encode(List.of(selection.roi()))).get(0);
            Selection again = Selection.of(read, 70_000, 6);
            assertThat(again.bounds()).isEqualTo(selection.bounds());
            assertThat(again.size()).isEqualTo(selection.size());
        }
    }

    @Test
    void selectionBesideTheImageIsRefused() {
        assertThatThrownBy(() -> Selection.of(new Roi(30, 30, 4, 4), 20, 10))
                .hasMessageContaining("holds no pixel of the image, which is 20 x 10 pixels");
    }
}
