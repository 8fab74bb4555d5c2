// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a file of a web server is called, and what a file may be called at all. */
final class FileName {

    /** Of a Content-Disposition, in UTF-8 (RFC 8187, section 3.2). */
    private static final Pattern ENCODED =
            Pattern.compile("filename\\*\\s*=\\s*UTF-8'[^']*'([^;\\s]+)", Pattern.CASE_INSENSITIVE);

    /** Of a Content-Disposition, plain or in quotes (RFC 6266, section 4.1). */
    private static final Pattern PLAIN =
            Pattern.compile(
                    "filename\\s*=\\s*(?:\"([^\"]+)\"|([^;\"\\s]+))", Pattern.CASE_INSENSITIVE);

    /** Devices of Windows, with any ending; it has files of these names nowhere. */
    private static final Pattern DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)\\s*(\\..*)?");

    /** File systems take 255 bytes; some room for endings is left. */
    private static final int LONGEST = 200;

    private FileName() {}

    /**
     * The name at the end of an address if it has an ending, else the one that the server suggests.
     *
     * @return a plain name without folders, of characters that every file system takes
     * @throws IOException if neither names a file
     */
    static String of(URI address, HttpHeaders headers) throws IOException {
        String own = plain(String.valueOf(address.getPath()));
        String suggested = headers.firstValue("Content-Disposition").map(FileName::in).orElse("");
        String name = own.contains(".") || suggested.isEmpty() ? own : suggested;
        if (name.isBlank() || name.startsWith(".")) {
            throw new IOException(
                    WebClient.describe(address)
                            + " names no file; give the address of the file itself");
        }
        return name;
    }

    private static String in(String disposition) {
        Matcher encoded = ENCODED.matcher(disposition);
        if (encoded.find()) {
            String name = plain(decoded(encoded.group(1)));
            if (!name.isBlank()) return name;
        }
        Matcher plain = PLAIN.matcher(disposition);
        if (!plain.find()) return "";
        return plain(plain.group(1) == null ? plain.group(2) : plain.group(1));
    }

    private static String decoded(String escaped) {
        try {
            return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return ""; // a percent sign that escapes nothing
        }
    }

    private static String plain(String path) {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        name = name.replaceAll("[^\\w.+() -]", "_").strip().replaceAll("[. ]+$", "");
        if (name.length() > LONGEST) name = name.substring(name.length() - LONGEST);
        return DEVICE.matcher(name).matches() ? "_" + name : name;
    }

    /** Whether a name that a user gives can be that of a file or folder on every system. */
    static boolean isUsable(String name) {
        return !name.isBlank()
                && name.length() <= LONGEST
                && !name.startsWith(".")
                && !name.matches("(?s).*[/\\\\:*?\"<>|\\p{Cntrl}].*")
                && !name.matches("(?s).*[. ]")
                && !DEVICE.matcher(name).matches();
    }
}
