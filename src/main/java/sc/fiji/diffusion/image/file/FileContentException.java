// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.image.file;

import java.io.IOException;

/** Says why a file cannot be read, without its name. */
final class FileContentException extends IOException {

    private static final long serialVersionUID = 1;

    FileContentException(String reason) {
        super(reason);
    }
}
