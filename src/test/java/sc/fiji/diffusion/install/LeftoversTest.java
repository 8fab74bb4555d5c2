// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.files.FolderLock;
import sc.fiji.diffusion.model.ModelSummary;
import sc.fiji.diffusion.testing.Reference;

/** What failed downloads and installs leave is shown, used again, and can be taken away. */
class LeftoversTest {

    @TempDir Path temp;

    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private byte[] content = "no zip at all".getBytes();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        requests.add(exchange.getRequestMethod());
                        exchange.getResponseHeaders().set("ETag", "\"v1\"");
                        boolean head = exchange.getRequestMethod().equals("HEAD");
                        String length = Integer.toString(content.length);
                        if (head) exchange.getResponseHeaders().set("Content-Length", length);
                        exchange.sendResponseHeaders(200, head ? -1 : content.length);
                        if (!head) exchange.getResponseBody().write(content);
                    }
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Path models() {
        return temp.resolve("models");
    }

    private Path download() throws IOException {
        String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/cells.zip";
        Download.Offer offer = Download.offer(address);
        return new ModelInstaller(models()).download(offer, "", "", Transfer.SILENT);
    }

    private byte[] zippedModel() throws IOException {
        Path model = Reference.path("models/tiny-sd1");
        Path file = temp.resolve("zipped.zip");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(model)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Path path : files) {
                zip.putNextEntry(new ZipEntry(model.relativize(path).toString()));
                Files.copy(path, zip);
                zip.closeEntry();
            }
        }
        return Files.readAllBytes(file);
    }

    @Test
    void aDownloadThatCannotBeInstalledIsShownAndNotFetchedAgain() throws IOException {
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(this::download)
                    .hasMessageContaining("cells.zip is damaged, or no zip");
        }
        assertThat(requests).containsExactly("HEAD", "GET", "HEAD");
        List<Leftovers.Leftover> left = Leftovers.in(models());
        assertThat(left).hasSize(1);
        assertThat(left.get(0).name()).isEqualTo("cells.zip");
        assertThat(left.get(0).description()).startsWith("unfinished download");
        assertThat(left.get(0).bytes()).isEqualTo(content.length + "\"v1\"".length());
        assertThat(Leftovers.remove(models())).isEqualTo(left);
        assertThat(models()).isEmptyDirectory();
        assertThatThrownBy(this::download).hasMessageContaining("is damaged");
        assertThat(requests).endsWith("HEAD", "GET");
    }

    @Test
    void aDownloadThatIsInstalledLeavesNothing() throws IOException {
        content = zippedModel();
        assertThat(ModelSummary.of(download()).precision()).isEqualTo("F32");
        assertThat(Leftovers.in(models())).isEmpty();
        assertThat(models().toFile().list()).containsExactlyInAnyOrder("cells", ".downloads");
        Leftovers.remove(models());
        assertThat(models().toFile().list()).containsExactly("cells");
    }

    @Test
    void whatAKilledProcessLeftIsShownAndWhatIsUnderWayIsNot() throws IOException {
        Path left = Files.createDirectories(models().resolve(".installing1/cells"));
        Files.writeString(left.resolve("part.safetensors"), "1234");
        Files.createDirectories(models().resolve(".downloads"));
        Files.writeString(models().resolve(".downloads/old.zip.part"), "12");
        Path busy = Files.createDirectories(models().resolve(".installing2"));
        FolderLock.holding(
                busy,
                () -> {
                    assertThat(Leftovers.remove(models()))
                            .extracting(Leftovers.Leftover::name)
                            .containsExactly("old.zip.part", ".installing1");
                    return null;
                });
        assertThat(models().toFile().list()).containsExactly(".installing2");
    }

    @Test
    void aSecondDownloadOfTheSameFileIsRefusedWhileTheFirstOneLasts() throws IOException {
        Path folder = Leftovers.ofDownload(models(), "cells.zip");
        FolderLock.holding(
                folder,
                () -> {
                    assertThatThrownBy(this::download)
                            .hasMessageContaining("is being written by another run");
                    return null;
                });
    }
}
