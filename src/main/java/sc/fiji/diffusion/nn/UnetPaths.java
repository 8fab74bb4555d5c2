// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The weights of the way down and up of a U-Net with skip connections (Ronneberger et al. 2015),
 * under the names of diffusers.
 *
 * @param channels of each resolution, the finest first
 * @param layersPerBlock residual blocks of each resolution on the way down; one more on the way up
 * @param attention which resolutions have attention on the way down, the finest first
 * @param upAttention the same for the way up, the coarsest first
 * @param kind adds the weights of one attention
 */
record UnetPaths(
        int[] channels,
        int layersPerBlock,
        boolean[] attention,
        boolean[] upAttention,
        Attention kind) {

    /** What stands beside the residual blocks. */
    interface Attention {
        /**
         * Adds its weights.
         *
         * @param prefix of their names
         * @param level of the resolution, 0 the finest
         */
        void add(WeightLayout layout, String prefix, int level);
    }

    /** Adds the way down and returns the channels that it leaves for the way up. */
    Deque<Integer> addDown(WeightLayout layout, int time) {
        Deque<Integer> skips = new ArrayDeque<>();
        int c = channels[0];
        skips.push(c);
        for (int i = 0; i < channels.length; i++) {
            String p = "down_blocks." + i + ".";
            for (int j = 0; j < layersPerBlock; j++) {
                layout.resnet(p + "resnets." + j + ".", c, channels[i], time);
                c = channels[i];
                if (attention[i]) kind.add(layout, p + "attentions." + j + ".", i);
                skips.push(c);
            }
            if (i < channels.length - 1) {
                layout.conv(p + "downsamplers.0.conv", c, c, 3);
                skips.push(c);
            }
        }
        return skips;
    }

    /** Adds the blocks between the two ways. */
    void addMiddle(WeightLayout layout, int time, boolean withAttention) {
        int last = channels.length - 1;
        int c = channels[last];
        layout.resnet("mid_block.resnets.0.", c, c, time);
        if (withAttention) kind.add(layout, "mid_block.attentions.0.", last);
        layout.resnet("mid_block.resnets.1.", c, c, time);
    }

    /** Adds the way up, to which each skip connection adds its channels. */
    void addUp(WeightLayout layout, int time, Deque<Integer> skips) {
        int last = channels.length - 1;
        int c = channels[last];
        for (int i = 0; i <= last; i++) {
            String p = "up_blocks." + i + ".";
            int level = last - i;
            for (int j = 0; j <= layersPerBlock; j++) {
                layout.resnet(p + "resnets." + j + ".", c + skips.pop(), channels[level], time);
                c = channels[level];
                if (upAttention[i]) kind.add(layout, p + "attentions." + j + ".", level);
            }
            if (i < last) layout.conv(p + "upsamplers.0.conv", c, c, 3);
        }
    }
}
