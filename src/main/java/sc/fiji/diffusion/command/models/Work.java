// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.models;

import ij.IJ;
import java.util.concurrent.CancellationException;
import sc.fiji.diffusion.files.FreeSpace;

/** Shows copies and downloads in ImageJ's status bar, where Escape stops them. */
final class Work {

    private Work() {}

    static void report(long done, long total) {
        if (IJ.escapePressed()) throw new CancellationException("Escape was pressed");
        IJ.showProgress((double) done / Math.max(1, total));
        IJ.showStatus(
                FreeSpace.describe(done)
                        + " of "
                        + FreeSpace.describe(total)
                        + " (Escape stops; a download goes on later)");
    }
}
