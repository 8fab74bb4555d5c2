// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that give no file, or give it otherwise than they should. */
class AwkwardServersTest {

    private static final String CONTENT = "0123456789";
    private static final String HEAD_OF_TEN =
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: \"v1\"\r\nConnection: close\r\n\r\n";

    @TempDir Path folder;

    private final List<RawServer> servers = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (RawServer server : servers) server.close();
    }

    private RawServer server(Function<String, String> answers) throws IOException {
        RawServer server = new RawServer(answers);
        servers.add(server);
        return server;
    }

    /** Describes the file well, and answers all but HEAD in its own way. */
    private RawServer giving(Function<String, String> answers) throws IOException {
        return server(head -> head.startsWith("HEAD") ? HEAD_OF_TEN : answers.apply(head));
    }

    private static String answer(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + headers + "\r\n" + body;
    }

    private Path fetch(RawServer server) throws IOException {
        Download.Offer offer = Download.offer(server.address("/m.zip"));
        return Download.fetch(offer, folder, "", Transfer.SILENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 OK | Content-Length: many | it says a size that is no number, \"many\"",
                "200 OK | X: y | : the server does not tell the file's size",
                "200 OK | Content-Length: 99999999999999999999 | it says a size that is no number, ",
                "200 OK | Content-Length: 0 | is an empty file; check the address",
                "200 OK | Content-Type: text/html; charset=utf-8 | is a web page, no file",
                "200 OK | Content-Encoding: gzip | comes packed by the server (gzip)",
                "401 No | X: y | wants one to log in or agree first (status 401); open it in a",
                "503 Busy | Retry-After: 120 | is busy (status 503); try again in 120 seconds",
                "429 Much | Retry-After: Wed, 1 Jan | busy (status 429); try again after Wed, 1 Jan",
                "500 Oops | X: y | the server has failed (status 500); try again later",
                "418 Tea | X: y | the server gives no file (status 418); check the address",
                "302 Go | Location: /m.zip | from one address to another without end"
            })
    void whatIsOfferedIsNoFile(String status, String header, String message) throws IOException {
        RawServer server = server(head -> answer(status, header + "\r\n", ""));
        assertThatThrownBy(() -> Download.offer(server.address("/m.zip")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(server.address("/m.zip"))
                .hasMessageContaining(message);
    }

    @Test
    void noAnswerAtAllIsSaidSo() throws IOException {
        RawServer silent = server(head -> "");
        assertThatThrownBy(() -> Download.offer(silent.address("/m.zip?key=secret")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no answer from " + silent.address("/m.zip") + ": ")
                .hasMessageContaining("the connection broke")
                .hasMessageNotContaining("secret");
        RawServer nonsense = server(head -> "hello\r\n\r\n");
        assertThatThrownBy(() -> Download.offer(nonsense.address("/m.zip")))
                .hasMessageContaining("no answer from " + nonsense.address("/m.zip") + ": ");
        String gone = silent.address("/m.zip");
        silent.close();
        assertThatThrownBy(() -> Download.offer(gone))
                .hasMessage(
                        "no answer from "
                                + gone
                                + ": the server takes no connection; check the address, or try"
                                + " again later");
    }

    @Test
    void whatIsNoAddressIsSaidSo() {
        assertThatThrownBy(() -> Download.offer("https://a b\\c[1].zip"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no web address: ");
        assertThatThrownBy(() -> Download.offer("https:///m.zip"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no web address; it must begin with https://");
    }

    @Test
    void aConnectionThatBreaksSaysHowFarItCame() throws IOException {
        RawServer server = giving(head -> answer("200 OK", "Content-Length: 10\r\n", "0123"));
        assertThatThrownBy(() -> fetch(server))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(server.address("/m.zip") + ": the connection broke (")
                .hasMessageEndingWith(
                        "after 0.0 kB of 0.0 kB; download it again to go on from there");
    }

    @Test
    void moreThanWasOfferedIsNotKept() throws IOException {
        RawServer server =
                giving(head -> answer("200 OK", "Content-Length: 20\r\n", CONTENT + CONTENT));
        assertThatThrownBy(() -> fetch(server))
                .hasMessage(
                        server.address("/m.zip")
                                + " gave more than the 10 bytes that it had offered; nothing was"
                                + " installed or kept");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aLoginPageInPlaceOfTheFileIsNotTakenForIt() throws IOException {
        String page = "Content-Type: text/html\r\nContent-Length: 10\r\n";
        RawServer server = giving(head -> answer("200 OK", page, "<html></h>"));
        assertThatThrownBy(() -> fetch(server))
                .hasMessageContaining(server.address("/m.zip") + " is a web page, no file");
        assertThat(folder.resolve("m.zip")).doesNotExist();
    }

    private void begin(RawServer server, String bytes) throws IOException {
        Files.writeString(folder.resolve("m.zip.part"), bytes);
        Files.writeString(folder.resolve("m.zip.version"), "\"v1\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "206 Part | Content-Range: bytes 2-9/10 | 23456789",
                "206 Part | Content-Range: bytes 4-9/12 | 456789",
                "206 Part | X: y | 456789",
                "416 No | Content-Range: bytes */10 | ''"
            })
    void anotherPartThanTheOneAskedForIsNotAppended(String status, String header, String body)
            throws IOException {
        String whole = answer("200 OK", "Content-Length: 10\r\n", CONTENT);
        RawServer server =
                giving(
                        head ->
                                head.contains("Range: bytes=4-")
                                        ? answer(status, header + "\r\n", body)
                                        : whole);
        begin(server, "0123");
        assertThat(fetch(server)).hasContent(CONTENT);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void theRightPartIsAppended() throws IOException {
        String rest = "Content-Range: bytes 4-9/10\r\nContent-Length: 6\r\n";
        RawServer server = giving(head -> answer("206 Part", rest, "456789"));
        begin(server, "0123");
        assertThat(fetch(server)).hasContent(CONTENT);
        assertThat(server.requests().get(1)).contains("Range: bytes=4-", "If-Range: \"v1\"");
    }

    @Test
    void aRefusalOfTheRestKeepsWhatHasCome() throws IOException {
        RawServer server = giving(head -> answer("503 Busy", "Retry-After: 9\r\n", ""));
        begin(server, "0123");
        assertThatThrownBy(() -> fetch(server)).hasMessageContaining("try again in 9 seconds");
        assertThat(folder.resolve("m.zip.part")).hasContent("0123");
        assertThat(server.requests()).hasSize(2);
    }

    /** As behind a link that a browser follows to a signed address, which ends after some time. */
    @Test
    void theFileItselfIsAskedForUnpacked() throws IOException {
        RawServer server = giving(head -> answer("200 OK", "Content-Length: 10\r\n", CONTENT));
        fetch(server);
        assertThat(server.requests())
                .allSatisfy(
                        head -> assertThat(head).containsIgnoringCase("Accept-Encoding: identity"));
    }

    @Test
    void manyRequestsShareOneClient() throws IOException {
        RawServer server = giving(head -> "");
        Download.offer(server.address("/m.zip"));
        long before = clientThreads();
        for (int k = 0; k < 20; k++) Download.offer(server.address("/" + k + ".zip"));
        assertThat(clientThreads()).isEqualTo(before);
    }

    private static long clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"))
                .count();
    }
}
