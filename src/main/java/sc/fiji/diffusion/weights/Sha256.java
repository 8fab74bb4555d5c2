// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of files, as 64 lower-case hex digits. Reads in chunks, whatever the size. */
public final class Sha256 {

    private static final int CHUNK_BYTES = 1 << 20;

    private Sha256() {}

    /**
     * The hash of one file, as {@code sha256sum} prints it.
     *
     * @throws IOException if the file cannot be read
     */
    public static String of(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) digest.update(chunk, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * One hash of several files, whatever their names, order and place: the hash of the sorted
     * hashes of the files, a line each. A shell gives it by {@code sha256sum FILES | cut -c1-64 |
     * sort | sha256sum}.
     *
     * @throws IOException if a file cannot be read
     */
    public static String of(Collection<Path> files) throws IOException {
        List<String> hashes = new ArrayList<>();
        for (Path file : files) hashes.add(of(file));
        return combine(hashes);
    }

    /** One hash of several hashes, whatever their order: that of the sorted hashes, a line each. */
    public static String combine(Collection<String> hashes) {
        String lines = hashes.stream().sorted().map(hash -> hash + "\n").collect(joining());
        return HexFormat.of().formatHex(digest().digest(lines.getBytes(StandardCharsets.US_ASCII)));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
