// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * The gradient of each weight of each network, in float64, against the difference of the results on
 * both sides of it along a random direction.
 */
class FiniteDifferencesTest {

    private static final double STEP = 1e-5;
    private static final double BOUND = 1e-6;

    private final Random random = new Random(11);
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.get().newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void unetWithTransformers() {
        UnetConfig config =
                new UnetConfig(
                        2,
                        2,
                        new int[] {4, 8},
                        new boolean[] {false, true},
                        new boolean[] {true, false},
                        1,
                        new int[] {1, 1},
                        new int[] {2, 2},
                        6,
                        2,
                        1e-5,
                        true,
                        true,
                        0,
                        true,
                        4,
                        0,
                        0);
        check(
                config.source(),
                config.layout(),
                values(2, 2, 4, 4),
                manager.create(new double[] {3, 700}),
                values(2, 3, 6));
    }

    @Test
    void unetOfPixels() {
        Unet2dConfig config =
                new Unet2dConfig(
                        1,
                        1,
                        new int[] {4, 8},
                        new boolean[] {false, true},
                        new boolean[] {true, false},
                        true,
                        1,
                        4,
                        2,
                        1e-5,
                        true,
                        0,
                        true,
                        4);
        check(
                config.source(),
                config.layout(),
                values(2, 1, 4, 4),
                manager.create(new double[] {3, 700}));
    }

    @Test
    void autoencoder() {
        VaeConfig config = new VaeConfig(1, 2, new int[] {4, 8}, 1, 2, true, true, true, true, 1);
        check(config.encoder(), part(config, "encoder.", "quant_conv."), values(2, 1, 4, 4));
        check(config.decoder(), part(config, "decoder.", "post_quant_conv."), values(2, 2, 2, 2));
    }

    private static WeightLayout part(VaeConfig config, String... prefixes) {
        WeightLayout part = new WeightLayout();
        config.layout()
                .shapes()
                .forEach(
                        (name, shape) -> {
                            for (String prefix : prefixes)
                                if (name.startsWith(prefix)) part.tensor(name, shape);
                        });
        return part;
    }

    @Test
    void textEncoder() {
        for (boolean quickGelu : new boolean[] {true, false}) {
            ClipTextConfig config = new ClipTextConfig(9, 5, 6, 8, 2, 2, quickGelu, 1e-5, 8, 0);
            NDArray ids = manager.create(new double[] {0, 4, 7, 8, 8, 1, 2, 3, 4, 5});
            check(config.source(), config.layout(), ids.reshape(2, 5));
        }
    }

    @Test
    void imageTower() {
        ClipVisionConfig config = new ClipVisionConfig(3, 8, 4, 6, 8, 2, 2, false, 1e-5);
        check(config.source(), config.layout(5), values(2, 3, 8, 8));
    }

    @Test
    void classifier() {
        ClassifierConfig config = new ClassifierConfig(List.of(3, 2), List.of(8, 16), 6);
        check(config.source(), config.layout(), values(2, 1, 12, 12));
    }

    @Test
    void linearLayerWithAnAdapter() {
        WeightLayout layout = new WeightLayout();
        layout.linear("layer", 5, 4);
        layout.tensor("layer.lora_A.weight", 2, 5).tensor("layer.lora_B.weight", 4, 2);
        NetworkSource source = new NetworkSource("test-functions.py", "layers.py");
        check(source.entry("one_layer"), layout, values(3, 5));
    }

    private NDArray values(long... shape) {
        long size = 1;
        for (long d : shape) size *= d;
        double[] data = random.doubles(size, -1, 1).toArray();
        return manager.create(data, new Shape(shape));
    }

    private void check(NetworkSource source, WeightLayout layout, NDArray... inputs) {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> e : Configs.randomWeights(layout).entrySet()) {
            NDArray array = Network.toArray(manager, e.getValue()).toType(DataType.FLOAT64, true);
            array.setName("w." + e.getKey());
            weights.put(e.getKey(), array);
        }
        try (Network network = Network.load(source)) {
            NDArray probe = manager.ones(result(network, weights, inputs).getShape());
            NDArray direction = values(probe.getShape().getShape());
            weights.values().forEach(array -> array.setRequiresGradient(true));
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(result(network, weights, inputs).mul(direction).sum());
            }
            weights.forEach(
                    (name, array) -> compare(name, array, network, weights, direction, inputs));
        }
    }

    private void compare(
            String name,
            NDArray weight,
            Network network,
            Map<String, NDArray> weights,
            NDArray direction,
            NDArray... inputs) {
        NDArray step = values(weight.getShape().getShape());
        double expected = weight.getGradient().mul(step).sum().getDouble();
        double[] ends = new double[2];
        for (int side = 0; side < 2; side++) {
            Map<String, NDArray> moved = new LinkedHashMap<>(weights);
            NDArray changed = weight.duplicate().add(step.mul(side == 0 ? -STEP : STEP));
            changed.setName("w." + name);
            moved.put(name, changed);
            ends[side] = result(network, moved, inputs).mul(direction).sum().getDouble();
        }
        double slope = (ends[1] - ends[0]) / (2 * STEP);
        assertThat(Math.abs(slope - expected))
                .as("%s: gradient %s, difference %s", name, expected, slope)
                .isLessThan(BOUND * Math.max(1, Math.abs(expected)));
    }

    /** The last result, on its way through float64 from the inputs on. */
    private static NDArray result(
            Network network, Map<String, NDArray> weights, NDArray... inputs) {
        NDList list = new NDList(inputs);
        list.addAll(weights.values());
        NDList results = network.call(true, list);
        NDArray last = results.get(results.size() - 1);
        assertThat(last.getDataType()).isEqualTo(DataType.FLOAT64);
        return last;
    }
}
