// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * A server on this machine that answers each request with given characters, be they HTTP or not.
 */
final class RawServer implements Closeable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    /**
     * @param answers from the head of a request to all that is sent before the connection ends
     */
    RawServer(Function<String, String> answers) throws IOException {
        Thread thread = new Thread(() -> serve(answers), "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Function<String, String> answers) {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                String head = head(connection);
                if (head.isEmpty()) continue;
                requests.add(head);
                byte[] bytes = answers.apply(head).getBytes(StandardCharsets.ISO_8859_1);
                connection.getOutputStream().write(bytes);
                connection.getOutputStream().flush();
            } catch (IOException e) {
                // a client that has gone, or the end of the test
            }
        }
    }

    private static String head(Socket connection) throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                connection.getInputStream(), StandardCharsets.ISO_8859_1));
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    String address(String path) {
        return "http://127.0.0.1:" + socket.getLocalPort() + path;
    }

    /** The heads of the requests so far. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
