// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.diffusion.engine.Compute;
import sc.fiji.diffusion.engine.Machine;
import sc.fiji.diffusion.engine.Wish;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.run.RunFolder;

/**
 * What a run computes with.
 *
 * @param encoding of what is learned from, which is made once: float32 in any case
 * @param training the number format of the networks: that in which the run began, on whatever
 *     machine it goes on
 * @param note what the user should know of it; empty if nothing
 */
record RunCompute(Compute encoding, Precision training, String note) {

    /** That of a new run. */
    static RunCompute of(Wish wish, Machine machine) {
        return new RunCompute(
                Compute.choose(wish, machine).inFloat32(), Precision.choose(wish, machine), "");
    }

    /**
     * That of a new run, or of one that is in a folder already.
     *
     * @throws IOException if the folder's settings are damaged
     */
    static RunCompute of(Path run, Wish wish, Machine machine) throws IOException {
        RunCompute fresh = of(wish, machine);
        Precision begun = RunFolder.precision(run, fresh.training);
        return begun == fresh.training
                ? fresh
                : new RunCompute(fresh.encoding, begun, goesOn(begun, fresh.training));
    }

    private static String goesOn(Precision begun, Precision here) {
        return "The run goes on in "
                + begun.label()
                + ", in which it began; here a new one would take "
                + here.label()
                + (here == Precision.FLOAT32 ? ", which can be far faster." : ".");
    }
}
