// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import sc.fiji.diffusion.files.FreeSpace;

/**
 * One file from a web server. Asking for {@link #offer} fetches nothing but its description, to be
 * shown to the user; {@link #fetch} gets it after the user has agreed.
 *
 * <pre>{@code
 * Download.Offer offer = Download.offer(address);
 * // show offer.address(), offer.bytes(), and ask
 * Path file = Download.fetch(offer, folder, "", Transfer.SILENT);
 * }</pre>
 */
public final class Download {

    /** Statuses of a server that does not want to be asked with HEAD. */
    private static final Set<Integer> REFUSED = Set.of(403, 405, 501);

    private Download() {}

    /**
     * What a server offers.
     *
     * @param address where, after redirects
     * @param file its plain name, of the address or else as the server says
     * @param bytes its size
     * @param version what the server calls this state of the file; empty if nothing
     */
    public record Offer(URI address, String file, long bytes, String version) {

        /** The address for users. */
        public String shownAddress() {
            return WebClient.describe(address);
        }
    }

    /**
     * Asks a server about a file.
     *
     * @throws IOException if there is none, or the server does not tell its size
     * @throws IllegalArgumentException if it is no web address
     */
    public static Offer offer(String address) throws IOException {
        URI uri = WebClient.uri(address);
        HttpResponse<?> answer = ask(uri);
        long bytes = size(answer);
        if (bytes <= 0) {
            throw new IOException(
                    WebClient.describe(answer.uri())
                            + (bytes == 0
                                    ? " is an empty file; check the address"
                                    : ": the server does not tell the file's size, so that nobody"
                                            + " could agree to it; download the file in a browser,"
                                            + " and install it from the file"));
        }
        String file = FileName.of(uri, answer.headers());
        return new Offer(answer.uri(), file, bytes, version(answer.headers()));
    }

    /**
     * The server's description of a file. Addresses that are signed for a download may refuse to be
     * asked about, so these are asked for the first byte.
     */
    private static HttpResponse<?> ask(URI uri) throws IOException {
        HttpRequest head =
                WebClient.request(uri).method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
        HttpResponse<Void> described = WebClient.send(head, HttpResponse.BodyHandlers.discarding());
        if (!REFUSED.contains(described.statusCode())) {
            WebClient.requireFile(described, WebClient.OK);
            return described;
        }
        HttpRequest first = WebClient.request(uri).header("Range", "bytes=0-0").build();
        HttpResponse<InputStream> answer =
                WebClient.send(first, HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close(); // all of the file comes from a server that knows no ranges
        boolean partial = answer.statusCode() == WebClient.PARTIAL;
        WebClient.requireFile(answer, partial ? WebClient.PARTIAL : WebClient.OK);
        return answer;
    }

    /** Bytes of the whole file; -1 if the server does not tell. */
    private static long size(HttpResponse<?> answer) {
        boolean partial = answer.statusCode() == WebClient.PARTIAL;
        String told =
                WebClient.header(answer.headers(), partial ? "Content-Range" : "Content-Length");
        String total = told.substring(told.lastIndexOf('/') + 1);
        return total.matches("\\d{1,18}") ? Long.parseLong(total) : -1;
    }

    /** A strong validator, with which a server can tell that a file is still the same. */
    private static String version(HttpHeaders headers) {
        String tag = headers.firstValue("ETag").orElse("");
        boolean strong = !tag.isEmpty() && !tag.startsWith("W/");
        return strong ? tag : headers.firstValue("Last-Modified").orElse("");
    }

    /**
     * Gets a file that the user has agreed to. Goes on where an earlier attempt stopped, if the
     * server's file is still the same, and takes the one that is there if it is. The file appears
     * under its name when it is whole and its hash is right.
     *
     * @param folder an existing folder
     * @param sha256 the hash that it must have; empty if it is not known
     * @throws IOException if the connection breaks (what has come stays for the next attempt), the
     *     disk is full, or size or hash are wrong
     */
    public static Path fetch(Offer offer, Path folder, String sha256, Transfer transfer)
            throws IOException {
        PartFile part = new PartFile(offer, folder);
        if (part.isFinished(sha256)) return part.file();
        long start = part.begin();
        FreeSpace.require(folder, offer.bytes() - start);
        if (start < offer.bytes()) receive(part, start, transfer);
        return part.finish(sha256);
    }

    /** Receives the rest of the file, or all of it if the server has no such rest. */
    private static void receive(PartFile part, long start, Transfer transfer) throws IOException {
        HttpResponse<InputStream> answer = request(part.offer(), start);
        if (start > 0 && !continues(answer, start, part.offer().bytes())) {
            if (answer.statusCode() != WebClient.OK) {
                answer.body().close();
                answer = request(part.offer(), 0);
            }
            start = 0;
        }
        try (InputStream in = answer.body()) {
            WebClient.requireFile(answer, start > 0 ? WebClient.PARTIAL : WebClient.OK);
            part.write(in, start, transfer);
        }
    }

    private static HttpResponse<InputStream> request(Offer offer, long start) throws IOException {
        HttpRequest.Builder request = WebClient.request(offer.address());
        if (start > 0) {
            request.header("Range", "bytes=" + start + "-");
            request.header("If-Range", offer.version());
        }
        return WebClient.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /**
     * Whether an answer is the rest of the file that was asked for, or a refusal, which a second
     * request would meet again.
     */
    private static boolean continues(HttpResponse<?> answer, long start, long bytes) {
        int status = answer.statusCode();
        if (status == WebClient.PARTIAL) {
            String range = WebClient.header(answer.headers(), "Content-Range");
            return range.equals("bytes " + start + "-" + (bytes - 1) + "/" + bytes);
        }
        return status != WebClient.OK && status != WebClient.NO_SUCH_RANGE;
    }
}
