// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.diffusion.image.ImageFile;
import sc.fiji.diffusion.image.file.FileNames;
import sc.fiji.diffusion.tool.Captions;

/** A folder of images to learn from, with their {@link Captions}. */
final class ImageFolder {

    private ImageFolder() {}

    /**
     * Opens all images; a stack counts as its slices, all with the stack's caption.
     *
     * @throws IOException if the folder holds none, or one or a table cannot be read, naming it
     */
    static TrainingImages read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    folder
                            + " is no folder; data takes a folder of images, or is left out for the"
                            + " open image");
        }
        FileNames files = FileNames.in(folder);
        if (files.images().isEmpty()) {
            throw new IOException(
                    folder
                            + " holds no images; files must end in one of "
                            + String.join(", ", FileNames.imageEndings()));
        }
        Captions captions = Captions.of(files);
        List<ImageProcessor> planes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Path file : files.images()) {
            TrainingImages slices = TrainingImages.of(open(file));
            String caption = captions.of(file);
            for (int i = 0; i < slices.planes().size(); i++) {
                planes.add(slices.planes().get(i));
                boolean single = slices.planes().size() == 1;
                names.add(file.getFileName() + (single ? "" : " slice " + (i + 1)));
                texts.add(caption);
            }
        }
        return new TrainingImages(planes, names, texts);
    }

    private static ImagePlus open(Path file) throws IOException {
        try {
            return ImageFile.open(file);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; repair it or take it out", e);
        }
    }
}
