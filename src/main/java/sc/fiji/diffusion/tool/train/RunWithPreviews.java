// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.train.run.RunHistory;
import sc.fiji.diffusion.train.run.RunListener;

/** Passes on what a run says, and adds a preview for each version of the model. */
final class RunWithPreviews implements RunListener {

    /** Makes images with the version of the model that was written last. */
    @FunctionalInterface
    interface Sampler {

        /** Images {@code [N, C, H, W]} in [0, 1], of the same seeds each time. */
        Tensor sample() throws IOException;
    }

    private final TrainingDisplay display;
    private final Previews previews;
    private final Sampler sampler;
    private RunHistory history;
    private List<String> names = List.of();

    RunWithPreviews(TrainingDisplay display, Previews previews, Sampler sampler) {
        this.display = display;
        this.previews = previews;
        this.sampler = sampler;
    }

    @Override
    public void started(RunHistory ofRun, List<String> heldOutNames) {
        history = ofRun;
        names = heldOutNames;
        display.started(ofRun, heldOutNames);
        if (previews.stack() != null) display.preview(previews.stack());
    }

    @Override
    public void step(long step, double loss, double secondsPerStep, double secondsLeft) {
        display.step(step, loss, secondsPerStep, secondsLeft);
    }

    @Override
    public void heldOut(long step, List<Double> losses) {
        display.heldOut(step, losses);
    }

    @Override
    public void snapshot(long step) throws IOException {
        previews.add(step, sampler.sample());
        display.preview(previews.stack());
        display.snapshot(step);
    }

    @Override
    public void awaitWhilePaused() {
        display.awaitWhilePaused();
    }

    @Override
    public boolean wantsToStop() {
        return display.wantsToStop();
    }

    /** Writes the card of the model with the figures of the run. */
    void writeCard(Path folder, Recipe recipe, Map<String, String> settings) throws IOException {
        ModelCard.write(folder, recipe.summary(), recipe.usage(), settings, history, names);
    }
}
