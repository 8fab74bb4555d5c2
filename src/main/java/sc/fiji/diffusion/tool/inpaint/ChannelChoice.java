// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.inpaint;

import java.util.Arrays;
import java.util.List;
import sc.fiji.diffusion.image.Choice;

/** Which channels are repainted. */
public enum ChannelChoice {
    /** The channel that is shown. */
    ACTIVE("active"),
    /** Every channel by itself, as a one-channel image. */
    EACH("each"),
    /** All channels, at most three, as the red, green and blue of one image. */
    TOGETHER("together");

    private final String label;

    ChannelChoice(String label) {
        this.label = label;
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(values()).map(ChannelChoice::label).toList();
    }

    /**
     * The value of a name.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public static ChannelChoice named(String name) {
        return Choice.named("channels", name, values(), ChannelChoice::label);
    }

    /** The name that users see. */
    public String label() {
        return label;
    }
}
