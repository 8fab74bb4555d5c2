// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tensor;

/**
 * What was asked for led to NaN or infinity, so that there is no result. The message is for users:
 * what was computed, and what to do.
 */
public final class NotFiniteException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /**
     * @param message what is not finite, and what to do
     */
    public NotFiniteException(String message) {
        super(message);
    }
}
