// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;

/** Image files as ImageJ reads them. */
public final class ImageFile {

    private ImageFile() {}

    /**
     * Opens a file without showing it. What ImageJ has to say of a damaged file goes to its log: a
     * dialog would hold up a job of many files, and end a macro.
     *
     * @throws IOException if ImageJ cannot open it, naming the file
     */
    public static ImagePlus open(Path file) throws IOException {
        boolean redirected = IJ.redirectingErrorMessages();
        IJ.redirectErrorMessages(true);
        try {
            ImagePlus image = IJ.openImage(file.toString());
            if (image != null) return image;
        } finally {
            IJ.redirectErrorMessages(redirected);
        }
        throw new IOException("ImageJ cannot open " + file + " as an image");
    }
}
