// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.phantom;

/** How objects become light. */
public enum Modality {
    /** Objects glow on a dark ground. */
    FLUORESCENCE,
    /** Objects take light from a bright ground. */
    BRIGHT_FIELD,
    /** Objects are darker than a grey ground, their halos brighter. */
    PHASE_CONTRAST
}
