// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import java.io.IOException;

/** Says why a job cannot go on with its other files either. */
final class StoppedJobException extends IOException {

    private static final long serialVersionUID = 1;

    StoppedJobException(String reason) {
        super(reason);
    }
}
