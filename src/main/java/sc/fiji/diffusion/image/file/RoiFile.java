// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import ij.gui.Roi;
import ij.io.RoiDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Selections as ImageJ and its ROI Manager save them: {@code .roi}, and many in a {@code .zip}. */
public final class RoiFile {

    /** No selection is larger, in bytes. */
    static final int LARGEST = 1 << 26;

    /** Nor all of a file together. */
    static final long LARGEST_SUM = 1 << 28;

    private static final String ROI = ".roi";
    private static final String ZIP = ".zip";

    private RoiFile() {}

    /** Whether a file's name is that of selections. */
    public static boolean isNamedSo(Path file) {
        String ending = FileNames.ending(file);
        return ending.equals(ROI) || ending.equals(ZIP);
    }

    /** The endings of such files. */
    public static List<String> endings() {
        return List.of(ROI, ZIP);
    }

    /**
     * Reads a file.
     *
     * @throws IOException naming the file if it cannot be read, is damaged, holds no selection, or
     *     one that is larger than 64 MB
     */
    public static List<Roi> read(Path file) throws IOException {
        try {
            return FileNames.ending(file).equals(ROI)
                    ? List.of(decode(bounded(file)))
                    : readZip(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    "the selections in " + file + " cannot be read: " + Reason.of(e), e);
        }
    }

    private static byte[] bounded(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return bounded(in);
        }
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length <= LARGEST) return bytes;
        throw new FileContentException("a selection has more than " + (LARGEST >> 20) + " MB");
    }

    /** Entries may have been named in any encoding; all that counts is their ending. */
    private static List<Roi> readZip(Path file) throws IOException {
        List<Roi> rois = new ArrayList<>();
        long sum = 0;
        try (InputStream bytes = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(bytes, StandardCharsets.ISO_8859_1)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                if (!FileNames.ending(e.getName()).equals(ROI)) continue;
                byte[] roi = bounded(zip);
                sum += roi.length;
                if (sum > LARGEST_SUM) {
                    throw new FileContentException(
                            "they have together more than " + (LARGEST_SUM >> 20) + " MB");
                }
                rois.add(decode(roi));
            }
        }
        if (rois.isEmpty()) throw new FileContentException("it holds no .roi");
        return rois;
    }

    /**
     * Reads one selection.
     *
     * @param bytes the content of a {@code .roi} file
     * @throws IOException if it is damaged, without a name
     */
    public static Roi decode(byte[] bytes) throws IOException {
        RoiBounds.check(bytes);
        try {
            Roi roi = new RoiDecoder(bytes, null).getRoi();
            if (roi != null) return roi;
        } catch (RuntimeException e) { // ImageJ's decoder takes any number as it comes
            throw new FileContentException("the selection is damaged: " + Reason.of(e));
        }
        throw new FileContentException("the selection is damaged: it has no points");
    }
}
