// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;

/** A model that cannot be used; the message tells its user which file, why, and what to do. */
public final class ModelException extends IOException {

    private static final long serialVersionUID = 1L;

    /** A refusal with its reason. */
    public ModelException(String message) {
        super(message);
    }

    /** A refusal that another error caused. */
    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
