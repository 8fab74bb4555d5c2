// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.image.ImageFile;
import sc.fiji.diffusion.image.PixelKind;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.TiffSaver;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * What a model makes of the same seeds after more and more steps: a stack that grows, and that is
 * kept in {@value #FILE}.
 */
final class Previews {

    static final String FILE = "previews.tif";
    private static final int COLUMNS = 4;
    private static final int GAP = 2;

    private final Path file;
    private final String title;
    private final List<ImageProcessor> planes = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private ImagePlus stack;

    /** Goes on with the stack of a folder if it holds one. */
    Previews(Path folder, String title) {
        this.file = folder.resolve(FILE);
        this.title = title;
        ImagePlus before = before();
        if (before == null) return;
        for (int i = 1; i <= before.getStackSize(); i++) {
            planes.add(before.getStack().getProcessor(i));
            labels.add(before.getStack().getSliceLabel(i));
        }
        show();
    }

    /** Null if there is none, or a damaged one. */
    private ImagePlus before() {
        if (!Files.exists(file)) return null;
        try {
            return ImageFile.open(file);
        } catch (IOException e) {
            return null; // the training goes on without
        }
    }

    /** The stack so far; null if there is no preview yet. */
    ImagePlus stack() {
        return stack;
    }

    /**
     * Adds a slice and saves the stack.
     *
     * @param images {@code [N, C, H, W]} in [0, 1]
     */
    void add(long step, Tensor images) throws IOException {
        PixelKind kind = images.dim(1) == 1 ? PixelKind.GRAY8 : PixelKind.RGB;
        ImageProcessor plane = Plane.render(montage(images), kind, ValueRange.BYTE);
        if (!planes.isEmpty() && planes.get(0).getWidth() != plane.getWidth()) {
            planes.clear();
            labels.clear();
        }
        planes.add(plane);
        labels.add("after " + step + " steps");
        show();
        TiffSaver.save(stack, file);
    }

    /** Puts all planes into the stack, or into a new one if its user has closed it. */
    private void show() {
        ImageStack slices = new ImageStack(planes.get(0).getWidth(), planes.get(0).getHeight());
        for (int i = 0; i < planes.size(); i++) slices.addSlice(labels.get(i), planes.get(i));
        boolean closed = stack == null || stack.getProcessor() == null;
        if (closed) stack = new ImagePlus(title, slices);
        else stack.setStack(slices);
        stack.setSlice(slices.size());
    }

    /** All images side by side, in rows of {@value #COLUMNS}, on a white ground. */
    static Tensor montage(Tensor images) {
        int n = images.dim(0);
        int channels = images.dim(1);
        int columns = Math.min(COLUMNS, n);
        int rows = (n + columns - 1) / columns;
        int width = columns * (images.dim(3) + GAP) - GAP;
        int height = rows * (images.dim(2) + GAP) - GAP;
        Tensor all = Tensor.full(1, 1, channels, height, width);
        for (int i = 0; i < n; i++) {
            int left = i % columns * (images.dim(3) + GAP);
            int top = i / columns * (images.dim(2) + GAP);
            paste(images.batch(i), all, left, top);
        }
        return all;
    }

    private static void paste(Tensor image, Tensor target, int left, int top) {
        int width = image.dim(3);
        int lines = image.dim(1) * image.dim(2);
        for (int line = 0; line < lines; line++) {
            int channel = line / image.dim(2);
            int y = channel * target.dim(2) + top + line % image.dim(2);
            System.arraycopy(
                    image.data(), line * width, target.data(), y * target.dim(3) + left, width);
        }
    }
}
