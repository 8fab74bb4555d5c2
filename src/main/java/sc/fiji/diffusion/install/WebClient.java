// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Asks web servers, through one client for the process; says what is wrong with an answer. */
final class WebClient {

    static final int OK = 200;
    static final int PARTIAL = 206;

    /** The server has no such part of the file. */
    static final int NO_SUCH_RANGE = 416;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LONGEST_HEADER = 120;
    private static final String BY_HAND =
            "; open it in a browser, download the file there, and install it from the file";

    /** Started when it is first needed. */
    private static final class Client {

        static final HttpClient SHARED =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(PATIENCE)
                        .build();
    }

    private WebClient() {}

    /**
     * The address that a user has typed.
     *
     * @throws IllegalArgumentException if it is none of the web
     */
    static URI uri(String address) {
        try {
            URI uri = new URI(address.strip().replace(" ", "%20"));
            String scheme = String.valueOf(uri.getScheme());
            boolean web = scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http");
            if (web && uri.getHost() != null) return URI.create(uri.toASCIIString());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "\"" + address + "\" is no web address: " + e.getReason(), e);
        }
        throw new IllegalArgumentException(
                "\"" + address + "\" is no web address; it must begin with https://");
    }

    /** An address without what a server may have signed it with. */
    static String describe(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
    }

    /** A request for the bytes of the file themselves. */
    static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Accept-Encoding", "identity");
    }

    /**
     * Sends a request.
     *
     * @throws IOException if there is no answer, saying why
     */
    static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException {
        try {
            return Client.SHARED.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + describe(request.uri()), e);
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "no answer from " + describe(request.uri()) + ": " + reason(e), e);
        }
    }

    /** What broke a connection, in words for the user. */
    static String reason(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof UnknownHostException || e instanceof UnresolvedAddressException) {
                return "there is no such server, or no network; check the address";
            }
            if (e instanceof HttpTimeoutException) {
                return "nothing came for " + PATIENCE.toSeconds() + " seconds; try again later";
            }
            if (e instanceof SSLException) {
                return "the connection is not safe (" + e.getMessage() + ")";
            }
            if (e instanceof NumberFormatException) {
                String number = printable(e.getMessage()).replaceFirst("^.*: ", "");
                return "it says a size that is no number, " + number;
            }
        }
        if (error instanceof ConnectException) {
            return "the server takes no connection; check the address, or try again later";
        }
        return "the connection broke (" + printable(String.valueOf(error.getMessage())) + ")";
    }

    /**
     * Checks that an answer brings a file.
     *
     * @param status that it must have
     * @throws IOException saying what it is instead, and what to do
     */
    static void requireFile(HttpResponse<?> answer, int status) throws IOException {
        String where = describe(answer.uri());
        if (answer.statusCode() != status) throw new IOException(where + problem(answer));
        String type = header(answer.headers(), "Content-Type");
        if (type.matches("(?i)(text/html|application/xhtml).*")) {
            String page = " is a web page, no file: perhaps one has to log in or agree first";
            throw new IOException(where + page + BY_HAND);
        }
        String encoding = header(answer.headers(), "Content-Encoding");
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            String packed = " comes packed by the server (" + encoding + "), so that its size is";
            throw new IOException(where + packed + " unknown" + BY_HAND);
        }
    }

    private static String problem(HttpResponse<?> answer) {
        int status = answer.statusCode();
        String code = " (status " + status + ")";
        return switch (status) {
            case 401, 403, 407 ->
                    ": the server wants one to log in or agree first" + code + BY_HAND;
            case 404, 410 -> ": there is no such file on the server" + code + "; check the address";
            case 429, 503 -> ": the server is busy" + code + "; " + later(answer.headers());
            case 301, 302, 303, 307, 308 ->
                    ": the server sends from one address to another without end, or to one that is"
                            + " not safe"
                            + code
                            + BY_HAND;
            default ->
                    status >= 500
                            ? ": the server has failed" + code + "; try again later"
                            : ": the server gives no file" + code + "; check the address";
        };
    }

    private static String later(HttpHeaders headers) {
        String after = header(headers, "Retry-After");
        if (after.matches("\\d{1,9}")) return "try again in " + after + " seconds";
        return "try again " + (after.isEmpty() ? "later" : "after " + after);
    }

    /** The first value of a header as one short line; empty if there is none. */
    static String header(HttpHeaders headers, String name) {
        return printable(headers.firstValue(name).orElse("").strip());
    }

    private static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_HEADER ? line : line.substring(0, LONGEST_HEADER) + "...";
    }
}
