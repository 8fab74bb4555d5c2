// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.train.recipe;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sc.fiji.diffusion.files.WholeFile;
import sc.fiji.diffusion.nn.ClipTextConfig;
import sc.fiji.diffusion.nn.ConfigFile;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.nn.VaeConfig;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.Prediction;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.text.BpeVocabulary;
import sc.fiji.diffusion.text.ClipTokenizer;
import sc.fiji.diffusion.train.Precision;
import sc.fiji.diffusion.train.data.LatentData;

/**
 * The files of a new model of latents in the layout of Stable Diffusion: an autoencoder that is
 * there already, a tokenizer of the captions' words, and a U-Net and text encoder with random
 * weights.
 */
public final class LatentModel {

    private static final int MAX_TOKENS = 32;

    private final ModelFiles files;
    private final UnetConfig unet;
    private final ClipTextConfig text;
    private final NoiseSchedule schedule;
    private final WholeNetworks networks;

    /**
     * Writes all files, so that the folder is a model, if one that knows nothing yet. Weights that
     * are there stay: a model that was learned is replaced by a better one only.
     *
     * @param folder of the new model
     * @param autoencoder a folder with config.json and weights
     * @param captions to make the tokenizer from; may be empty texts
     * @param side of the images in pixels
     * @param seed of the weights
     * @throws IOException if a file cannot be read or written
     */
    public LatentModel(
            Path folder,
            Path autoencoder,
            NetworkSize size,
            TrainingSchedule kind,
            Prediction prediction,
            List<String> captions,
            int side,
            long seed)
            throws IOException {
        files = new ModelFiles(folder);
        copy(autoencoder, folder.resolve("vae"));
        VaeConfig vae = VaeConfig.read(ConfigFile.open(autoencoder.resolve("config.json")));
        String scheduler = kind.config(prediction, side, false);
        files.write("scheduler/scheduler_config.json", scheduler);
        schedule = NoiseSchedule.of(SchedulerConfig.parse(scheduler));
        Path tokenizer = folder.resolve("tokenizer");
        if (!Files.exists(tokenizer)) writeTokenizer(tokenizer, words(captions));
        text = ClipTextConfig.read(files.config("text_encoder", "CLIPTextModel", text(size)));
        unet = UnetConfig.read(files.config("unet", "UNet2DConditionModel", unet(size, vae, side)));
        networks = new WholeNetworks(files, unet.layout(), text.layout(), seed);
        boolean there = files.hasWeights("unet") && files.hasWeights("text_encoder");
        if (!there) networks.write(networks.initial());
        writeIndex();
    }

    private static void writeTokenizer(Path folder, List<String> words) throws IOException {
        WholeFile.writeFolder(folder, part -> BpeVocabulary.write(part, words, MAX_TOKENS));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path file : entries.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(file.getFileName().toString());
                WholeFile.write(target, part -> Files.copy(file, part, REPLACE_EXISTING));
            }
        }
    }

    private static List<String> words(List<String> captions) {
        List<String> words = new ArrayList<>(captions);
        words.removeIf(String::isBlank);
        return words.isEmpty() ? List.of("image") : words;
    }

    private Map<String, Object> text(NetworkSize size) throws IOException {
        int[] ids;
        try (ClipTokenizer tokenizer = ClipTokenizer.open(files.folder().resolve("tokenizer"))) {
            ids = tokenizer.encode("");
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("architectures", List.of("CLIPTextModel"));
        settings.put("model_type", "clip_text_model");
        settings.put("vocab_size", Math.max(ids[0], ids[1]) + 1);
        settings.put("max_position_embeddings", MAX_TOKENS);
        settings.put("hidden_size", 2 * size.width());
        settings.put("intermediate_size", 8 * size.width());
        settings.put("num_hidden_layers", 2 * size.layers());
        settings.put("num_attention_heads", 4);
        settings.put("hidden_act", "gelu");
        settings.put("layer_norm_eps", 1e-5);
        settings.put("bos_token_id", ids[0]);
        settings.put("eos_token_id", ids[1]);
        return settings;
    }

    private static Map<String, Object> unet(NetworkSize size, VaeConfig vae, int side) {
        int latentSide = side / vae.factor();
        int n = latentSide % 4 == 0 ? 3 : latentSide % 2 == 0 ? 2 : 1;
        List<String> down = new ArrayList<>(Collections.nCopies(n, "CrossAttnDownBlock2D"));
        List<String> up = new ArrayList<>(Collections.nCopies(n, "CrossAttnUpBlock2D"));
        down.set(0, "DownBlock2D"); // attention at full size costs more than it gives
        up.set(n - 1, "UpBlock2D");
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sample_size", latentSide);
        settings.put("in_channels", vae.latentChannels());
        settings.put("out_channels", vae.latentChannels());
        settings.put("block_out_channels", size.channels(n));
        settings.put("down_block_types", down);
        settings.put("up_block_types", up);
        settings.put("layers_per_block", size.layers());
        settings.put("cross_attention_dim", 2 * size.width());
        settings.put("attention_head_dim", 4);
        settings.put("norm_num_groups", 8);
        settings.put("use_linear_projection", true);
        settings.put("act_fn", "silu");
        return settings;
    }

    private void writeIndex() throws IOException {
        Map<String, String> classes = new LinkedHashMap<>();
        classes.put("scheduler", "DDIMScheduler");
        classes.put("text_encoder", "CLIPTextModel");
        classes.put("tokenizer", "CLIPTokenizer");
        classes.put("unet", "UNet2DConditionModel");
        classes.put("vae", "AutoencoderKL");
        files.writeIndex("StableDiffusionPipeline", classes);
    }

    /** The training of the model. */
    public LatentTask task(LatentData data, double minSnrGamma, Precision precision) {
        Noising noising = new Noising(schedule, minSnrGamma);
        return new LatentTask(unet, Optional.of(text), noising, data, precision, networks);
    }
}
