// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Models;

/**
 * Image types x selections x fills: outside the selection nothing changes, of pixels or of what
 * belongs to the image, and inside everything is finite.
 */
class InpaintTableTest {

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    @ParameterizedTest
    @EnumSource(Fill.class)
    void onlyWhatIsSelectedChanges(Fill fill) throws IOException {
        InpaintOptions options = TinyInpainting.OPTIONS.withStart(0.5, fill);
        SoftAssertions table = new SoftAssertions();
        for (String type : Subjects.images().keySet()) {
            for (String shape : Subjects.selections().keySet()) {
                ImagePlus image = Subjects.images().get(type);
                image.setRoi(Subjects.selections().get(shape));
                check(table, fill.label() + ", " + type + ", " + shape, image, options);
            }
        }
        table.assertAll();
    }

    private static void check(
            SoftAssertions table, String what, ImagePlus image, InpaintOptions options)
            throws IOException {
        Snapshot before = Snapshot.of(image);
        ImagePlus result =
                new InpaintTool(TinyInpainting.SAMPLING, options, Targets.DEFAULT)
                        .run(image, Progress.NONE);
        table.assertThat(Snapshot.of(image)).as("input of " + what).isEqualTo(before);
        table.assertThat(result.getStack().isVirtual())
                .as("virtual, " + what)
                .isEqualTo(image.getStack().isVirtual());
        table.assertThat(Snapshot.of(result).belongings())
                .as("belongings, " + what)
                .isEqualTo(before.belongings());
        checkPixels(table, what, before, result, image.getRoi(), image.getCurrentSlice());
    }

    private static void checkPixels(
            SoftAssertions table,
            String what,
            Snapshot before,
            ImagePlus result,
            Roi roi,
            int painted) {
        int changed = 0;
        for (int slice = 1; slice <= result.getStackSize(); slice++) {
            ImageProcessor after = result.getStack().getProcessor(slice);
            for (int i = 0; i < after.getPixelCount(); i++) {
                boolean inside =
                        slice == painted
                                && roi.contains(i % after.getWidth(), i / after.getWidth());
                boolean same = after.get(i) == before.bits(slice, i);
                if (!inside && !same) table.fail("%s: slice %d, pixel %d", what, slice, i);
                if (inside && !Float.isFinite(after.getf(i))) table.fail("%s: NaN", what);
                if (!same) changed++;
            }
        }
        table.assertThat(changed).as("pixels changed, " + what).isPositive();
    }

    /** All that an image is, to compare it later. */
    private record Snapshot(List<int[]> planes, List<String> belongings) {

        static Snapshot of(ImagePlus image) {
            List<int[]> planes = new ArrayList<>();
            ImageStack stack = image.getStack();
            for (int slice = 1; slice <= stack.size(); slice++) {
                ImageProcessor plane = stack.getProcessor(slice);
                int[] bits = new int[plane.getPixelCount()];
                for (int i = 0; i < bits.length; i++) bits[i] = plane.get(i);
                planes.add(bits);
            }
            return new Snapshot(planes, describe(image));
        }

        int bits(int slice, int pixel) {
            return planes.get(slice - 1)[pixel];
        }

        private static List<String> describe(ImagePlus image) {
            List<String> all = new ArrayList<>();
            all.add("type " + image.getType() + " of " + image.getBitDepth() + " bits");
            all.add("size " + Arrays.toString(image.getDimensions()));
            all.add("display " + image.getDisplayRangeMin() + " " + image.getDisplayRangeMax());
            all.add("inverted " + image.isInvertedLut());
            all.add("shown " + image.getCurrentSlice() + " " + image.isHyperStack());
            Calibration calibration = image.getCalibration();
            all.add("calibration " + calibration.pixelWidth + " " + calibration.getUnit());
            all.add("function " + calibration.getFunction() + calibration.getValueUnit());
            all.add("coefficients " + Arrays.toString(calibration.getCoefficients()));
            all.add("stain " + image.getProp("Stain"));
            for (int c = 1; c <= image.getNChannels() && image.getBitDepth() != 24; c++) {
                boolean composite = image.isComposite();
                byte[] lut =
                        (composite
                                        ? ((CompositeImage) image).getChannelLut(c)
                                        : image.getProcessor().getLut())
                                .getBytes();
                all.add("LUT " + Arrays.hashCode(lut));
                if (composite) {
                    all.add("range " + ((CompositeImage) image).getChannelLut(c).min);
                    all.add("range " + ((CompositeImage) image).getChannelLut(c).max);
                }
            }
            if (image.getStackSize() > 1) {
                for (int i = 1; i <= image.getStackSize(); i++) {
                    all.add("label " + image.getStack().getSliceLabel(i));
                }
            }
            Overlay overlay = image.getOverlay();
            all.add("overlay " + (overlay == null ? 0 : overlay.size()));
            return all;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Snapshot that
                    && belongings.equals(that.belongings)
                    && Arrays.deepEquals(planes.toArray(), that.planes.toArray());
        }

        @Override
        public int hashCode() {
            return belongings.hashCode();
        }
    }
}
