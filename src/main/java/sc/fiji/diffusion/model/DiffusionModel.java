// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.diffusion.engine.Compute;
import sc.fiji.diffusion.engine.TorchEngine;
import sc.fiji.diffusion.schedule.NoiseSchedule;
import sc.fiji.diffusion.schedule.SchedulerConfig;
import sc.fiji.diffusion.tensor.Tensor;

/**
 * A loaded latent diffusion model of the families Stable Diffusion 1, 2 and XL. Holds native memory
 * until it is closed. Not thread-safe.
 *
 * <pre>{@code
 * Path folder = library.find("microscopy-128");
 * try (DiffusionModel model = DiffusionModel.open(folder)) {
 *     Request request = Request.builder("fluorescent nuclei").size(128, 128).build();
 *     Tensor images = new TextToImage(model).run(request, Progress.NONE).images();
 * }
 * }</pre>
 */
public final class DiffusionModel implements Closeable {

    private ModelSpec spec;
    private final ModelSource source;
    private final SchedulerConfig scheduler;
    private final NoiseSchedule schedule;
    private final TextEncoders textEncoders;
    private final Unet unet;
    private final Autoencoder autoencoder;
    private final Compute compute;
    private String hash;

    private DiffusionModel(
            ModelSpec spec,
            ModelSource source,
            SchedulerConfig scheduler,
            NoiseSchedule schedule,
            TextEncoders textEncoders,
            Unet unet,
            Autoencoder autoencoder,
            Compute compute) {
        this.spec = spec;
        this.source = source;
        this.scheduler = scheduler;
        this.schedule = schedule;
        this.textEncoders = textEncoders;
        this.unet = unet;
        this.autoencoder = autoencoder;
        this.compute = compute;
    }

    /**
     * Loads the model of a folder.
     *
     * @throws IOException if a file is missing, damaged, or of another family, naming it; nothing
     *     stays open then
     */
    public static DiffusionModel open(Path path) throws IOException {
        return open(ModelSpec.of(path));
    }

    /**
     * Loads a model with other parts than its own where the specification names them.
     *
     * @param spec with paths for names, see {@link ModelLibrary#locate}
     * @throws IOException as above
     */
    public static DiffusionModel open(ModelSpec spec) throws IOException {
        return open(spec, TorchEngine.get().compute());
    }

    /**
     * Loads a model to compute otherwise than the engine is set to, as with {@link
     * Compute#inFloat32} where its results are to be learned from.
     *
     * @param compute on the engine's device
     * @throws IOException as above
     */
    public static DiffusionModel open(ModelSpec spec, Compute compute) throws IOException {
        ModelSource source = spec.source();
        try (Loading parts = new Loading()) {
            Fit.requireFamily(source);
            SchedulerConfig scheduler = source.scheduler();
            NoiseSchedule schedule = NoiseSchedule.of(scheduler);
            TextEncoders textEncoders = parts.add(TextEncoders.load(source, compute.precision()));
            Unet unet = parts.add(Unet.load(source, compute.precision()));
            Autoencoder autoencoder =
                    PixelModel.isModel(source.path())
                            ? new PixelCodec(unet.config().inChannels())
                            : parts.add(Autoencoder.load(source, compute.precision()));
            Fit.require(source, textEncoders, unet, autoencoder);
            return parts.done(
                    new DiffusionModel(
                            spec,
                            source,
                            scheduler,
                            schedule,
                            textEncoders,
                            unet,
                            autoencoder,
                            compute));
        } catch (IllegalArgumentException e) {
            throw new ModelException("model " + source.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Takes other adapters. Only the weights that they change, or that the ones before had changed,
     * are read again; without adapters all are what they were, bit for bit.
     *
     * @param other a specification that differs in adapters only
     * @throws IOException if an adapter is damaged or was trained for another kind of model; the
     *     model has then what it had before, unless its own files could not be read
     */
    public void adapt(ModelSpec other) throws IOException {
        if (!spec.sameButAdapters(other)) {
            throw new IllegalArgumentException(other + " is another model than " + spec);
        }
        ModelSource adapted = other.source();
        try {
            adapt(adapted);
        } catch (IOException | RuntimeException e) {
            takeBack(e);
            throw e;
        }
        spec = other;
    }

    private void adapt(ModelSource adapted) throws IOException {
        textEncoders.adapt(adapted);
        unet.adapt(adapted);
    }

    /** Some weights may be new already, and others old. */
    private void takeBack(Exception reason) {
        try {
            adapt(spec.source());
        } catch (IOException | RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    /** The name of its folder or file. */
    public String name() {
        return source.name();
    }

    /** Its folder or file. */
    public Path path() {
        return source.path();
    }

    /** How it was opened. */
    public ModelSpec spec() {
        return spec;
    }

    /** SHA-256 over the weights of all its parts, hexadecimal; read from the files on first use. */
    public synchronized String hash() throws IOException {
        if (hash == null) hash = source.hash();
        return hash;
    }

    /** Channels of its images, 1 or 3. */
    public int imageChannels() {
        return autoencoder.config().imageChannels();
    }

    /** Channels of its latents. */
    public int latentChannels() {
        return autoencoder.config().latentChannels();
    }

    /** Image pixels per latent pixel along each axis; image sizes are multiples of it. */
    public int vaeFactor() {
        return autoencoder.config().factor();
    }

    /** Image pixels a side that the model was trained at. */
    public int nativeSize() {
        return unet.config().sampleSize() * vaeFactor();
    }

    /** Whether the U-Net also takes the mask and the masked image (9 channels). */
    public boolean inpainting() {
        return unet.config().inChannels() > latentChannels();
    }

    /** Whether the U-Net also takes the size of the image (SDXL). */
    public boolean seesSize() {
        return unet.config().hasAdded();
    }

    /** The training noise schedule. */
    public NoiseSchedule schedule() {
        return schedule;
    }

    /** What its scheduler folder says. */
    public SchedulerConfig scheduler() {
        return scheduler;
    }

    /** The text encoders. */
    public TextEncoders textEncoders() {
        return textEncoders;
    }

    /** The denoising network. */
    public Unet unet() {
        return unet;
    }

    /** The autoencoder. */
    public Autoencoder autoencoder() {
        return autoencoder;
    }

    /** The factor between unscaled latents and those that the U-Net sees. */
    public double scalingFactor() {
        return autoencoder.config().scalingFactor();
    }

    /** The posterior of images {@code [N, C, H, W]} in [-1, 1]; its latents are unscaled. */
    public Posterior encode(Tensor image) {
        return autoencoder.encode(image);
    }

    /** Images of about [-1, 1] from unscaled latents {@code [N, L, H, W]}. */
    public Tensor decode(Tensor latents) {
        return autoencoder.decode(latents);
    }

    /** One line on what it runs on, such as {@code CPU, 8 threads, float32}. */
    public String device() {
        String rescue = autoencoder.rescue();
        return compute.describe() + (rescue.isEmpty() ? "" : "; " + rescue);
    }

    /** What it runs on. */
    public Compute compute() {
        return compute;
    }

    @Override
    public void close() {
        textEncoders.close();
        unet.close();
        autoencoder.close();
    }
}
