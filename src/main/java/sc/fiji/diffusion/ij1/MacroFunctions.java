// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.ij1;

import ij.IJ;
import sc.fiji.diffusion.provenance.MethodsText;
import sc.fiji.diffusion.tool.record.Records;

/**
 * What a macro asks of the active image and gets as a string:
 *
 * <pre>{@code
 * text = call("sc.fiji.diffusion.ij1.MacroFunctions.methodsText");
 * seed = call("sc.fiji.diffusion.ij1.MacroFunctions.recorded", "seed");
 * }</pre>
 */
public final class MacroFunctions {

    private MacroFunctions() {}

    /** The paragraph for the paper; empty if the image carries no record. */
    public static String methodsText() {
        var records = Records.read(IJ.getImage());
        return records.isEmpty() ? "" : MethodsText.of(records);
    }

    /** A setting of the last run that made the image; empty if its record has none of this name. */
    public static String recorded(String key) {
        var records = Records.read(IJ.getImage());
        return records.isEmpty() ? "" : records.get(0).settings().getOrDefault(key, "");
    }
}
