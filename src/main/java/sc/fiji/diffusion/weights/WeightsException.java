// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.weights;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A weights file that is malformed, or that does not hold what was asked for. The message names the
 * file, the tensor or header key, what was expected and found, and what to do.
 */
public final class WeightsException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * @param file the file, which starts the message
     * @param problem what is wrong with it
     */
    public WeightsException(Path file, String problem) {
        this(file, problem, null);
    }

    /**
     * @param file the file, which starts the message
     * @param problem what is wrong with it
     * @param cause what noticed it; may be null
     */
    public WeightsException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
