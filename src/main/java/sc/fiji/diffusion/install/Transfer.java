// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.install;

/** Hears how far a copy or a download is, and may stop it. */
@FunctionalInterface
public interface Transfer {

    /** Says nothing and never stops. */
    Transfer SILENT = (done, total) -> {};

    /**
     * Called now and then.
     *
     * @param done bytes so far
     * @param total bytes in all
     * @throws java.util.concurrent.CancellationException to stop
     */
    void moved(long done, long total);
}
