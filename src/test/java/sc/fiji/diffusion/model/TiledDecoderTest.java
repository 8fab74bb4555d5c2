// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.tensor.Tensor;

class TiledDecoderTest {

    /** Doubles the size by repeating pixels, without looking around. */
    private static Tensor enlarge(Tensor latents) {
        Tensor image =
                Tensor.zeros(
                        latents.dim(0), latents.dim(1), 2 * latents.dim(2), 2 * latents.dim(3));
        int width = latents.dim(3);
        for (int i = 0; i < image.size(); i++) {
            int x = i % (2 * width) / 2;
            int row = i / (2 * width) / 2;
            image.data()[i] = latents.data()[row * width + x];
        }
        return image;
    }

    @Test
    void tilesOfALocalDecoderGiveTheWhole() {
        for (int[] size : new int[][] {{8, 8}, {9, 30}, {21, 17}, {5, 40}}) {
            Tensor latents = new TorchNoise(1).gaussian(2, 3, size[0], size[1]);
            List<Tensor> parts = new ArrayList<>();
            TiledDecoder decoder =
                    new TiledDecoder(
                            part -> {
                                parts.add(part);
                                return enlarge(part);
                            },
                            8,
                            3);
            Tensor whole = enlarge(latents);
            assertThat(decoder.decode(latents).maxAbsDifference(whole)).isLessThan(1e-6);
            assertThat(parts)
                    .allMatch(part -> part.dim(2) <= 8 && part.dim(3) <= 8)
                    .hasSize(size[0] <= 8 && size[1] <= 8 ? 1 : parts.size());
        }
    }
}
