// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.diffusion.model.DiffusionModel;
import sc.fiji.diffusion.model.ModelException;
import sc.fiji.diffusion.noise.TorchNoise;
import sc.fiji.diffusion.tensor.Tensor;
import sc.fiji.diffusion.testing.NativeMemory;
import sc.fiji.diffusion.testing.Reference;

/** What all pipelines promise, whatever the model. */
class PipelineTest {

    private static final int SIZE = 32;
    private static final int LATENT = SIZE / 8;

    private static final Tensor IMAGE =
            new TorchNoise(3).gaussian(1, 3, SIZE, SIZE).map(v -> 0.5 + 0.5 * Math.tanh(v));

    private static final Tensor MASK = leftHalf();

    private static DiffusionModel model;
    private static DiffusionModel inpaintingModel;

    /** The tasks, so that each property is tested on all of them. */
    enum Task {
        TEXT_TO_IMAGE,
        IMAGE_TO_IMAGE,
        INPAINT;

        Result run(Request request, Progress progress) throws ModelException {
            return switch (this) {
                case TEXT_TO_IMAGE -> new TextToImage(model).run(request, progress);
                case IMAGE_TO_IMAGE -> new ImageToImage(model).run(request, IMAGE, progress);
                case INPAINT -> new Inpaint(model).run(request, IMAGE, MASK, progress);
            };
        }
    }

    @BeforeAll
    static void open() throws IOException {
        model = DiffusionModel.open(Reference.path("models/tiny-sd1"));
        inpaintingModel = DiffusionModel.open(Reference.path("models/tiny-sd1-inpaint"));
    }

    @AfterAll
    static void close() {
        model.close();
        inpaintingModel.close();
    }

    private static Tensor leftHalf() {
        Tensor mask = Tensor.zeros(1, 1, SIZE, SIZE);
        for (int i = 0; i < mask.size(); i++) mask.data()[i] = i % SIZE < SIZE / 2 ? 1 : 0;
        return mask;
    }

    /** Image-to-image and inpainting run all three steps too. */
    private static Request.Builder request() {
        return Request.builder("cells").size(SIZE, SIZE).steps(3).sampler("Euler a").seed(5);
    }

    @ParameterizedTest
    @EnumSource
    void sameSeedGivesTheSamePixels(Task task) throws IOException {
        Result first = task.run(request().build(), Progress.NONE);
        Result again = task.run(request().build(), Progress.NONE);
        Result other = task.run(request().seed(6).build(), Progress.NONE);
        assertThat(again.images().data()).isEqualTo(first.images().data());
        assertThat(again.latents().data()).isEqualTo(first.latents().data());
        assertThat(other.images().maxAbsDifference(first.images())).isGreaterThan(0.01);
    }

    @ParameterizedTest
    @EnumSource
    void imagesHaveTheSizeAskedForAndValuesFrom0To1(Task task) throws IOException {
        Result result = task.run(request().build(), Progress.NONE);
        assertThat(result.images().shape()).containsExactly(1, 3, SIZE, SIZE);
        assertThat(result.latents().shape()).containsExactly(1, 4, LATENT, LATENT);
        assertWithin0And1(result.images());
    }

    private static void assertWithin0And1(Tensor images) {
        for (float v : images.data()) assertThat(v).isBetween(0f, 1f);
    }

    @ParameterizedTest
    @EnumSource
    void batchGivesDifferentImagesAndIsRepeatable(Task task) throws IOException {
        Request pair = request().batch(2).build();
        Tensor images = task.run(pair, Progress.NONE).images();
        assertThat(images.shape()).containsExactly(2, 3, SIZE, SIZE);
        assertThat(images.batch(0).maxAbsDifference(images.batch(1))).isGreaterThan(0.01);
        assertThat(task.run(pair, Progress.NONE).images().data()).isEqualTo(images.data());
    }

