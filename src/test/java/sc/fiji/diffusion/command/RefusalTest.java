// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.command.edit.RemoveSelectionCommand;
import sc.fiji.diffusion.image.TestImages;

/** What users are told of whatever ends a command. */
class RefusalTest {

    private static final OutOfMemoryError HEAP = new OutOfMemoryError("Java heap space");

    /** What a command says whose last step throws something. */
    private static String said(Throwable error) {
        ImagePlus image = TestImages.gray16(20, 10);
        image.setRoi(new Roi(2, 2, 5, 4));
        DiffusionCommand command = new RemoveSelectionCommand();
        CommandFields fields = new CommandFields(command);
        fields.set("strength", "0");
        fields.setImage(image);
        command.showBy(result -> RefusalTest.<RuntimeException>sneak(error));
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            command.run();
        } finally {
            System.setOut(before);
        }
        assertThat(command.wasSuccessful()).isFalse();
        return out.toString(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable error) throws T {
        throw (T) error;
    }

    @Test
    void wantOfHeapTellsSizeAndNeedAndWhereToGiveMore() {
        long has = Runtime.getRuntime().maxMemory() >> 20;
        for (Throwable error :
                new Throwable[] {
                    HEAP,
                    new OutOfMemoryError(),
                    new OutOfMemoryError("Requested array size exceeds VM limit"),
                    new IllegalStateException(HEAP),
                    new IOException("memory does not suffice", HEAP)
                }) {
            assertThat(said(error))
                    .contains("ImageJ has " + has + " MB")
                    .contains("\"gray16\" has 20 x 10 pixels of 16 bits in 1 planes")
                    .contains("Set " + has + " MB or more at Edit > Options > Memory & Threads")
                    .doesNotContain("Unexpected");
        }
        ImagePlus large = IJ.createImage("large", "RGB black", 1024, 512, 4);
        assertThat(Refusal.message(HEAP, large))
                .contains("1024 x 512 pixels of 24 bits in 4 planes, which take 8.0 MB")
                .contains("Set " + (has + 16) + " MB or more");
        assertThat(Refusal.message(HEAP, null)).contains("Set " + 2 * has + " MB or more");
    }

    @Test
    void whatEndsACommandWithoutBeingAFaultIsNoUnexpectedError() {
        assertThat(said(new ClosedByInterruptException())).isEmpty();
        assertThat(said(new InterruptedIOException())).isEmpty();
        assertThat(said(new UncheckedIOException(new NoSuchFileException("a.bin"))))
                .contains("a.bin does not exist");
        assertThat(said(new EOFException()))
                .contains("a file could not be read or written (EOFException)");
    }

    @Test
    void anyOtherErrorIsReportedWithItsTrace() {
        for (Throwable error :
                new Throwable[] {
                    new StackOverflowError(),
                    new UnsatisfiedLinkError("no libtorch"),
                    new AssertionError("x"),
                    new NullPointerException("y"),
                    new IllegalArgumentException()
                }) {
            assertThat(said(error))
                    .contains("Unexpected error, please report it with the log: " + error)
                    .contains("\tat ");
        }
    }
}
