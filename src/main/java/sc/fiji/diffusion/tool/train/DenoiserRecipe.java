// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.pipeline.Request;
import sc.fiji.diffusion.pipeline.TextToImage;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.run.TrainingTask;

/**
 * A model that makes images from noise; its previews are made as every command makes them.
 *
 * @param task what is trained
 * @param folder of the model
 * @param seed of the previews
 * @param prompt of the previews
 * @param summary what it is
 */
record DenoiserRecipe(TrainingTask task, Path folder, long seed, String prompt, String summary)
        implements Recipe {

    private static final int STEPS = 20;
    private static final int COUNT = 8;

    @Override
    public Tensor preview() throws IOException {
        try (DiffusionModel model = DiffusionModel.open(folder)) {
            Request request =
                    Request.builder(prompt)
                            .size(model.nativeSize(), model.nativeSize())
                            .steps(STEPS)
                            .guidanceScale(prompt.isEmpty() ? 1 : 3)
                            .seed(seed)
                            .batch(COUNT)
                            .build();
            return new TextToImage(model).run(request, Progress.NONE).images();
        }
    }

    @Override
    public String usage() {
        return String.format(
                Locale.ROOT,
                "run(\"Text to Image...\", \"model=%s count=4 seed=1%s\");",
                folder.getFileName(),
                prompt.isEmpty() ? " guidance=1" : " prompt=[" + prompt + "]");
    }
}
