// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The names and shapes of a network's weights, in order, as its configuration implies them. A model
 * file is checked against it, and a network that is trained from scratch starts from it.
 */
public final class WeightLayout {

    private final Map<String, int[]> shapes = new LinkedHashMap<>();
    private final Map<String, String> formerNames = new HashMap<>();

    /** Names and shapes in the order of the network. */
    public Map<String, int[]> shapes() {
        return Collections.unmodifiableMap(shapes);
    }

    /** The number of values in all tensors together. */
    public long parameterCount() {
        long count = 0;
        for (int[] shape : shapes.values()) {
            long size = 1;
            for (int d : shape) size *= d;
            count += size;
        }
        return count;
    }

    /**
     * The name under which a file holds a tensor: its own, or the one that older files give it.
     *
     * @param names of the tensors in the file
     */
    String storedName(String name, Set<String> names) {
        String former = formerNames.getOrDefault(name, name);
        return !names.contains(name) && names.contains(former) ? former : name;
    }

    /** Older files have the weight and bias of a layer under another name. */
    WeightLayout formerly(String name, String formerName) {
        formerNames.put(name + ".weight", formerName + ".weight");
        formerNames.put(name + ".bias", formerName + ".bias");
        return this;
    }

    WeightLayout tensor(String name, int... shape) {
        if (shapes.put(name, shape) != null) throw new IllegalStateException(name + " twice");
        return this;
    }

    /** A convolution with square kernels and a bias. */
    WeightLayout conv(String name, int in, int out, int kernel) {
        return tensor(name + ".weight", out, in, kernel, kernel).tensor(name + ".bias", out);
    }

    WeightLayout linear(String name, int in, int out) {
        return matrix(name, in, out).tensor(name + ".bias", out);
    }

    /** A linear layer without bias. */
    WeightLayout matrix(String name, int in, int out) {
        return tensor(name + ".weight", out, in);
    }

    WeightLayout norm(String name, int channels) {
        return tensor(name + ".weight", channels).tensor(name + ".bias", channels);
    }

    /** A residual block, without time embedding if {@code time} is 0. */
    WeightLayout resnet(String p, int in, int out, int time) {
        norm(p + "norm1", in).conv(p + "conv1", in, out, 3);
        if (time > 0) linear(p + "time_emb_proj", time, out);
        norm(p + "norm2", out).conv(p + "conv2", out, out, 3);
        if (in != out) conv(p + "conv_shortcut", in, out, 1);
        return this;
    }

    /** Self-attention over all places of a feature map, with its group norm. */
    WeightLayout spatialAttention(String p, int channels) {
        norm(p + "group_norm", channels);
        linear(p + "to_q", channels, channels).formerly(p + "to_q", p + "query");
        linear(p + "to_k", channels, channels).formerly(p + "to_k", p + "key");
        linear(p + "to_v", channels, channels).formerly(p + "to_v", p + "value");
        return linear(p + "to_out.0", channels, channels).formerly(p + "to_out.0", p + "proj_attn");
    }

    /** A pre-norm transformer layer of either tower of CLIP. */
    WeightLayout clipLayer(String p, int width, int feedForward) {
        for (String s : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
            linear(p + "self_attn." + s, width, width);
        }
        norm(p + "layer_norm1", width);
        linear(p + "mlp.fc1", width, feedForward);
        linear(p + "mlp.fc2", feedForward, width);
        return norm(p + "layer_norm2", width);
    }
}
