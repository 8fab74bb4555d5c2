// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.tool.Models;

/** A big image costs the memory of its result, and nothing else beyond what a small one costs. */
class BigImageTest {

    private static final long MEGABYTE = 1_000_000;
    private static final int SIDE = 8000;
    private static final int SELECTED = 200;

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    /** What was allocated, whether it was freed or not, bounds what was in use at any time. */
    @Test
    void smallSelectionInABigImageStaysWithin200MegabytesOfASmallImage() throws IOException {
        allocatedBy(image(512)); // loads the model
        long small = allocatedBy(image(512));
        long big = allocatedBy(image(SIDE));
        System.out.printf(
                "allocated for %d x %d: %d MB more than for 512 x 512, %d MB of it the result%n",
                SIDE, SIDE, (big - small) / MEGABYTE, 2L * SIDE * SIDE / MEGABYTE);
        assertThat(big - small).isLessThan(200 * MEGABYTE);
    }

    private static long allocatedBy(ImagePlus image) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        ImagePlus result = TinyInpainting.run(image, Targets.DEFAULT);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        assertThat(TinyInpainting.changedSlices(image, result)).containsExactly(1);
        return allocated;
    }

    private static ImagePlus image(int side) {
        short[] pixels = new short[side * side];
        for (int i = 0; i < pixels.length; i++) pixels[i] = (short) (i % 1000);
        ImagePlus image = new ImagePlus("big", new ShortProcessor(side, side, pixels, null));
        image.setDisplayRange(0, 1000);
        image.setRoi(new Roi(side / 2, side / 2, SELECTED, SELECTED));
        return image;
    }
}
