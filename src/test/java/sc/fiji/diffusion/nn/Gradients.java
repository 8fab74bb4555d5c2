// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import sc.fiji.diffusion.tensor.Tensor;

/** Finds out which weights a network uses. */
final class Gradients {

    /** The softmax of attention takes no notice of what all keys have in common. */
    private static final Pattern NO_EFFECT = Pattern.compile(".*(to_k|k_proj)\\.bias");

    private Gradients() {}

    /** What a run gave, and the weights that its sum of squares does not depend on. */
    record Run(List<Tensor> results, List<String> unused) {}

    static Run run(NetworkSource source, WeightLayout layout, Tensor... inputs) {
        try (Network network = Network.load(source);
                Weights weights = Weights.of(Configs.randomWeights(layout)).trainable();
                NDManager scope = weights.newScope()) {
            NDArray[] arrays = new NDArray[inputs.length];
            for (int i = 0; i < inputs.length; i++) arrays[i] = Network.toArray(scope, inputs[i]);
            NDList results;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                results = network.call(weights, true, arrays);
                collector.backward(results.get(results.size() - 1).square().sum());
            }
            List<String> unused = new ArrayList<>();
            for (Map.Entry<String, NDArray> e : weights.byName().entrySet()) {
                try (NDArray gradient = e.getValue().getGradient()) {
                    boolean zero = gradient.abs().max().getFloat() == 0;
                    if (zero && !NO_EFFECT.matcher(e.getKey()).matches()) unused.add(e.getKey());
                }
            }
            return new Run(results.stream().map(Network::toTensor).toList(), unused);
        }
    }
}
