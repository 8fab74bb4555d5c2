// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.models;

import ij.IJ;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import sc.fiji.diffusion.files.FileProblem;

/** What a button does, away from the thread of the window. */
@FunctionalInterface
interface Job {

    /** Does it and returns what to say about it. */
    String run() throws IOException;

    /** Does it and returns what to say about it, or why it was not done. */
    default String outcome() {
        try {
            return run();
        } catch (CancellationException e) {
            return "Stopped: " + e.getMessage();
        } catch (IOException e) {
            return "Not done: " + FileProblem.describe(e);
        } catch (UncheckedIOException e) {
            return "Not done: " + FileProblem.describe(e.getCause());
        } catch (RuntimeException e) {
            return "Not done: " + e.getMessage();
        } finally {
            IJ.showProgress(1.0);
        }
    }
}
