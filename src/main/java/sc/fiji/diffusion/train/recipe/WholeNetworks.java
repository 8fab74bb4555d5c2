// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.nn.WeightLayout;
import sc.fiji.diffusion.nn.Weights;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.Initializer;

/** A U-Net and its text encoder, learned from nothing. */
record WholeNetworks(ModelFiles files, WeightLayout unet, WeightLayout text, long seed)
        implements Learned {

    private static final String TEXT_MODEL = "text_model.";

    @Override
    public Map<String, Tensor> initial() {
        Map<String, Tensor> weights = new LinkedHashMap<>(Initializer.initialize(unet, seed));
        weights.putAll(Initializer.initialize(text, seed + 1));
        return weights;
    }

    @Override
    public List<Weights> frozen() {
        return List.of();
    }

    @Override
    public void write(Map<String, Tensor> average) throws IOException {
        Map<String, Tensor> ofText = new LinkedHashMap<>();
        Map<String, Tensor> ofUnet = new LinkedHashMap<>();
        average.forEach((name, t) -> (name.startsWith(TEXT_MODEL) ? ofText : ofUnet).put(name, t));
        files.weights("text_encoder", ofText);
        files.weights("unet", ofUnet);
    }
}
