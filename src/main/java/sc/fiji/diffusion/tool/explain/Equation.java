// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.explain;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import sc.fiji.diffusion.image.Choice;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.score.Sde;
import sc.fiji.diffusion.score.SubVpSde;
import sc.fiji.diffusion.score.VeSde;
import sc.fiji.diffusion.score.VpSde;

/** The forward equations by name, each with the noise of a model's schedule. */
public enum Equation {
    /** Variance preserving. */
    VP("VP", VpSde::spanning),
    /** Less noise than VP. */
    SUB_VP("sub-VP", SubVpSde::spanning),
    /** Variance exploding. */
    VE("VE", VeSde::spanning);

    private final String label;
    private final Function<NoiseSchedule, Sde> sde;

    Equation(String label, Function<NoiseSchedule, Sde> sde) {
        this.label = label;
        this.sde = sde;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(e -> e.label).toList();
    }

    /**
     * The equation of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static Equation named(String name) {
        return Choice.named("equation", name, values(), e -> e.label);
    }

    /** The name that users see. */
    public String label() {
        return label;
    }

    /** The equation whose noise goes as far as that of a schedule. */
    public Sde spanning(NoiseSchedule schedule) {
        return sde.apply(schedule.forSolvers());
    }
}
