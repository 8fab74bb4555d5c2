// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a file of a web server is called. */
final class FileName {

    /** Of a Content-Disposition, in UTF-8 (RFC 8187, section 3.2). */
    private static final Pattern ENCODED =
            Pattern.compile("filename\\*\\s*=\\s*UTF-8'[^']*'([^;\\s]+)", Pattern.CASE_INSENSITIVE);

    /** Of a Content-Disposition, plain or in quotes (RFC 6266, section 4.1). */
    private static final Pattern PLAIN =
            Pattern.compile(
                    "filename\\s*=\\s*(?:\"([^\"]+)\"|([^;\"\\s]+))", Pattern.CASE_INSENSITIVE);

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
            throw new IOException(address + " names no file; give the address of the file itself");
        }
        return name;
    }

    private static String in(String disposition) {
        Matcher encoded = ENCODED.matcher(disposition);
        if (encoded.find()) {
            String escaped = encoded.group(1).replace("+", "%2B");
            return plain(URLDecoder.decode(escaped, StandardCharsets.UTF_8));
        }
        Matcher plain = PLAIN.matcher(disposition);
        if (!plain.find()) return "";
        return plain(plain.group(1) == null ? plain.group(2) : plain.group(1));
    }

    private static String plain(String path) {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        return name.replaceAll("[^\\w.+() -]", "_").strip();
    }
}
