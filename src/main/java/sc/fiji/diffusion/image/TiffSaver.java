// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.diffusion.files.FileProblem;
import sc.fiji.diffusion.files.WholeFile;

/** TIFF files as ImageJ writes them, which appear when they are whole. */
public final class TiffSaver {

    private TiffSaver() {}

    /**
     * Saves an image or stack.
     *
     * @throws IOException if it cannot be written, saying why; a file that was there stays
     */
    public static void save(ImagePlus image, Path file) throws IOException {
        WholeFile.write(file, part -> write(image, part));
    }

    /**
     * Writes the file directly. What ImageJ has to say of a failure goes to its log: a dialog would
     * hold up a long run, and end a macro.
     *
     * @throws IOException if it cannot be written, saying why; a part of it may be there then
     */
    public static void write(ImagePlus image, Path file) throws IOException {
        boolean redirected = IJ.redirectingErrorMessages();
        IJ.redirectErrorMessages(true);
        try {
            FileSaver saver = new FileSaver(image);
            boolean written =
                    image.getStackSize() > 1
                            ? saver.saveAsTiffStack(file.toString())
                            : saver.saveAsTiff(file.toString());
            if (!written) throw FileProblem.notWritten(file);
        } finally {
            IJ.redirectErrorMessages(redirected);
        }
    }
}
