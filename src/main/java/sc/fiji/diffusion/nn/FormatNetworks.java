// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.weights.DType;

/**
 * Conversions between number formats, of which DJL knows some only. They are networks of a line
 * without weights; each is compiled once for the process, since that takes longer than the
 * conversion of many tensors.
 */
final class FormatNetworks {

    /** The numbers that TorchScript gives to the formats. */
    private static final Map<DType, Integer> TORCH_FORMATS =
            Map.of(
                    DType.U8, 0,
                    DType.I8, 1,
                    DType.I16, 2,
                    DType.I32, 3,
                    DType.I64, 4,
                    DType.F16, 5,
                    DType.F32, 6,
                    DType.F64, 7,
                    DType.BF16, 15);

    private record Key(String function, DType stored, DType computed, Device device) {}

    private static final Map<Key, Network> NETWORKS = new ConcurrentHashMap<>();

    private FormatNetworks() {}

    /** Whether numbers of a format can be converted. */
    static boolean knows(DType format) {
        return TORCH_FORMATS.containsKey(format);
    }

    /** The bytes of numbers of a format as numbers of another, sharing memory if both are one. */
    static NDArray decode(NDArray bytes, DType stored, DType computed) {
        return call("decode", stored, computed, bytes);
    }

    /** Numbers of float32 in another format. */
    static NDArray cast(NDArray numbers, DType computed) {
        return call("cast", DType.F32, computed, numbers);
    }

    /** Kernels of convolutions with their channels last in memory. */
    static NDArray channelsLast(NDArray kernels) {
        return call("channels_last", DType.F32, DType.F32, kernels);
    }

    /** How many there are by now, for tests. */
    static int compiled() {
        return NETWORKS.size();
    }

    /** As in training, since what inference mode makes cannot take part in a differentiation. */
    private static NDArray call(String function, DType stored, DType computed, NDArray input) {
        Key key = new Key(function, stored, computed, TorchEngine.get().device());
        Network network = NETWORKS.computeIfAbsent(key, FormatNetworks::compile);
        synchronized (network) {
            return network.call(true, new NDList(input)).singletonOrThrow();
        }
    }

    private static Network compile(Key key) {
        return Network.load(
                new NetworkSource("weights.py", "kernels.py")
                        .with("stored_format", TORCH_FORMATS.get(key.stored()))
                        .with("value_bytes", key.stored().bytes())
                        .with("compute_format", TORCH_FORMATS.get(key.computed()))
                        .entry(key.function()));
    }
}