    @ParameterizedTest
    @EnumSource
    void progressCountsTheSteps(Task task) throws IOException {
        List<Integer> heard = new ArrayList<>();
        Result result =
                task.run(
                        request().build(),
                        (step, steps, preview) -> {
                            heard.add(step);
                            assertThat(steps).isEqualTo(3);
                        });
        assertThat(heard).containsExactly(1, 2, 3);
        assertThat(result.stepsRun()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void previewIsAnImageAndChangesNothing(Task task) throws IOException {
        Tensor unseen = task.run(request().build(), Progress.NONE).images();
        Tensor seen =
                task.run(
                                request().build(),
                                (step, steps, preview) -> {
                                    assertThat(preview.get().shape())
                                            .containsExactly(1, 3, SIZE, SIZE);
                                    assertWithin0And1(preview.get());
                                })
                        .images();
        assertThat(seen.data()).isEqualTo(unseen.data());
    }

    @ParameterizedTest
    @EnumSource
    void cancellingStopsWithinAStepAndLeavesTheModelUsable(Task task) throws IOException {
        Tensor expected = task.run(request().build(), Progress.NONE).images();
        NativeMemory before = NativeMemory.now();
        List<Integer> heard = new ArrayList<>();
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(
                        () ->
                                task.run(
                                        request().build(),
                                        (step, steps, preview) -> {
                                            heard.add(step);
                                            if (step == 2) throw new CancellationException();
                                        }));
        assertThat(heard).containsExactly(1, 2);
        assertThat(task.run(request().build(), Progress.NONE).images().data())
                .isEqualTo(expected.data());
        assertThat(NativeMemory.now()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void sizeThatIsNoMultipleOfTheFactorIsNamed(Task task) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> task.run(request().size(36, SIZE).build(), Progress.NONE))
                .withMessage("width must be a multiple of 8 for this model, was 36");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> task.run(request().size(SIZE, 20).build(), Progress.NONE))
                .withMessage("height must be a multiple of 8 for this model, was 20");
    }

    @ParameterizedTest
    @EnumSource
    void unknownSamplerListsTheChoices(Task task) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> task.run(request().sampler("Eular").build(), Progress.NONE))
                .withMessageStartingWith("unknown sampler \"Eular\"; choose one of: DDPM, DDIM, ");
    }

    @Test
    void samplerNamesDoNotDependOnCase() throws IOException {
        Result euler = Task.TEXT_TO_IMAGE.run(request().sampler("euler A").build(), Progress.NONE);
        assertThat(euler.images().data())
                .isEqualTo(
                        Task.TEXT_TO_IMAGE.run(request().build(), Progress.NONE).images().data());
    }

    @ParameterizedTest
    @EnumSource
    void withoutGuidanceTheNegativePromptDoesNotMatter(Task task) throws IOException {
        Request.Builder unguided = request().guidanceScale(1);
        Tensor without = task.run(unguided.build(), Progress.NONE).images();
        Tensor with = task.run(unguided.negative("blurry").build(), Progress.NONE).images();
        Tensor guided = task.run(request().negative("blurry").build(), Progress.NONE).images();
        assertThat(with.data()).isEqualTo(without.data());
        assertThat(guided.maxAbsDifference(with)).isGreaterThan(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"IMAGE_TO_IMAGE", "INPAINT"})
    void strengthRunsItsShareOfTheSteps(Task task) throws IOException {
        Request half = request().steps(6).strength(0.5).build();
        assertThat(task.run(half, Progress.NONE).stepsRun()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"IMAGE_TO_IMAGE", "INPAINT"})
    void strengthThatLeavesNoStepIsNamed(Task task) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> task.run(request().strength(0.3).build(), Progress.NONE))
                .withMessage(
                        "strength 0.3 of 3 steps runs no step; strength must be above 0 and at"
                                + " least 1 / steps");
    }

    @Test
    void allImagesOfABatchStartFromOneDrawOfThePosterior() {
        Request pair = request().batch(2).build();
        TorchNoise noise = new TorchNoise(5);
        Tensor latents = new LatentPipeline(model).encode(IMAGE, pair, noise);
        assertThat(latents.batch(0).data()).isEqualTo(latents.batch(1).data());
        TorchNoise once = new TorchNoise(5);
        once.gaussian(1, 4, LATENT, LATENT);
        assertThat(noise.gaussian(16).data()).isEqualTo(once.gaussian(16).data());
    }

    @Test
    void inpaintingKeepsTheLatentsThatAreKnown() {
        Request request = request().build();
        Tensor known = new LatentPipeline(model).encode(IMAGE, request, new TorchNoise(5));
        Tensor latents = new Inpaint(model).run(request, IMAGE, MASK, Progress.NONE).latents();
        for (int i = 0; i < latents.size(); i++) {
            if (i % LATENT >= LATENT / 2) {
                assertThat(latents.data()[i]).isCloseTo(known.data()[i], offset(1e-5f));
            }
        }
        assertThat(latents.maxAbsDifference(known)).isGreaterThan(0.1);
    }

    @Test
    void imageAndMaskOfOtherShapesAreNamed() {
        Tensor small = Tensor.zeros(1, 3, SIZE, SIZE / 2);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ImageToImage(model).run(request().build(), small, Progress.NONE))
                .withMessage("the image must have the shape [1, 3, 32, 32], has [1, 3, 32, 16]");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Inpaint(model)
                                        .run(request().build(), IMAGE, small, Progress.NONE))
                .withMessage("the mask must have the shape [1, 1, 32, 32], has [1, 3, 32, 16]");
        Tensor grey = Tensor.zeros(1, 1, SIZE, SIZE);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Inpaint(inpaintingModel)
                                        .run(request().build(), grey, MASK, Progress.NONE))
                .withMessage("the image must have the shape [1, 3, 32, 32], has [1, 1, 32, 32]");
    }

    @Test
    void inpaintingModelRefusesOtherTasks() {
        String message =
                "model tiny-sd1-inpaint only repaints selections; choose another model or use"
                        + " Inpaint Selection...";
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(
                        () ->
                                new TextToImage(inpaintingModel)
                                        .run(request().build(), Progress.NONE))
                .withMessage(message);
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(
                        () ->
                                new ImageToImage(inpaintingModel)
                                        .run(request().build(), IMAGE, Progress.NONE))
                .withMessage(message);
    }

    @Test
    void inpaintingModelRepaints() {
        Result result =
                new Inpaint(inpaintingModel).run(request().build(), IMAGE, MASK, Progress.NONE);
        assertThat(result.images().shape()).containsExactly(1, 3, SIZE, SIZE);
    }
}
