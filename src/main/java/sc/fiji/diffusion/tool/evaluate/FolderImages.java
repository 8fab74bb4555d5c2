// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.evaluate;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sc.fiji.diffusion.image.ImageFile;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.image.file.FileNames;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Captions;

/**
 * Every plane of every image in a folder, or of one file, with its caption, see {@link Captions}.
 * The display range becomes [0, 1]. Of images that are larger than what is asked for, a random part
 * is taken, the same one each time.
 */
public final class FolderImages implements RealImages {

    private final Path source;
    private final List<Tensor> planes = new ArrayList<>();
    private final List<String> captions = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    private FolderImages(Path source) {
        this.source = source;
    }

    /**
     * Reads a folder, or a file.
     *
     * @throws IOException if there is nothing to read, or a file is damaged, naming it
     */
    public static FolderImages read(Path source) throws IOException {
        FolderImages images = new FolderImages(source);
        boolean single = Files.isRegularFile(source);
        if (!single && !Files.isDirectory(source)) throw new IOException("no folder " + source);
        FileNames files = FileNames.in(single ? source.toAbsolutePath().getParent() : source);
        Captions captions = Captions.of(files);
        for (Path file : single ? List.of(source.toAbsolutePath()) : files.images()) {
            images.add(file, captions.of(file));
        }
        if (images.planes.isEmpty()) {
            throw new IOException(
                    "no image in "
                            + source
                            + "; choose a folder of "
                            + String.join(", ", FileNames.imageEndings()));
        }
        return images;
    }

    private void add(Path file, String caption) throws IOException {
        ImagePlus image = ImageFile.open(file);
        String name = file.getFileName().toString();
        for (int z = 1; z <= image.getStackSize(); z++) {
            Tensor tensor = Plane.at(image, z).tensor();
            for (float value : tensor.data()) {
                if (Float.isFinite(value)) continue;
                throw new IOException(file + ", plane " + z + ", holds NaN or infinite values");
            }
            planes.add(tensor);
            captions.add(caption);
            names.add(image.getStackSize() == 1 ? name : name + ", plane " + z);
        }
    }

    @Override
    public String name() {
        return source.toString();
    }

    @Override
    public int size() {
        return planes.size();
    }

    @Override
    public void requireSize(int width, int height) {
        for (int index = 0; index < planes.size(); index++) requireSize(index, width, height);
    }

    private void requireSize(int index, int width, int height) {
        Tensor plane = planes.get(index);
        if (plane.dim(3) < width || plane.dim(2) < height) {
            throw new IllegalArgumentException(
                    names.get(index)
                            + " is "
                            + plane.dim(3)
                            + " x "
                            + plane.dim(2)
                            + " pixels, smaller than the images of the model, "
                            + width
                            + " x "
                            + height
                            + "; scale it, or leave it out");
        }
    }

    @Override
    public Tensor image(int index, int width, int height) {
        requireSize(index, width, height);
        Tensor plane = planes.get(index);
        Random random = new Random(index);
        int left = random.nextInt(plane.dim(3) - width + 1);
        int top = random.nextInt(plane.dim(2) - height + 1);
        return new Window(left, top, width, height).cut(plane);
    }

    /** An image, and noise of its mean and deviation. */
    @Override
    public List<Tensor> unlike(int index, int width, int height) {
        Tensor image = image(index, width, height);
        double mean = 0;
        double squares = 0;
        for (float v : image.data()) {
            mean += v / image.size();
            squares += (double) v * v / image.size();
        }
        double centre = mean;
        double deviation = Math.sqrt(Math.max(0, squares - mean * mean));
        Random random = new Random(index);
        return List.of(
                image,
                image.map(
                        v -> {
                            double noise = centre + deviation * random.nextGaussian();
                            return Math.max(0, Math.min(1, noise));
                        }));
    }

    @Override
    public String caption(int index) {
        return captions.get(index);
    }
}
