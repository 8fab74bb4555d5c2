// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.service;

import java.io.IOException;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import org.scijava.service.SciJavaService;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.tool.Sampling;

/**
 * Diffusion models for scripts.
 *
 * <pre>{@code
 * #@ DiffusionService diffusion
 * sampling = Sampling.of("microscopy-128", "fluorescent nuclei, dense").withSeed(5)
 * image = diffusion.textToImage(sampling, 128, 128)
 * }</pre>
 *
 * <p>Images have the axes x, y and, where there are several, channel (1 or 3); their values are in
 * [0, 1]. Results are new and always have the channel axis. The model that was used last stays
 * loaded, shared with the commands of the menu; one task runs at a time, and others wait. To stop a
 * task, interrupt its thread: it ends within one step with a {@link
 * java.util.concurrent.CancellationException}.
 *
 * <p>All methods throw an {@link IOException} if the model is unknown or damaged or memory does not
 * suffice, and an {@link IllegalArgumentException} if an image has other axes or the model cannot
 * do the task; the messages say what to do.
 */
public interface DiffusionService extends SciJavaService {

    /** Names of the installed models, sorted. */
    List<String> models();

    /** What models run on, such as {@code CPU, 8 threads, float32}. */
    String device();

    /**
     * Makes an image from the prompt; {@link Sampling#count} is not used.
     *
     * @return width x height x channels of the model
     */
    RandomAccessibleInterval<FloatType> textToImage(Sampling sampling, int width, int height)
            throws IOException;

    /**
     * Changes an image.
     *
     * @param image width x height, or width x height x channels, in [0, 1]
     * @param strength share of the schedule that is run, in (0, 1]: small values change little
     * @return an image of the same width and height
     */
    <T extends RealType<T>> RandomAccessibleInterval<FloatType> imageToImage(
            Sampling sampling, RandomAccessibleInterval<T> image, double strength)
            throws IOException;

    /**
     * Repaints a part of an image. The model sees the whole image; values outside the mask come
     * back exactly as they were.
     *
     * @param image width x height, or width x height x channels, in [0, 1]
     * @param mask width x height: repainted where above 0.5
     * @param strength as above; 1 ignores what was there
     */
    <T extends RealType<T>, M extends RealType<M>> RandomAccessibleInterval<FloatType> inpaint(
            Sampling sampling,
            RandomAccessibleInterval<T> image,
            RandomAccessibleInterval<M> mask,
            double strength)
            throws IOException;

    /**
     * The latents of an image: the mean of the posterior, unscaled.
     *
     * @return width / factor x height / factor x latent channels
     */
    <T extends RealType<T>> RandomAccessibleInterval<FloatType> encode(
            ModelSpec model, RandomAccessibleInterval<T> image) throws IOException;

    /** The image of such latents, in [0, 1]. */
    <T extends RealType<T>> RandomAccessibleInterval<FloatType> decode(
            ModelSpec model, RandomAccessibleInterval<T> latents) throws IOException;

    /** Frees the memory of the loaded model, if one is. */
    void release();
}
