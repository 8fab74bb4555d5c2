// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

/**
 * Which pixels of which planes of an image are repainted, and where the result goes.
 *
 * @param selections where the selections come from
 * @param mask title of an open image or path of a file that is used instead of a selection: what is
 *     not 0 is repainted. It has the image's size, and one slice, or as many as the image has.
 *     Empty for none
 * @param channels which channels
 * @param slices which slices and frames
 * @param seeds how the seeds of a stack's slices differ
 * @param target where the result goes
 */
public record Targets(
        SelectionSource selections,
        String mask,
        ChannelChoice channels,
        SliceChoice slices,
        SeedPolicy seeds,
        Target target) {

    /** The selection of the shown plane, as a new image. */
    public static final Targets DEFAULT =
            new Targets(
                    SelectionSource.ACTIVE,
                    "",
                    ChannelChoice.ACTIVE,
                    SliceChoice.CURRENT,
                    SeedPolicy.SAME,
                    Target.NEW_IMAGE);

    /** Checks what excludes each other. */
    public Targets {
        if (!mask.isBlank() && selections != SelectionSource.ACTIVE) {
            throw new IllegalArgumentException(
                    "mask \""
                            + mask
                            + "\" and selections \""
                            + selections.label()
                            + "\" exclude each other; use one of them");
        }
    }

    /** The same with selections from elsewhere. */
    public Targets withSelections(SelectionSource source) {
        return new Targets(source, mask, channels, slices, seeds, target);
    }

    /** The same with a mask. */
    public Targets withMask(String titleOrPath) {
        return new Targets(selections, titleOrPath, channels, slices, seeds, target);
    }

    /** The same for other planes. */
    public Targets withPlanes(ChannelChoice newChannels, SliceChoice newSlices) {
        return new Targets(selections, mask, newChannels, newSlices, seeds, target);
    }

    /** The same with other seeds. */
    public Targets withSeeds(SeedPolicy policy) {
        return new Targets(selections, mask, channels, slices, policy, target);
    }

    /** The same with the result elsewhere. */
    public Targets withTarget(Target newTarget) {
        return new Targets(selections, mask, channels, slices, seeds, newTarget);
    }
}
