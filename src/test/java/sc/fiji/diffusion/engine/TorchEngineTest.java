// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.junit.jupiter.api.Test;

class TorchEngineTest {

    @Test
    void startsOnce() {
        assertThat(TorchEngine.get()).isSameAs(TorchEngine.get());
    }

    @Test
    void saysWhatItRunsOnWithTheThreadsThatTorchUses() {
        TorchEngine engine = TorchEngine.get();
        if (engine.device().isGpu()) {
            assertThat(engine.describe()).startsWith("CUDA 0");
        } else {
            assertThat(engine.describe())
                    .matches("CPU, " + JniUtils.getNumThreads() + " threads?, float32");
        }
    }

    @Test
    void sendsNothingAndDownloadsNothing() {
        TorchEngine.get();
        assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        assertThat(System.getProperty("ai.djl.pytorch.graph_optimizer")).isEqualTo("false");
    }

    @Test
    void managersAreOnTheDeviceOfTheEngine() {
        try (NDManager manager = TorchEngine.get().newManager()) {
            assertThat(manager.getDevice()).isEqualTo(TorchEngine.get().device());
        }
    }
}
