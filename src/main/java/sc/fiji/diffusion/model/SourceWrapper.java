// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.weights.TensorSource;

/** A model that has something other than the one below it; this class changes nothing. */
abstract class SourceWrapper implements ModelSource {

    private final ModelSource model;

    SourceWrapper(ModelSource model) {
        this.model = model;
    }

    /** The model below. */
    final ModelSource model() {
        return model;
    }

    @Override
    public Path path() {
        return model.path();
    }

    @Override
    public Path path(String part) {
        return model.path(part);
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public boolean has(String part) {
        return model.has(part);
    }

    @Override
    public ConfigFile index() throws IOException {
        return model.index();
    }

    @Override
    public ConfigFile config(String part) throws IOException {
        return model.config(part);
    }

    @Override
    public TensorSource weights(String part) throws IOException {
        return model.weights(part);
    }

    @Override
    public ClipTokenizer tokenizer(String part) throws IOException {
        return model.tokenizer(part);
    }

    @Override
    public int extraTokens(String part) throws IOException {
        return model.extraTokens(part);
    }

    @Override
    public SchedulerConfig scheduler() throws IOException {
        return model.scheduler();
    }

    @Override
    public String licence() throws IOException {
        return model.licence();
    }

    @Override
    public String hash() throws IOException {
        return model.hash();
    }
}
