// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Name and version of this software. */
public final class Software {

    private static final String RESOURCE = "version.properties";

    private Software() {}

    /** Such as {@code Diffusion for Fiji 0.1.0}. */
    public static String nameAndVersion() {
        try (InputStream in = Software.class.getResourceAsStream(RESOURCE)) {
            Properties properties = new Properties();
            properties.load(in);
            return "Diffusion for Fiji " + properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + RESOURCE, e);
        }
    }
}
