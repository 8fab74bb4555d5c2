// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool;

import ij.ImagePlus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.provenance.AiShare;
import sc.fiji.diffusion.provenance.Provenance;

/** Collects the settings of a result, in order, and writes them into the image's Info property. */
public final class Info {

    static final String PROPERTY = "Info";
    static final String MODEL_HASH = "model SHA-256";

    private final Map<String, String> settings = new LinkedHashMap<>();

    /** Begins with the model. */
    public Info(DiffusionModel model) throws IOException {
        put("model", model.name());
        if (model.spec().hasVae()) put("vae", model.spec().vaeName());
        put(MODEL_HASH, model.hash());
    }

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
        put("guidance", sampling.guidance());
        put("sampler", sampling.sampler());
        put("seed", sampling.seed());
        put("count", sampling.count());
        put("device", model.device());
        put("seconds per step", String.format(Locale.ROOT, "%.3f", clock.secondsPerStep()));
        return put("prompt", sampling.prompt());
    }

    /** Writes the record above whatever the image's Info holds already. */
    public void writeTo(ImagePlus image, AiShare share, String task) {
        String text = new Provenance(share, task, settings).toText();
        Object before = image.getProperty(PROPERTY);
        image.setProperty(PROPERTY, before == null ? text : text + "\n" + before);
    }

    /** What was done to an image, the last thing first. */
    public static List<Provenance> read(ImagePlus image) {
        return image.getProperty(PROPERTY) instanceof String text
                ? Provenance.parse(text)
                : List.of();
    }
}
