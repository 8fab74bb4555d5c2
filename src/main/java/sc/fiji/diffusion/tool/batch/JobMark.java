// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import sc.fiji.diffusion.image.ImageFile;

/**
 * Tells of a result which job made it from what, in a property of the image that its TIFF keeps. A
 * result is known by it whose line in the journal is lost.
 *
 * @param seed of the job
 * @param sha256 of all that the result depends on
 */
record JobMark(long seed, String sha256) {

    private static final String PROPERTY = "folder job";
    private static final String TIFF = ".tif";

    /** Marks a result. */
    void writeTo(ImagePlus image) {
        image.setProp(PROPERTY, seed + " " + sha256);
    }

    /** Whether a file is a result with this mark. */
    boolean isOn(Path result) {
        return read(result).filter(this::equals).isPresent();
    }

    /**
     * The seed of the job that made the results in a folder.
     *
     * @throws IOException if there are TIFFs and none of them tells it
     */
    static OptionalLong seedIn(Path folder) throws IOException {
        List<Path> results;
        try (Stream<Path> all = Files.list(folder)) {
            results = all.filter(file -> file.toString().endsWith(TIFF)).sorted().toList();
        }
        for (Path result : results) {
            Optional<JobMark> mark = read(result);
            if (mark.isPresent()) return OptionalLong.of(mark.get().seed());
        }
        if (results.isEmpty()) return OptionalLong.empty();
        throw new IOException(
                "the journal "
                        + folder.resolve(Journal.NAME)
                        + " has lost the line of its seed; give the seed of that job, which Show"
                        + " Record tells of any result, or choose another folder");
    }

    private static Optional<JobMark> read(Path file) {
        try {
            return ImageFile.property(file, PROPERTY)
                    .filter(text -> text.matches("-?\\d{1,19} [0-9a-f]{64}"))
                    .map(text -> text.split(" "))
                    .map(fields -> new JobMark(Long.parseLong(fields[0]), fields[1]));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty(); // a file that is damaged is no result
        }
    }
}
