// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.weights.Sha256;

/** Against a server on this machine. */
class DownloadTest {

    private static final int SIZE = 1_000_000;
    private static final String SUGGESTION = "attachment; filename=\"nuclei v2.safetensors\"";

    @TempDir Path folder;

    private final byte[] content = new byte[SIZE];
    private final List<String> ranges = new ArrayList<>();
    private HttpServer server;
    private String version = "\"v1\"";

    /** Bytes after which the server breaks the connection; once. */
    private int breaksAfter = SIZE;

    /** The server waits for this before it breaks a connection. */
    private CountDownLatch stall = new CountDownLatch(0);

    @BeforeEach
    void start() throws IOException {
        new Random(1).nextBytes(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/models/tiny.safetensors", this::serve);
        server.createContext("/download/128713", this::serveSigned);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("ETag", version);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(SIZE));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            boolean same = version.equals(exchange.getRequestHeaders().getFirst("If-Range"));
            int from = range != null && same ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
            String part = "bytes " + from + "-" + (SIZE - 1) + "/" + SIZE;
            if (from > 0) exchange.getResponseHeaders().set("Content-Range", part);
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, SIZE - from);
            int end = Math.max(from, breaksAfter);
            breaksAfter = SIZE;
            exchange.getResponseBody().write(Arrays.copyOfRange(content, from, end));
            exchange.getResponseBody().flush();
            stall.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As behind an address that is signed for GET alone and does not name the file. */
    private void serveSigned(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Disposition", SUGGESTION);
        if (exchange.getRequestMethod().equals("HEAD")) {
            try (exchange) {
                exchange.sendResponseHeaders(403, -1);
            }
        } else if ("bytes=0-0".equals(exchange.getRequestHeaders().getFirst("Range"))) {
            try (exchange) {
                exchange.getResponseHeaders().set("ETag", version);
                exchange.getResponseHeaders().set("Content-Range", "bytes 0-0/" + SIZE);
                exchange.sendResponseHeaders(206, 1);
                exchange.getResponseBody().write(content, 0, 1);
            }
        } else {
            serve(exchange);
        }
    }

    private String address() {
        return address("/models/tiny.safetensors");
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Test
    void anOfferTellsNameAndSizeAndFetchesNothing() throws IOException {
        Download.Offer offer = Download.offer(address());
        assertThat(offer.file()).isEqualTo("tiny.safetensors");
        assertThat(offer.bytes()).isEqualTo(SIZE);
        assertThat(ranges).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anAddressWithoutANameThatIsSignedForTheDownloadAloneWorksToo() throws IOException {
        breaksAfter = 300_000;
        Download.Offer offer = Download.offer(address("/download/128713"));
        assertThat(offer.file()).isEqualTo("nuclei v2.safetensors");
        assertThat(offer.bytes()).isEqualTo(SIZE);
        assertThatThrownBy(() -> Download.fetch(offer, folder, "", Transfer.SILENT))
                .isInstanceOf(IOException.class);
        Path file = Download.fetch(offer, folder, "", Transfer.SILENT);
        assertThat(file).hasBinaryContent(content).hasFileName("nuclei v2.safetensors");
        assertThat(ranges).hasSize(2);
    }

    @Test
    void theFileComesWholeWithItsHashChecked() throws IOException {
        Path original = Files.write(folder.resolve("original"), content);
        Path file =
                Download.fetch(
                        Download.offer(address()),
                        folder,
                        Sha256.of(original).toUpperCase(),
                        Transfer.SILENT);
        assertThat(file).hasBinaryContent(content).hasFileName("tiny.safetensors");
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        "original", "tiny.safetensors", "tiny.safetensors.version");
        int asked = ranges.size();
        assertThat(Download.fetch(Download.offer(address()), folder, "", Transfer.SILENT))
                .isEqualTo(file);
        assertThat(ranges).as("what is there is not fetched again").hasSize(asked);
    }

    @Test
    void aBrokenDownloadGoesOnWhereItStopped() throws IOException {
        breaksAfter = 300_000;
        Download.Offer offer = Download.offer(address());
        assertThatThrownBy(() -> Download.fetch(offer, folder, "", Transfer.SILENT))
                .isInstanceOf(IOException.class);
        long have = Files.size(folder.resolve("tiny.safetensors.part"));
        assertThat(have).isBetween(1L, 300_000L);
        Path file = Download.fetch(offer, folder, "", Transfer.SILENT);
        assertThat(file).hasBinaryContent(content);
        assertThat(ranges).containsExactly("null", "bytes=" + have + "-");
    }

    @Test
    void aCancelledDownloadGoesOnToo() throws IOException {
        Download.Offer offer = Download.offer(address());
        Transfer cancel =
                (done, total) -> {
                    if (done > 200_000) throw new CancellationException("enough");
                };
        assertThatThrownBy(() -> Download.fetch(offer, folder, "", cancel))
                .isInstanceOf(CancellationException.class);
        assertThat(folder.resolve("tiny.safetensors")).doesNotExist();
        assertThat(Download.fetch(offer, folder, "", Transfer.SILENT)).hasBinaryContent(content);
    }

    @Test
    void aStalledDownloadCanBeCancelled() throws IOException {
        breaksAfter = 300_000;
        stall = new CountDownLatch(1);
        Download.Offer offer = Download.offer(address());
        Transfer cancel =
                new Transfer() {
                    private long before = -1;

                    @Override
                    public void moved(long done, long total) {
                        if (done == before) throw new CancellationException("enough");
                        before = done;
                    }
                };
        try {
            assertThatThrownBy(() -> Download.fetch(offer, folder, "", cancel))
                    .isInstanceOf(CancellationException.class);
        } finally {
            stall.countDown();
        }
        assertThat(Download.fetch(offer, folder, "", Transfer.SILENT)).hasBinaryContent(content);
    }

    @Test
    void aFileThatChangedOnTheServerIsFetchedAnew() throws IOException {
        breaksAfter = 300_000;
        Download.Offer old = Download.offer(address());
        assertThatThrownBy(() -> Download.fetch(old, folder, "", Transfer.SILENT))
                .isInstanceOf(IOException.class);
        version = "\"v2\"";
        Path file = Download.fetch(Download.offer(address()), folder, "", Transfer.SILENT);
        assertThat(file).hasBinaryContent(content);
        assertThat(ranges).containsExactly("null", "null");
    }

    @Test
    void aFileOfAnotherHashIsRefusedAndLeavesNothing() throws IOException {
        Download.Offer offer = Download.offer(address());
        assertThatThrownBy(() -> Download.fetch(offer, folder, "0".repeat(64), Transfer.SILENT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gave another file than expected")
                .hasMessageContaining("instead of 0000");
        assertThat(folder.resolve("tiny.safetensors")).doesNotExist();
        assertThat(folder.resolve("tiny.safetensors.part")).doesNotExist();
    }

    @Test
    void whatIsNotThereOrNoAddressIsSaidSo() {
        assertThatThrownBy(() -> Download.offer(address().replace("tiny", "huge")))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        address().replace("tiny", "huge")
                                + ": there is no such file on the server (status 404); check the"
                                + " address");
        assertThatThrownBy(() -> Download.offer("file:///etc/passwd"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no web address");
    }
}
