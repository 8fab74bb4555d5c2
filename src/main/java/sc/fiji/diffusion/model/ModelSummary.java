// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import sc.fiji.diffusion.nn.UnetConfig;
import sc.fiji.diffusion.weights.SafetensorsFile;
import sc.fiji.diffusion.weights.Sha256;
import sc.fiji.diffusion.weights.TensorSource;

/**
 * What can be told of a model, or of a file that is used with models, without loading it.
 *
 * @param name for users
 * @param path its folder or file
 * @param family such as {@code Stable Diffusion 1, inpainting}; says why, if it cannot be used
 * @param precision the number format of its denoising network, such as {@code F16}
 * @param bytes size of its files
 * @param licence as the model card or the file states it; empty if neither does
 */
public record ModelSummary(
        String name, Path path, String family, String precision, long bytes, String licence) {

    /** The family of adapters. */
    public static final String ADAPTER = "LoRA adapter";

    /** The family of textual inversions. */
    public static final String EMBEDDING = "text embedding";

    private static final String WITHOUT_VAE = ", no autoencoder: give one with the key vae";

    /**
     * Looks at a model.
     *
     * @throws IOException if its files cannot be listed; a model that is damaged is described so
     */
    public static ModelSummary of(Path path) throws IOException {
        String name = ModelSource.name(path);
        long bytes = size(path);
        try {
            ModelSource source = ModelSource.open(path);
            TensorSource unet = source.weights(ModelSource.UNET);
            String precision = unet.dtype(unet.names().iterator().next()).toString();
            return new ModelSummary(name, path, family(source), precision, bytes, source.licence());
        } catch (IOException | IllegalArgumentException e) {
            return new ModelSummary(name, path, "cannot be used: " + e.getMessage(), "", bytes, "");
        }
    }

    /**
     * Looks at a file that is used with models.
     *
     * @param path a {@code .safetensors} file
     * @param family what it is
     * @throws IOException if its size cannot be read; a file that is damaged is described so
     */
    static ModelSummary ofExtra(Path path, String family) throws IOException {
        String name = ModelSource.name(Lora.named(path));
        long bytes = Files.size(path);
        try {
            SafetensorsFile file = SafetensorsFile.open(path);
            String precision = file.dtype(file.names().iterator().next()).toString();
            String licence = ModelFile.licence(file.metadata());
            return new ModelSummary(name, path, family, precision, bytes, licence);
        } catch (IOException | IllegalArgumentException e) {
            return new ModelSummary(name, path, "cannot be used: " + e.getMessage(), "", bytes, "");
        }
    }

    /**
     * SHA-256 over the weights, hexadecimal, as results record it; reads all of them.
     *
     * @throws IOException if a file is missing or cannot be read
     */
    public String hash() throws IOException {
        return Files.isRegularFile(path) ? Sha256.of(path) : ModelSource.open(path).hash();
    }

    private static String family(ModelSource source) throws IOException {
        if (!source.has(ModelSource.TEXT_ENCODER)) {
            return source.has(ModelSource.VAE) || source.has("vqvae")
                    ? "latents without text"
                    : "pixels without text";
        }
        UnetConfig unet = UnetConfig.read(source.config(ModelSource.UNET));
        String family =
                switch (unet.contextWidth()) {
                    case 768 -> "Stable Diffusion 1";
                    case 1024 -> "Stable Diffusion 2";
                    case 2048 -> "Stable Diffusion XL";
                    default -> "latents with text";
                };
        if (unet.inChannels() > unet.outChannels()) family += ", inpainting";
        return source.has(ModelSource.VAE) ? family : family + WITHOUT_VAE;
    }

    /** All bytes of a file, or of the files in a folder. */
    private static long size(Path path) throws IOException {
        long bytes = 0;
        for (Path file : files(path)) bytes += Files.size(file);
        return bytes;
    }

    private static List<Path> files(Path path) throws IOException {
        try (Stream<Path> walk = Files.walk(path)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }
}
