// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.schedule.SchedulerConfig;

/** A model whose network's output means something else than the model says. */
final class OtherPrediction extends SourceWrapper {

    private final Prediction prediction;

    /**
     * @param prediction as in {@code scheduler_config.json}
     */
    OtherPrediction(ModelSource model, String prediction) {
        super(model);
        this.prediction = Prediction.byKey(prediction);
    }

    @Override
    public SchedulerConfig scheduler() throws IOException {
        return model().scheduler().withPrediction(prediction);
    }
}
