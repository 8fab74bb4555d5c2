// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a folder by their names. Files belong together if their names without endings are
 * the same, whatever their case: {@code Cell.TIF}, {@code cell_mask.tiff}, {@code CELL.txt}. Of
 * several that could be meant, one in the same case is. For {@code cell.ome.tif} both {@code cell}
 * and {@code cell.ome} are the name without its ending.
 */
public final class FileNames {

    private static final List<String> IMAGES =
            List.of(
                    ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".pgm", ".dcm",
                    ".fits");

    private static final String OME = ".ome";
    private static final String MASK = "_mask";

    private final List<Path> files;
    private final Map<String, List<Path>> byStem = new HashMap<>();

    private FileNames(List<Path> files) {
        this.files = files;
        for (Path file : files) {
            for (String stem : stems(name(file))) {
                byStem.computeIfAbsent(fold(stem), key -> new ArrayList<>()).add(file);
            }
        }
    }

    /**
     * Lists a folder's files; subfolders and hidden files do not count.
     *
     * @throws IOException if the folder cannot be read
     */
    public static FileNames in(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return new FileNames(
                    all.filter(file -> !name(file).startsWith("."))
                            .filter(Files::isRegularFile)
                            .sorted()
                            .toList());
        }
    }

    /** The images among them, sorted by name, without those that are masks of others. */
    public List<Path> images() {
        return files.stream()
                .filter(file -> IMAGES.contains(ending(file)))
                .filter(file -> !isNamedMask(file) || owners(file, MASK).isEmpty())
                .toList();
    }

    /** The endings of images, in the order in which they are looked for. */
    public static List<String> imageEndings() {
        return IMAGES;
    }

    /** Whether an image is named as the mask of another, be that there or not. */
    public static boolean isNamedMask(Path image) {
        return stems(name(image)).stream().anyMatch(stem -> fold(stem).endsWith(MASK));
    }

    /** The mask that belongs to an image. */
    public Optional<Path> maskOf(Path image) {
        return find(image, MASK, IMAGES);
    }

    /**
     * The file that belongs to another one.
     *
     * @param endings with their dots, in lower case; the first one found counts
     */
    public Optional<Path> find(Path other, List<String> endings) {
        return find(other, "", endings);
    }

    private Optional<Path> find(Path other, String suffix, List<String> endings) {
        return stems(name(other)).stream()
                .flatMap(stem -> withStem(stem, suffix).filter(file -> !file.equals(other)))
                .filter(file -> endings.contains(ending(file)))
                .min(Comparator.comparing(file -> endings.indexOf(ending(file))));
    }

    /** Files whose stem is another one with a suffix; first those in the same case. */
    private Stream<Path> withStem(String stem, String suffix) {
        return byStem.getOrDefault(fold(stem + suffix), List.of()).stream()
                .filter(file -> name(file).startsWith(stem) || !isOfAnother(file, suffix))
                .sorted(Comparator.comparing(file -> !name(file).startsWith(stem)));
    }

    /** Whether a file belongs to one whose name has just its case. */
    private boolean isOfAnother(Path file, String suffix) {
        return owners(file, suffix).stream()
                .anyMatch(other -> stems(name(other)).stream().anyMatch(name(file)::startsWith));
    }

    /** The images whose name with a suffix is a file's. */
    private List<Path> owners(Path file, String suffix) {
        return stems(name(file)).stream()
                .filter(stem -> fold(stem).endsWith(suffix))
                .map(stem -> stem.substring(0, stem.length() - suffix.length()))
                .flatMap(stem -> byStem.getOrDefault(fold(stem), List.of()).stream())
                .filter(other -> IMAGES.contains(ending(other)) && !other.equals(file))
                .toList();
    }

    /** The file of a name, whatever its case; the one in the same case if there are several. */
    public Optional<Path> named(String name) {
        return files.stream()
                .filter(file -> fold(name(file)).equals(fold(name)))
                .min(Comparator.comparing(file -> !name(file).equals(name)));
    }

    /** A name without its ending; without {@code .ome} before it, too. */
    private static List<String> stems(String name) {
        String stem = stem(name);
        return fold(stem).endsWith(OME) ? List.of(stem, stem(stem)) : List.of(stem);
    }

    /** A file's name without its ending. */
    public static String stem(Path file) {
        return stem(name(file));
    }

    /** The same of a name. */
    public static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** A file's ending with its dot, in lower case; empty if it has none. */
    public static String ending(Path file) {
        return ending(name(file));
    }

    static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : fold(name.substring(dot));
    }

    /** What names have in common that differ in case, or in how a file system writes accents. */
    public static String fold(String name) {
        String one = Normalizer.normalize(name, Normalizer.Form.NFC);
        return one.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
