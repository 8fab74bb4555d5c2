// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.launch;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Passes everything on and remembers the last line that is not blank: without a window, ImageJ
 * prints the text of {@code exit("...")} and keeps it nowhere.
 */
final class LastLine extends FilterOutputStream {

    private static final int LONGEST = 8192;

    private final byte[] line = new byte[LONGEST];
    private int length;
    private String last = "";

    LastLine(OutputStream target) {
        super(target);
    }

    @Override
    public synchronized void write(int b) throws IOException {
        out.write(b);
        if (b == '\n') endLine();
        else if (length < LONGEST) line[length++] = (byte) b;
    }

    private void endLine() {
        String text = new String(Arrays.copyOf(line, length), StandardCharsets.UTF_8).strip();
        if (!text.isEmpty()) last = text;
        length = 0;
    }

    /** The last line that ended. */
    synchronized String text() {
        return last;
    }
}
