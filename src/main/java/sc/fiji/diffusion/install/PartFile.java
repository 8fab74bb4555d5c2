// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import sc.fiji.diffusion.files.FileProblem;
import sc.fiji.diffusion.files.FreeSpace;
import sc.fiji.diffusion.weights.Sha256;

/**
 * What has come of a file, until it is whole; beside it stands which state of the server's file it
 * is a part of.
 *
 * @param offer what comes
 * @param folder where it is
 */
record PartFile(Download.Offer offer, Path folder) {

    /** The ending of a file that is not whole yet. */
    private static final String ENDING = ".part";

    private static final String VERSION = ".version";

    /** Where it is when it is whole. */
    Path file() {
        return folder.resolve(offer.file());
    }

    private Path part() {
        return folder.resolve(offer.file() + ENDING);
    }

    private Path version() {
        return folder.resolve(offer.file() + VERSION);
    }

    /** Whether all of it is there since an earlier attempt whose model could not be installed. */
    boolean isFinished(String sha256) throws IOException {
        return Files.isRegularFile(file())
                && isSameVersion()
                && Files.size(file()) == offer.bytes()
                && (sha256.isBlank() || Sha256.of(file()).equalsIgnoreCase(sha256.strip()));
    }

    /** Remembers what comes, and says how many bytes of it are there. */
    long begin() throws IOException {
        boolean resumable = Files.exists(part()) && isSameVersion();
        long start = resumable ? Math.min(Files.size(part()), offer.bytes()) : 0;
        Files.writeString(version(), offer.version());
        return start;
    }

    private boolean isSameVersion() throws IOException {
        return !offer.version().isEmpty()
                && Files.exists(version())
                && Files.readString(version()).equals(offer.version());
    }

    /**
     * Writes what comes, at most a little more than was offered.
     *
     * @param start bytes that stay; what was behind them is replaced
     */
    void write(InputStream in, long start, Transfer transfer) throws IOException {
        StandardOpenOption how =
                start > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (Incoming incoming = new Incoming(in, this::broken);
                OutputStream out =
                        Files.newOutputStream(
                                part(), StandardOpenOption.CREATE, how, StandardOpenOption.WRITE)) {
            long done = start;
            for (int n = 0; n >= 0 && done <= offer.bytes(); ) {
                write(out, incoming.bytes(), n);
                done += n;
                long moved = done;
                transfer.moved(done, offer.bytes());
                n = incoming.next(() -> transfer.moved(moved, offer.bytes()));
            }
        }
    }

    private void write(OutputStream out, byte[] bytes, int n) throws IOException {
        try {
            out.write(bytes, 0, n);
        } catch (IOException e) {
            throw FileProblem.notWritten(part(), e);
        }
    }

    /** The message when no more comes. */
    private IOException broken(String reason, Throwable cause) {
        return new IOException(offer.shownAddress() + ": " + reason + soFar() + again(), cause);
    }

    private String soFar() {
        try {
            return " after "
                    + FreeSpace.describe(Files.size(part()))
                    + " of "
                    + FreeSpace.describe(offer.bytes());
        } catch (IOException e) {
            return ""; // it has been taken away meanwhile
        }
    }

    private String again() {
        return offer.version().isEmpty()
                ? "; download it again"
                : "; download it again to go on from there";
    }

    /**
     * Checks it, and gives it its name.
     *
     * @throws IOException if it is not whole, or not what was expected
     */
    Path finish(String sha256) throws IOException {
        long size = Files.size(part());
        if (size < offer.bytes()) throw broken("the connection broke", null);
        if (size > offer.bytes()) {
            throw unexpected("more than the " + offer.bytes() + " bytes that it had offered");
        }
        String hash = sha256.isBlank() ? sha256 : Sha256.of(part());
        if (!hash.equalsIgnoreCase(sha256.strip())) {
            throw unexpected(
                    "another file than expected: SHA-256 "
                            + hash
                            + " instead of "
                            + sha256.strip());
        }
        return Files.move(part(), file(), StandardCopyOption.REPLACE_EXISTING);
    }

    private IOException unexpected(String what) throws IOException {
        Files.delete(part());
        Files.delete(version());
        return new IOException(
                offer.shownAddress() + " gave " + what + "; nothing was installed or kept");
    }
}
