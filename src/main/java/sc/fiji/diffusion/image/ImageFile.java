// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.io.FileInfo;
import ij.io.Opener;
import ij.io.TiffDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import sc.fiji.diffusion.image.file.ImageBounds;
import sc.fiji.diffusion.image.file.Reason;

/** Image files as ImageJ reads them, if what they say of themselves can be. */
public final class ImageFile {

    private ImageFile() {}

    /**
     * Opens a file without showing it. What ImageJ has to say of a damaged file becomes the reason
     * here: a dialog would hold up a job of many files, and end a macro.
     *
     * @throws IOException naming the file and the reason if it is damaged, cut off, larger than the
     *     memory that is left, or if ImageJ cannot open it
     */
    public static ImagePlus open(Path file) throws IOException {
        try {
            long planes = ImageBounds.check(file);
            ImagePlus image = decode(file);
            if (image.getStackSize() >= planes) return image;
            throw new IOException(
                    "only " + image.getStackSize() + " of its " + planes + " planes can be read");
        } catch (IOException e) {
            throw cannotOpen(file, Reason.of(e), e);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            boolean complained = Macro.MACRO_CANCELED.equals(e.getMessage());
            String how = complained ? "" : ": " + Reason.of(e);
            throw cannotOpen(file, "its content is damaged" + how, e);
        }
    }

    /**
     * A property that a TIFF of ImageJ keeps; its pixels are not read.
     *
     * @throws IOException if the file is damaged, or no TIFF that ImageJ reads
     */
    public static Optional<String> property(Path file, String key) throws IOException {
        ImageBounds.check(file);
        FileInfo[] info = decoder(file).getTiffInfo();
        String[] properties = info == null ? null : info[0].properties;
        for (int i = 0; properties != null && i + 1 < properties.length; i += 2) {
            if (key.equals(properties[i])) return Optional.of(properties[i + 1]);
        }
        return Optional.empty();
    }

    private static TiffDecoder decoder(Path file) {
        Path absolute = file.toAbsolutePath();
        return new TiffDecoder(absolute.getParent().toString(), file.getFileName().toString());
    }

    private static IOException cannotOpen(Path file, String reason, Throwable cause) {
        return new IOException(
                "ImageJ cannot open "
                        + file
                        + " as an image: "
                        + reason.strip().replaceAll("\\s*\\R\\s*", " "),
                cause);
    }

    private static ImagePlus decode(Path file) throws IOException {
        boolean redirected = IJ.redirectingErrorMessages();
        IJ.redirectErrorMessages(true);
        try {
            Optional<ImagePlus> image = read(file);
            if (image.isPresent()) return image.get();
        } finally {
            IJ.redirectErrorMessages(redirected);
        }
        String said = IJ.getErrorMessage();
        throw new IOException(said == null ? "its content is damaged or of no known kind" : said);
    }

    /** Formats that ImageJ may complain of, and so end a macro, are asked for in a quieter way. */
    private static Optional<ImagePlus> read(Path file) throws IOException {
        int type = new Opener().getFileType(file.toString());
        boolean foreign = type == Opener.UNKNOWN || type == Opener.TEXT;
        if (foreign) return byPlugin(file, ImageBounds.kind(file));
        if (type == Opener.TIFF) {
            try {
                decoder(file).getTiffInfo();
            } catch (IOException e) {
                return byPlugin(file, e.getMessage());
            }
        }
        return Optional.ofNullable(IJ.openImage(file.toString()));
    }

    /** By Bio-Formats, or by what else is installed for other formats. */
    private static Optional<ImagePlus> byPlugin(Path file, String reason) throws IOException {
        ImagePlus image = Opener.openUsingBioFormats(file.toString());
        if (image == null) {
            image =
                    new Opener()
                            .openWithHandleExtraFileTypes(
                                    file.toString(), new int[] {Opener.UNKNOWN});
        }
        if (image == null) throw new IOException(reason);
        return Optional.of(image.getNChannels() > 1 ? new CompositeImage(image, IJ.COLOR) : image);
    }
}
