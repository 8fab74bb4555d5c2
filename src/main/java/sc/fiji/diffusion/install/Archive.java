// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import sc.fiji.diffusion.files.FileProblem;
import sc.fiji.diffusion.files.FreeSpace;

/**
 * A zip that somebody else has made. It is believed nothing: what it unpacks to is counted before
 * and while it is unpacked, and lands in one folder.
 *
 * @param file the archive
 * @param bounds of what is unpacked
 */
record Archive(Path file, Bounds bounds) {

    private static final int CHUNK_BYTES = 1 << 20;

    /**
     * What an archive may hold.
     *
     * @param entries the largest number of files
     * @param bytes that may be unpacked from any archive
     * @param growth how many times its own size one may unpack to beyond that; weights shrink by a
     *     tenth or so
     */
    record Bounds(int entries, long bytes, int growth) {

        static final Bounds OF_MODELS = new Bounds(10_000, 1L << 30, 20);
    }

    Archive(Path file) {
        this(file, Bounds.OF_MODELS);
    }

    /**
     * Unpacks files of the archive.
     *
     * @param folder where to; nothing is written elsewhere
     * @param place where in the folder the file of a name in the archive goes, if it is wanted
     * @throws IOException naming the archive, if it is damaged, unpacks to too much, or if the disk
     *     is full; some files may be there then
     */
    void unpack(Path folder, Function<String, Optional<String>> place, Transfer transfer)
            throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<? extends ZipEntry> wanted =
                    Collections.list(zip.entries()).stream()
                            .filter(e -> !e.isDirectory() && place.apply(e.getName()).isPresent())
                            .toList();
            long total = requireBounded(wanted);
            FreeSpace.require(folder, total);
            long done = 0;
            for (ZipEntry entry : wanted) {
                Path target = target(folder, entry, place.apply(entry.getName()).orElseThrow());
                unpack(zip, entry, target, done, total, transfer);
                done += entry.getSize();
            }
        } catch (ZipException e) {
            throw damaged(e.getMessage(), e);
        }
    }

    private long requireBounded(List<? extends ZipEntry> entries) throws IOException {
        if (entries.isEmpty()) throw new IOException(file + " holds no files; get it again");
        if (entries.size() > bounds.entries) {
            throw new IOException(
                    file + " holds " + entries.size() + " files, more than a model has");
        }
        long total = 0;
        for (ZipEntry entry : entries) total += Math.max(0, entry.getSize());
        if (total > bounds.bytes && total / bounds.growth > Files.size(file)) {
            throw new IOException(
                    file
                            + " has "
                            + FreeSpace.describe(Files.size(file))
                            + " and unpacks to "
                            + FreeSpace.describe(total)
                            + ", as no model does; it was not unpacked");
        }
        return total;
    }

    private Path target(Path folder, ZipEntry entry, String name) throws IOException {
        Path target;
        try {
            target = folder.resolve(name.replace('\\', '/')).normalize();
        } catch (InvalidPathException e) {
            throw damaged("it names a file \"" + entry.getName() + "\"", e);
        }
        if (!target.startsWith(folder) || target.equals(folder)) {
            throw new IOException(file + " names a file outside itself: " + entry.getName());
        }
        return target;
    }

    private void unpack(
            ZipFile zip, ZipEntry entry, Path target, long before, long total, Transfer transfer)
            throws IOException {
        Files.createDirectories(target.getParent());
        CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
        try (in;
                OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            long done = 0;
            for (int n = read(in, chunk, entry); n >= 0; n = read(in, chunk, entry)) {
                done += n;
                if (done > entry.getSize()) throw damaged(entry, "has more bytes than it says");
                write(out, chunk, n, target);
                transfer.moved(before + done, total);
            }
            boolean whole =
                    done == entry.getSize() && in.getChecksum().getValue() == entry.getCrc();
            if (!whole) throw damaged(entry, "is not what was packed");
        } catch (FileAlreadyExistsException e) {
            throw damaged(entry, "is there twice");
        }
    }

    private int read(InputStream in, byte[] chunk, ZipEntry entry) throws IOException {
        try {
            return in.read(chunk);
        } catch (IOException e) {
            throw damaged(entry.getName() + ": " + e.getMessage(), e);
        }
    }

    private static void write(OutputStream out, byte[] chunk, int n, Path target)
            throws IOException {
        try {
            out.write(chunk, 0, n);
        } catch (IOException e) {
            throw FileProblem.notWritten(target, e);
        }
    }

    private IOException damaged(ZipEntry entry, String problem) {
        return damaged(entry.getName() + " in it " + problem, null);
    }

    private IOException damaged(String problem, Exception cause) {
        return new IOException(
                file + " is damaged, or no zip (" + problem + "); get it again", cause);
    }
}
