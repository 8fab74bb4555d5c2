// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.tensor.Tensor;

class PatchTest {

    @Test
    void outsideTheSelectionEveryPixelOfEveryTypeKeepsItsBits() {
        TestImages.everyType()
                .forEach(
                        (type, image) ->
                                TestImages.everySelection()
                                        .forEach(
                                                (name, roi) ->
                                                        checkOutside(type, image, name, roi)));
    }

    private static void checkOutside(String type, ImagePlus image, String name, Roi roi) {
        Plane plane = Plane.current(image);
        ImageProcessor painted = plane.pixels().duplicate();
        Selection selection = Selection.of(roi, image.getWidth(), image.getHeight());
        Window window = Window.around(selection.bounds(), 3, 16, 61, 47);
        Tensor white = Tensor.full(1, 1, plane.kind().channels(), window.height(), window.width());
        Patch.of(selection, 2, white, window, plane.range()).paint(painted);
        int changed = 0;
        for (int i = 0; i < painted.getPixelCount(); i++) {
            boolean same = painted.get(i) == plane.pixels().get(i);
            if (!selection.contains(i % 61, i / 61)) {
                assertThat(same).as("%s, %s, pixel %d", type, name, i).isTrue();
            } else if (!same) {
                changed++;
            }
        }
        assertThat(changed).as("%s, %s", type, name).isGreaterThan(100);
    }

    @Test
    void featherFadesInwardsAndReachesTheFullValueInside() {
        FloatProcessor target = new FloatProcessor(30, 30);
        Selection selection = Selection.of(new Roi(5, 5, 20, 20), 30, 30);
        Tensor ones = Tensor.full(1, 1, 1, 30, 30);
        Patch.of(selection, 3, ones, new Window(0, 0, 30, 30), ValueRange.UNIT).paint(target);
        assertThat(target.getf(4, 15)).isZero();
        assertThat(target.getf(5, 15)).isEqualTo(0.25f);
        assertThat(target.getf(6, 15)).isEqualTo(0.5f);
        assertThat(target.getf(8, 15)).isOne();
        assertThat(target.getf(15, 15)).isOne();
    }

    @Test
    void imageBorderIsNoEdgeToFeather() {
        FloatProcessor target = new FloatProcessor(30, 30);
        Selection selection = Selection.of(new Roi(-5, 10, 20, 30), 30, 30);
        Tensor ones = Tensor.full(1, 1, 1, 30, 30);
        Patch.of(selection, 4, ones, new Window(0, 0, 30, 30), ValueRange.UNIT).paint(target);
        assertThat(target.getf(0, 29)).isOne();
    }

    @Test
    void selectionOfTheWholeImageIsRepaintedFully() {
        FloatProcessor target = new FloatProcessor(6, 6);
        Selection selection = Selection.of(new Roi(0, 0, 6, 6), 6, 6);
        Tensor ones = Tensor.full(1, 1, 1, 6, 6);
        Patch.of(selection, 4, ones, new Window(0, 0, 6, 6), ValueRange.UNIT).paint(target);
        assertThat((float[]) target.getPixels()).containsOnly(1);
    }

    @Test
    void pixelsThatAreNotNumbersAreReplacedEvenAtTheEdge() {
        FloatProcessor target = new FloatProcessor(10, 10);
        target.set(Float.NaN);
        Selection selection = Selection.of(new OvalRoi(2, 2, 6, 6), 10, 10);
        Tensor half = Tensor.full(0.5f, 1, 1, 10, 10);
        Patch.of(selection, 3, half, new Window(0, 0, 10, 10), ValueRange.UNIT).paint(target);
        assertThat(target.getf(2, 4)).isEqualTo(0.5f);
        assertThat(target.getf(0, 0)).isNaN();
    }

    @Test
    void whereAllIsNewNothingOfAHugeOldValueStaysByRounding() {
        FloatProcessor target = new FloatProcessor(9, 9);
        target.set(3e38f);
        Selection selection = Selection.of(new Roi(4, 4, 1, 1), 9, 9);
        Tensor half = Tensor.full(0.5f, 1, 1, 9, 9);
        Patch.of(selection, 3, half, new Window(0, 0, 9, 9), ValueRange.UNIT).paint(target);
        assertThat(target.getf(4, 4)).isEqualTo(0.5f);
    }

    @Test
    void spreadIsMeanAndDeviationInsideAndTheImageAndZeroOutside() {
        Selection selection = Selection.of(new Roi(1, 1, 2, 2), 4, 4);
        List<ImageProcessor> versions =
                List.of(constant(10, selection), constant(20, selection), constant(60, selection));
        Spread spread = new Spread(List.of(selection), versions);
        assertThat(spread.mean().getf(1, 1)).isEqualTo(30);
        assertThat(spread.mean().getf(0, 0)).isEqualTo(7);
        assertThat(spread.deviation().getf(2, 2)).isCloseTo((float) Math.sqrt(700), within(1e-4f));
        assertThat(spread.deviation().getf(0, 0)).isZero();
    }

    private static ImageProcessor constant(int value, Selection selection) {
        FloatProcessor plane = new FloatProcessor(4, 4);
        for (int i = 0; i < 16; i++) plane.setf(i, selection.contains(i % 4, i / 4) ? value : 7);
        return plane;
    }
}
