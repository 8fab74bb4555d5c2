// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.ij1;

import ij.macro.Interpreter;
import java.math.BigDecimal;

/** The variables of the macro that runs, as the text that options hold. */
final class MacroVariables {

    private MacroVariables() {}

    /** The value of a variable, a whole number without decimals; null if there is none. */
    static String text(String name) {
        Interpreter macro = Interpreter.getInstance();
        if (macro == null) return null;
        String text = macro.getStringVariable(name);
        return text != null ? text : number(macro.getVariable2(name));
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) return null;
        BigDecimal exact = new BigDecimal(Double.toString(value));
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }
}
