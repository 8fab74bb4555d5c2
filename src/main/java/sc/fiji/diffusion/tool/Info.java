// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import ij.ImagePlus;
import ij.gui.Roi;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.Lora;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.provenance.Provenance;
import sc.fiji.diffusion.tool.record.GeneratedPixels;
import sc.fiji.diffusion.tool.record.InputRecord;
import sc.fiji.diffusion.tool.record.Records;
import sc.fiji.diffusion.tool.record.RoiText;

/** Collects the settings of a result, in order, and writes them into the image's Info property. */
public final class Info {

    static final String PROPERTY = Records.PROPERTY;

    /** The setting with the SHA-256 of a model's weights. */
    public static final String MODEL_HASH = "model SHA-256";

    /** The setting with the SHA-256 of each adapter, in the order of their names. */
    public static final String LORA_HASHES = "lora SHA-256";

    /** The setting with the SHA-256 of each embedding, in the order of their names. */
    public static final String EMBEDDING_HASHES = "embeddings SHA-256";

    private final Map<String, String> settings = new LinkedHashMap<>();

    /** Begins with the model. */
    public Info(DiffusionModel model) throws IOException {
        put("model", model.name());
        if (model.spec().hasVae()) put("vae", model.spec().vaeName());
        put(MODEL_HASH, model.hash());
        if (!model.spec().loras().isEmpty()) {
            put("lora", Lora.text(model.spec().loras()));
            put(LORA_HASHES, Lora.hashes(model.spec().loras()));
        }
        if (!model.spec().embeddings().isEmpty()) {
            put("embeddings", model.spec().embeddingNames());
            put(EMBEDDING_HASHES, model.spec().embeddingHashes());
        }
        if (!model.spec().prediction().equals(ModelSpec.MODEL_DEFAULT)) {
            put("prediction", model.spec().prediction());
        }
    }

    /** Begins with a model that is no {@link DiffusionModel}. */
    public Info(String model, String hash) {
        put("model", model);
        put(MODEL_HASH, hash);
    }

    /** Begins with no model. */
    public Info() {}

    /** Adds a setting. */
    public Info put(String key, Object value) {
        settings.put(key, String.valueOf(value));
        return this;
    }

    /** Adds what all ways of sampling have in common, and how it ran. */
    public Info put(Sampling sampling, RunClock clock, DiffusionModel model) {
        put("negative", sampling.negative());
        put("steps", sampling.steps());
        put("effective steps", clock.stepsInRun());
        put("guidance", sampling.guidance().scale());
        put("rescale", sampling.guidance().rescale());
        Method method = sampling.method().spelledOut(model.scheduler());
        put("sampler", method.sampler());
        put("sigmas", method.sigmas());
        put("spacing", method.spacing());
        put("eta", method.eta());
        put("clipskip", sampling.clipSkip());
        put("seed", sampling.seed());
        put("count", sampling.count());
        put("device", model.device());
        if (!clock.notes().isEmpty()) put("note", clock.notes());
        put("seconds per step", String.format(Locale.ROOT, "%.3f", clock.secondsPerStep()));
        return put("prompt", sampling.prompt());
    }

    /** Adds the image that the run began with. */
    public Info input(InputRecord input) {
        settings.putAll(input.settings());
        return this;
    }

    /** Adds the selections whose pixels were generated, each with its position in the stack. */
    public Info generated(List<Roi> selections) {
        return put(GeneratedPixels.SELECTIONS, RoiText.encode(selections));
    }

    /** Writes the record above whatever the image's Info holds already. */
    public void writeTo(ImagePlus image, AiShare share, String task) {
        Records.add(image, new Provenance(share, task, settings));
    }

    /** What was done to an image, the last thing first. */
    public static List<Provenance> read(ImagePlus image) {
        return Records.read(image);
    }
}
