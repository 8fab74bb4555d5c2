// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.benchmark;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PyTorch in a process of its own, which runs a network once whenever it is asked to. */
final class Peer implements Closeable {

    private static final String SCRIPT = "src/test/python/speed.py";

    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;

    private Peer(Process process) {
        this.process = process;
        this.questions = process.outputWriter();
        this.answers = process.inputReader();
    }

    /** Starts it; it makes the files of weights that are not there. */
    static Peer start(String python, int threads, Path unet, Path unetFile, Path vae, Path vaeFile)
            throws IOException {
        Files.createDirectories(unetFile.getParent());
        List<String> command =
                List.of(
                        python,
                        SCRIPT,
                        unet.toString(),
                        unetFile.toString(),
                        vae.toString(),
                        vaeFile.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        Peer peer = new Peer(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
        System.out.println("PyTorch: " + peer.answer());
        return peer;
    }

    /** Runs one of its networks. */
    double seconds(String network) throws IOException {
        questions.write(network + "\n");
        questions.flush();
        return Double.parseDouble(answer().split(" ")[0]);
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) throw new IOException(SCRIPT + " ended; its error is above");
        return line;
    }

    @Override
    public void close() throws IOException {
        questions.close();
        process.destroy();
    }
}
