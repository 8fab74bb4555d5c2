// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.Lora;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.tool.Info;
import sc.fiji.diffusion.tool.record.Recorded;

/**
 * The weights that a run was made with, as its record knows them again: those of the model, and
 * those of each adapter and embedding.
 *
 * @param recorded the run
 */
record RecordedWeights(Recorded recorded) {

    /** Whether the run used a model: removal at strength 0 does without. */
    boolean ofModel() {
        return recorded.settings().containsKey(Info.MODEL_HASH);
    }

    /**
     * Checks that a model has these weights.
     *
     * @param place where the model was found
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException naming the first file with other weights
     */
    void require(DiffusionModel model, String place) throws IOException {
        String advice = "name the right one with model=[path]";
        require("model", List.of(place), model.hash(), Info.MODEL_HASH, advice);
        ModelSpec spec = model.spec();
        List<String> loras = spec.loras().stream().map(Lora::file).toList();
        advice = "put the file in its place that was there";
        require("adapter", loras, Lora.hashes(spec.loras()), Info.LORA_HASHES, advice);
        String embedded = spec.embeddingHashes();
        require("embedding", spec.embeddings(), embedded, Info.EMBEDDING_HASHES, advice);
    }

    private void require(
            String kind, List<String> files, String hashes, String key, String advice) {
        String recordedHashes = recorded.settings().getOrDefault(key, hashes);
        List<String> wanted = List.of(recordedHashes.split(", "));
        List<String> found = List.of(hashes.split(", "));
        for (int i = 0; i < files.size(); i++) {
            String hash = i < wanted.size() ? wanted.get(i) : "that is not recorded";
            if (found.get(i).equals(hash)) continue;
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%s %s has weights of SHA-256 %s, and \"%s\" was made with %s of SHA-256 %s; %s",
                            kind,
                            files.get(i),
                            found.get(i),
                            recorded.image(),
                            recorded.settings().get(kindKey(key)),
                            hash,
                            advice));
        }
    }

    /** The setting that names the files of which another one holds the hashes. */
    private static String kindKey(String hashes) {
        return hashes.substring(0, hashes.indexOf(' '));
    }
}
