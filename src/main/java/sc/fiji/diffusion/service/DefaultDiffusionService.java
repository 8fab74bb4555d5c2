// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.service;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;
import sc.fiji.diffusion.image.Channels;
import sc.fiji.diffusion.image.Window;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.ImageToImage;
import sc.fiji.diffusion.pipeline.Inpaint;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.pipeline.Request;
import sc.fiji.diffusion.pipeline.TextToImage;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.tool.Devices;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.Sampling;

/** The service over the models that all commands share; works without a context, too. */
@Plugin(type = Service.class)
public final class DefaultDiffusionService extends AbstractService implements DiffusionService {

    private static final Progress INTERRUPTIBLE =
            (step, steps, preview) -> {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("the thread was interrupted");
                }
            };

    @Override
    public List<String> models() {
        return Models.shared().names();
    }

    @Override
    public String device() {
        return Devices.describe();
    }

    @Override
    public RandomAccessibleInterval<FloatType> textToImage(Sampling sampling, int width, int height)
            throws IOException {
        return run(
                sampling.model(),
                width,
                height,
                (model, worked) -> {
                    Request request = sampling.request(worked.width(), worked.height(), 1, 0);
                    return new TextToImage(model).run(request, INTERRUPTIBLE).images();
                });
    }

    @Override
    public <T extends RealType<T>> RandomAccessibleInterval<FloatType> imageToImage(
            Sampling sampling, RandomAccessibleInterval<T> image, double strength)
            throws IOException {
        sampling.requireStrength(strength);
        Tensor input = Images.toTensor("image", image);
        return run(
                sampling.model(),
                input.dim(3),
                input.dim(2),
                (model, worked) -> {
                    Request request =
                            sampling.request(worked.width(), worked.height(), strength, 0);
                    Tensor seen = Channels.fit(worked.cut(input), model.imageChannels());
                    return new ImageToImage(model).run(request, seen, INTERRUPTIBLE).images();
                });
    }

    @Override
    public <T extends RealType<T>, M extends RealType<M>>
            RandomAccessibleInterval<FloatType> inpaint(
                    Sampling sampling,
                    RandomAccessibleInterval<T> image,
                    RandomAccessibleInterval<M> mask,
                    double strength)
                    throws IOException {
        sampling.requireStrength(strength);
        Tensor input = Images.toTensor("image", image);
        Tensor hole = Images.toTensor("mask", mask).map(v -> v > 0.5 ? 1 : 0);
        requireSameSize(input, hole);
        RandomAccessibleInterval<FloatType> painted =
                run(
                        sampling.model(),
                        input.dim(3),
                        input.dim(2),
                        (model, worked) -> {
                            Request request =
                                    sampling.request(worked.width(), worked.height(), strength, 0);
                            Tensor seen = Channels.fit(worked.cut(input), model.imageChannels());
                            Tensor asked = worked.cut(hole);
                            return new Inpaint(model)
                                    .run(request, seen, asked, INTERRUPTIBLE)
                                    .images();
                        });
        return Images.toImage(keepOutside(input, Images.toTensor("result", painted), hole));
    }

    @Override
    public <T extends RealType<T>> RandomAccessibleInterval<FloatType> encode(
            ModelSpec spec, RandomAccessibleInterval<T> image) throws IOException {
        Tensor input = Images.toTensor("image", image);
        return Models.shared()
                .with(
                        spec,
                        model -> {
                            Window worked = window(model, input.dim(3), input.dim(2));
                            Tensor seen = Channels.fit(worked.cut(input), model.imageChannels());
                            return Images.toImage(model.encode(seen.map(v -> 2 * v - 1)).mean());
                        });
    }

    @Override
    public <T extends RealType<T>> RandomAccessibleInterval<FloatType> decode(
            ModelSpec spec, RandomAccessibleInterval<T> latents) throws IOException {
        Tensor values = Images.toTensor("latents", latents);
        return Models.shared()
                .with(
                        spec,
                        model -> {
                            Tensor image = model.decode(values);
                            return Images.toImage(
                                    image.map(v -> Math.max(0, Math.min(1, v / 2 + 0.5))));
                        });
    }

    @Override
    public void release() {
        Models.shared().close();
    }

    /** A task on a window whose size the model takes. */
    @FunctionalInterface
    private interface Task {

        Tensor run(DiffusionModel model, Window worked) throws IOException;
    }

    private static RandomAccessibleInterval<FloatType> run(
            ModelSpec spec, int width, int height, Task task) throws IOException {
        return Models.shared()
                .with(
                        spec,
                        model -> {
                            Tensor image = task.run(model, window(model, width, height));
                            return Images.toImage(new Window(0, 0, width, height).cut(image));
                        });
    }

    private static Window window(DiffusionModel model, int width, int height) {
        return Window.whole(width, height, model.vaeFactor());
    }

    private static void requireSameSize(Tensor image, Tensor mask) {
        if (mask.dim(1) != 1 || image.dim(2) != mask.dim(2) || image.dim(3) != mask.dim(3)) {
            throw new IllegalArgumentException(
                    "the mask must be "
                            + image.dim(3)
                            + " x "
                            + image.dim(2)
                            + " like the image, is "
                            + mask.dim(3)
                            + " x "
                            + mask.dim(2));
        }
    }

    /** The painted image in the input's channels, and the input itself outside the hole. */
    private static Tensor keepOutside(Tensor input, Tensor painted, Tensor hole) {
        float[] values = input.data().clone();
        Tensor fitted = Channels.fit(painted, input.dim(1));
        int plane = hole.size();
        for (int i = 0; i < values.length; i++) {
            if (hole.data()[i % plane] == 1) values[i] = fitted.data()[i];
        }
        return Tensor.of(values, input.shape());
    }
}
