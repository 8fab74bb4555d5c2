// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class NetworkSourceTest {

    @Test
    void moduleForwardsToTheEntryWithItsSignature() {
        assertThat(new NetworkSource("test-functions.py").entry("describe").text())
                .startsWith(
                        """
                        class Net(Module):
                          __parameters__ = []
                          __buffers__ = []
                          training : bool
                          def forward(self: __torch__.Net, x: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
                            return __torch__.describe(x, w)
                        """)
                .contains("def describe(x: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:");
    }

    @Test
    void parametersOfListTypeAreForwardedByNameOnly() {
        assertThat(new NetworkSource("test-functions.py").entry("pick").text())
                .contains("return __torch__.pick(sizes, x, w)\n");
    }

    @Test
    void settingsBecomeFunctions() {
        assertThat(
                        new NetworkSource("test-functions.py")
                                .with("n", -3)
                                .with("x", 1e-5)
                                .with("yes", true)
                                .with("no", false)
                                .with("list", new int[] {1, 2})
                                .entry("describe")
                                .text())
                .contains("def n() -> int:\n  return -3\n")
                .contains("def x() -> float:\n  return 1.0E-5\n")
                .contains("def yes() -> bool:\n  return True\n")
                .contains("def no() -> bool:\n  return False\n")
                .contains("def list() -> List[int]:\n  return [1, 2]\n");
    }

    @Test
    void joinedSourcesHoldSharedFilesOnce() {
        String text =
                new NetworkSource("vae.py", "layers.py")
                        .and(new NetworkSource("unet.py", "layers.py"))
                        .entry("unet")
                        .text();
        assertThat(text).containsOnlyOnce("def linear(").containsOnlyOnce("def vae_encode(");
        assertThat(text).containsOnlyOnce("def unet(");
    }

    @Test
    void changesLeaveTheOriginalAlone() {
        NetworkSource source = new NetworkSource("test-functions.py").entry("describe");
        source.with("n", 1);
        source.entry("pick");
        assertThat(source.text()).doesNotContain("def n()").contains("__torch__.describe(");
        assertThat(source.name()).isEqualTo("describe");
    }

    @Test
    void missingFunctionIsNamedWithThoseThatAreThere() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new NetworkSource("test-functions.py").entry("descr").text())
                .withMessageStartingWith(
                        "no function descr in the network files; found [describe, pick, wrong,");
    }

    @Test
    void entryMustBeChosen() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new NetworkSource("test-functions.py").text())
                .withMessageContaining("no entry");
    }

    @Test
    void missingFileIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkSource("none.py"))
                .withMessage("no network file none.py");
    }
}
