// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.region;

import static org.assertj.core.api.Assertions.assertThat;

import ij.gui.OvalRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.RotatedRectRoi;
import ij.gui.ShapeRoi;
import ij.process.ByteProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.tensor.Tensor;

/** How much of the new values selections of all shapes take. */
class RampTest {

    private static final int SIDE = 120;
    private static final int[] FEATHERS = {0, 1, 2, 3, 8, 30, 4096};

    private static Ramp ramp(Roi roi, int featherPx) {
        return Ramp.of(Selection.of(roi, SIDE, SIDE), featherPx);
    }

    @Test
    void middleOfEverySquareAndStripIsWhollyNew() {
        for (int feather : FEATHERS) {
            for (int width = 1; width <= 20; width++) {
                Ramp square = ramp(new Roi(40, 40, width, width), feather);
                Ramp strip = ramp(new Roi(5, 40, 110, width), feather);
                int middle = 40 + width / 2;
                assertThat(square.share(middle, middle)).as("%d, %d", feather, width).isOne();
                assertThat(strip.share(60, middle)).as("%d, %d", feather, width).isOne();
                assertThat(strip.share(60, 40)).isPositive();
            }
        }
    }

    @Test
    void rampOfAThinStripEndsAPixelBeforeItsMiddle() {
        Ramp strip = ramp(new Roi(5, 40, 110, 5), 3);
        double[] across = new double[5];
        for (int y = 0; y < 5; y++) across[y] = strip.share(60, 40 + y);
        assertThat(across).containsExactly(0.5, 1, 1, 1, 0.5);
    }

    @Test
    void lineInAnObliqueStripIsWhollyNewWhateverItsDirection() {
        for (int feather : FEATHERS) {
            for (int degrees = 0; degrees < 180; degrees += 7) {
                for (double width : new double[] {3, 4, 5, 7, 9}) {
                    double dx = Math.cos(Math.toRadians(degrees));
                    double dy = Math.sin(Math.toRadians(degrees));
                    Roi strip =
                            new RotatedRectRoi(
                                    60 - 40 * dx, 60 - 40 * dy, 60 + 40 * dx, 60 + 40 * dy, width);
                    Ramp ramp = ramp(strip, feather);
                    for (double at = -30; at <= 30; at += 0.5) {
                        int x = (int) Math.floor(60 + at * dx);
                        int y = (int) Math.floor(60 + at * dy);
                        assertThat(ramp.share(x, y))
                                .as("feather %d, %d degrees, width %s", feather, degrees, width)
                                .isOne();
                    }
                }
            }
        }
    }

    @Test
    void scratchOnABlobIsWhollyNewUpToTheBlob() {
        for (int feather : FEATHERS) {
            for (int width = 1; width <= 5; width += 2) {
                ShapeRoi both = new ShapeRoi(new OvalRoi(10, 40, 40, 40));
                both.or(new ShapeRoi(new Roi(40, 60 - width / 2, 70, width)));
                Ramp ramp = ramp(both, feather);
                for (int x = 51; x < 109; x++) {
                    assertThat(ramp.share(x, 60)).as("%d, %d, %d", feather, width, x).isOne();
                }
                assertThat(ramp.share(30, 60)).isOne();
            }
        }
    }

    @Test
    void deepSelectionsFadeInByTheirDepthAlone() {
        Random random = new Random(7);
        for (int feather : new int[] {1, 3, 8}) {
            for (Roi roi : deep(random)) {
                Selection selection = Selection.of(roi, SIDE, SIDE);
                Ramp ramp = Ramp.of(selection, feather);
                Tensor depth = Distance.inside(selection.mask(new Window(0, 0, SIDE, SIDE)));
                selection.forEach(
                        (x, y) ->
                                assertThat(ramp.share(x, y))
                                        .as("%s, feather %d, %d, %d", roi, feather, x, y)
                                        .isEqualTo(
                                                Math.min(
                                                        1,
                                                        depth.data()[y * SIDE + x]
                                                                / (feather + 1.0))));
            }
        }
    }

    private static List<Roi> deep(Random random) {
        List<Roi> rois = new ArrayList<>();
        rois.add(new Roi(20, 30, 60, 40));
        rois.add(new Roi(-20, 30, 60, 200));
        for (int k = 0; k < 12; k++) {
            int width = 40 + random.nextInt(50);
            rois.add(new OvalRoi(10, 15, width, 40 + random.nextInt(50)));
            float[] xs = new float[6];
            float[] ys = new float[6];
            double turned = random.nextDouble();
            for (int i = 0; i < 6; i++) {
                xs[i] = (float) (60 + width / 2.0 * Math.cos(turned + i * Math.PI / 3));
                ys[i] = (float) (60 + width / 2.0 * Math.sin(turned + i * Math.PI / 3));
            }
            rois.add(new PolygonRoi(xs, ys, 6, Roi.POLYGON));
        }
        return rois;
    }

    @Test
    void shareRisesWithoutAStepWithinEachPart() {
        ShapeRoi both = new ShapeRoi(new OvalRoi(10, 30, 60, 60));
        both.or(new ShapeRoi(new Roi(60, 58, 50, 5)));
        Selection selection = Selection.of(both, SIDE, SIDE);
        Ramp ramp = Ramp.of(selection, 3);
        selection.forEach(
                (x, y) -> {
                    if (!selection.contains(x + 1, y)) return;
                    double step = Math.abs(ramp.share(x, y) - ramp.share(x + 1, y));
                    assertThat(step).as("%d, %d", x, y).isLessThanOrEqualTo(0.51);
                });
    }

    @Test
    void randomSelectionsTakeSomeOfTheNewEverywhereAndAllOfItSomewhere() {
        Random random = new Random(11);
        for (int k = 0; k < 200; k++) {
            ByteProcessor mask = new ByteProcessor(30, 30);
            for (int i = 0; i < 900; i++) if (random.nextInt(10) < 1 + k % 9) mask.set(i, 255);
            mask.set(random.nextInt(900), 255);
            int feather = FEATHERS[1 + k % 6];
            for (Selection part : Selection.ofMask(mask).orElseThrow().parts()) {
                Ramp ramp = Ramp.of(part, feather);
                double[] most = new double[1];
                part.forEach(
                        (x, y) -> {
                            assertThat(ramp.share(x, y)).isPositive().isLessThanOrEqualTo(1);
                            most[0] = Math.max(most[0], ramp.share(x, y));
                        });
                assertThat(most[0]).isOne();
            }
        }
    }
}
