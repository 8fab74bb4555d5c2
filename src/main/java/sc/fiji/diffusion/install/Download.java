// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sc.fiji.diffusion.files.FreeSpace;
import sc.fiji.diffusion.weights.Sha256;

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

    /** The ending of a file that is not whole yet. */
    static final String PART = ".part";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int STALL_SECONDS = 60;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int OK = 200;
    private static final int PARTIAL = 206;

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
    public record Offer(URI address, String file, long bytes, String version) {}

    /**
     * Asks a server about a file.
     *
     * @throws IOException if there is none, or the server does not tell its size
     * @throws IllegalArgumentException if it is no web address
     */
    public static Offer offer(String address) throws IOException {
        URI uri = uri(address);
        HttpResponse<?> answer = ask(uri);
        long bytes = size(answer);
        if (bytes < 0) throw new IOException(uri + ": the server does not tell the file's size");
        String file = FileName.of(uri, answer.headers());
        return new Offer(answer.uri(), file, bytes, version(answer.headers()));
    }

    /**
     * The server's description of a file. Addresses that are signed for a download may refuse to be
     * asked about, so these are asked for the first byte.
     */
    private static HttpResponse<?> ask(URI uri) throws IOException {
        HttpRequest head = request(uri).method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
        HttpResponse<Void> described = send(head, HttpResponse.BodyHandlers.discarding());
        if (!REFUSED.contains(described.statusCode())) {
            requireStatus(described, OK);
            return described;
        }
        HttpRequest first = request(uri).header("Range", "bytes=0-0").build();
        HttpResponse<InputStream> answer = send(first, HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close(); // all of the file comes from a server that knows no ranges
        if (answer.statusCode() != PARTIAL) requireStatus(answer, OK);
        return answer;
    }

    /** Bytes of the whole file; -1 if the server does not tell. */
    private static long size(HttpResponse<?> answer) {
        if (answer.statusCode() == PARTIAL) {
            String range = answer.headers().firstValue("Content-Range").orElse("");
            String total = range.substring(range.lastIndexOf('/') + 1);
            return total.matches("\\d{1,18}") ? Long.parseLong(total) : -1;
        }
        return answer.headers().firstValueAsLong("Content-Length").orElse(-1);
    }

    /**
     * Gets a file that the user has agreed to. Goes on where an earlier attempt stopped, if the
     * server's file is still the same. The file appears under its name when it is whole and its
     * hash is right.
     *
     * @param folder an existing folder
     * @param sha256 the hash that it must have; empty if it is not known
     * @throws IOException if the connection breaks (what has come stays for the next attempt), the
     *     disk is full, or size or hash are wrong
     */
    public static Path fetch(Offer offer, Path folder, String sha256, Transfer transfer)
            throws IOException {
        Path file = folder.resolve(offer.file());
        Path part = folder.resolve(offer.file() + PART);
        Path version = folder.resolve(offer.file() + PART + ".version");
        boolean resumable = Files.exists(part) && isSame(offer, version);
        long start = resumable ? Math.min(Files.size(part), offer.bytes()) : 0;
        FreeSpace.require(folder, offer.bytes() - start);
        Files.writeString(version, offer.version());
        if (start < offer.bytes()) receive(offer, part, start, transfer);
        requireWhole(offer, part, sha256);
        Files.delete(version);
        return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isSame(Offer offer, Path version) throws IOException {
        return !offer.version().isEmpty()
                && Files.exists(version)
                && Files.readString(version).equals(offer.version());
    }

    private static void receive(Offer offer, Path part, long start, Transfer transfer)
            throws IOException {
        HttpRequest.Builder request = request(offer.address());
        if (start > 0) {
            request.header("Range", "bytes=" + start + "-");
            request.header("If-Range", offer.version());
        }
        HttpResponse<InputStream> answer =
                send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            boolean goesOn = start > 0 && answer.statusCode() == PARTIAL;
            if (!goesOn) requireStatus(answer, OK);
            StandardOpenOption how =
                    goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
            try (OutputStream out =
                    Files.newOutputStream(
                            part, StandardOpenOption.CREATE, how, StandardOpenOption.WRITE)) {
                copy(in, out, goesOn ? start : 0, offer.bytes(), transfer);
            }
        }
    }

    private static void copy(
            InputStream in, OutputStream out, long start, long total, Transfer transfer)
            throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long done = start;
        ExecutorService reader = Executors.newSingleThreadExecutor(Download::daemon);
        try {
            for (int n = 0; n >= 0 && done <= total; ) {
                out.write(chunk, 0, n);
                done += n;
                long moved = done;
                transfer.moved(done, total);
                Future<Integer> next = reader.submit(() -> in.read(chunk));
                n = await(next, () -> transfer.moved(moved, total));
            }
        } finally {
            reader.shutdown(); // closing the stream ends what it still reads
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "download");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Waits for bytes, as long as some come now and then: a stream that stalls does not end.
     *
     * @param meanwhile called each second; may throw to stop
     */
    private static int await(Future<Integer> bytes, Runnable meanwhile) throws IOException {
        for (int second = 0; second < STALL_SECONDS; second++) {
            try {
                return bytes.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                meanwhile.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for the server", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException broken) throw broken;
                throw new IOException("the connection broke: " + e.getCause(), e);
            }
        }
        throw new IOException(
                "nothing came for " + STALL_SECONDS + " seconds; try again to go on from there");
    }

    private static void requireWhole(Offer offer, Path part, String sha256) throws IOException {
        long size = Files.size(part);
        if (size < offer.bytes()) {
            throw new IOException(
                    "the connection broke after "
                            + size
                            + " of "
                            + offer.bytes()
                            + " bytes; try again to go on from there");
        }
        String hash = sha256.isBlank() && size == offer.bytes() ? sha256 : Sha256.of(part);
        if (!hash.equalsIgnoreCase(sha256.strip()) || size > offer.bytes()) {
            Files.delete(part);
            throw new IOException(
                    offer.address()
                            + " gave another file than expected: SHA-256 "
                            + hash
                            + " instead of "
                            + sha256.strip()
                            + "; nothing was installed");
        }
    }

    private static URI uri(String address) {
        URI uri = URI.create(address.strip().replace(" ", "%20"));
        String scheme = String.valueOf(uri.getScheme());
        if (!scheme.equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("http")
                || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "\"" + address + "\" is no web address; it must begin with https://");
        }
        return uri;
    }

    /** A strong validator, with which a server can tell that a file is still the same. */
    private static String version(HttpHeaders headers) {
        String tag = headers.firstValue("ETag").orElse("");
        boolean strong = !tag.isEmpty() && !tag.startsWith("W/");
        return strong ? tag : headers.firstValue("Last-Modified").orElse("");
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(PATIENCE);
    }

    private static <T> HttpResponse<T> send(
            HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        HttpClient client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(PATIENCE)
                        .build();
        try {
            return client.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + request.uri(), e);
        } catch (IOException e) {
            throw new IOException("no answer from " + request.uri() + ": " + e, e);
        }
    }

    private static void requireStatus(HttpResponse<?> answer, int status) throws IOException {
        if (answer.statusCode() == status) return;
        throw new IOException(
                answer.uri() + ": the server answers with status " + answer.statusCode());
    }
}
