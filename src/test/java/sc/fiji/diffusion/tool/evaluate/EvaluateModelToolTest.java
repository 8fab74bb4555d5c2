// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.measure.ResultsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.image.Plane;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.image.ValueRange;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.testing.TinyModel;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.phantom.CameraDepth;
import sc.fiji.diffusion.tool.phantom.PhantomChoice;
import sc.fiji.diffusion.tool.phantom.PhantomImagesTool;

class EvaluateModelToolTest {

    @TempDir Path folder;
    private Path model;
    private Path real;

    @BeforeEach
    void prepare() throws IOException {
        model = TinyModel.copyTo(folder.resolve("tiny"));
        real = folder.resolve("real");
        new PhantomImagesTool(new PhantomChoice(Map.of()), 6, 72, 64, CameraDepth.BITS_8, true, 1)
                .run(Progress.NONE)
                .save(real, false);
    }

    private EvaluateModelTool tool(int count, long seed, Path keep) throws IOException {
        return tool(count, seed, keep, "nuclei");
    }

    private EvaluateModelTool tool(int count, long seed, Path keep, String prompt)
            throws IOException {
        RealImages images = FolderImages.read(real);
        Sampling sampling =
                Sampling.of(model.toString(), prompt).withSteps(1).withSeed(seed).withCount(count);
        return new EvaluateModelTool(
                sampling, images, Optional.of(images), Optional.ofNullable(keep));
    }

    @Test
    void aTableHoldsEveryFigureAndTheHistogramsCompareNeighbours() throws IOException {
        Evaluation evaluation = tool(4, 1, null).run(Progress.NONE);
        Map<String, Figure> figures =
                evaluation.figures().stream()
                        .collect(Collectors.toMap(Figure::measure, figure -> figure));
        Figure frechet = figures.get("Frechet distance");
        assertThat(frechet.space()).isEqualTo("hand-made");
        assertThat(frechet.images()).isEqualTo(4);
        assertThat(frechet.floor()).isPositive();
        // One step of random weights is as unlike phantoms as can be.
        assertThat(frechet.value()).isGreaterThan(frechet.floor());
        assertThat(figures.get("kernel distance").error()).isNotNegative();
        assertThat(figures.get("reconstruction by the autoencoder, PSNR in dB").value())
                .isBetween(0.0, 60.0);
        // The real images are their own training images here.
        assertThat(figures.get("median distance to the nearest training image").floor()).isZero();
        ResultsTable table = evaluation.table();
        assertThat(table.size()).isEqualTo(evaluation.figures().size());
        assertThat(table.getStringValue("Measure", 0)).isEqualTo("Frechet distance");
        assertThat(evaluation.histograms()).isPresent();
    }

    @Test
    void aStoppedEvaluationGoesOnWithTheImagesItKept() throws IOException {
        Path keep = folder.resolve("keep");
        Evaluation first = tool(2, 5, keep).run(Progress.NONE);
        Path image = keep.resolve("image_00001.tif");
        var written = Files.getLastModifiedTime(image);
        Evaluation longer = tool(3, 5, keep).run(Progress.NONE);
        assertThat(Files.getLastModifiedTime(image)).isEqualTo(written);
        assertThat(keep.resolve("image_00002.tif")).exists();
        assertThat(longer.figures().get(0).images()).isEqualTo(3);
        assertThat(tool(2, 5, keep).run(Progress.NONE).figures().get(0).value())
                .isEqualTo(first.figures().get(0).value());
        assertThat(IJ.openImage(image.toString()).getBitDepth()).isEqualTo(32);
        assertThatIOException()
                .isThrownBy(() -> tool(2, 6, keep).run(Progress.NONE))
                .withMessageContaining("other settings");
    }

    @Test
    void imagesKeptForOtherPromptsAreNotUsed() throws IOException {
        Path keep = folder.resolve("keep");
        for (int k = 1; k <= 6; k++) Files.delete(real.resolve("phantom_0000" + k + ".txt"));
        tool(2, 5, keep, "nuclei").run(Progress.NONE);
        assertThatIOException()
                .isThrownBy(() -> tool(2, 5, keep, "actin").run(Progress.NONE))
                .withMessageContaining("was made for the prompt \"nuclei\", not \"actin\"");
    }

    @Test
    void aClassifierDoesNotAskForMoreImagesOfAFolderThanThereAre() throws IOException {
        Path classifier = model.resolve("classifier");
        Files.createDirectory(classifier);
        try (Stream<Path> files = Files.list(Path.of("models/microscopy-128/classifier"))) {
            for (Path file : files.toList()) {
                Files.copy(file, classifier.resolve(file.getFileName()));
            }
        }
        assertThat(tool(4, 1, null).run(Progress.NONE).figures())
                .extracting(Figure::measure)
                .contains("Frechet distance")
                .doesNotContain("prompt fidelity");
    }

    @Test
    void smallImagesAreRefusedAfterTheFirstGeneratedOne() throws IOException {
        ImagePlus small = IJ.createImage("small", "8-bit ramp", 40, 40, 1);
        IJ.saveAsTiff(small, real.resolve("small.tif").toString());
        Path keep = folder.resolve("keep");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tool(3, 1, keep).run(Progress.NONE))
                .withMessageContaining("small.tif is 40 x 40 pixels, smaller than");
        assertThat(keep.resolve("image_00000.tif")).exists();
        assertThat(keep.resolve("image_00001.tif")).doesNotExist();
    }

    @Test
    void eachChannelOfACompositeHasItsOwnDisplayRange() throws IOException {
        Path file = folder.resolve("composite.tif");
        ImagePlus composite = TestImages.composite(16, 16);
        new FileSaver(composite).saveAsTiffStack(file.toString());
        ImagePlus first = new ImagePlus("", composite.getStack().getProcessor(1));
        ValueRange range = ValueRange.displayed(composite, 1);
        first.setDisplayRange(range.min(), range.max());
        assertThat(FolderImages.read(file).image(0, 16, 16).data())
                .isEqualTo(Plane.current(first).tensor().data());
    }

    @Test
    void tooFewImagesAndImagesTooSmallAreRefused() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tool(1, 1, null))
                .withMessageContaining("at least 2");
        RealImages images = FolderImages.read(real);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> images.image(2, 128, 64))
                .withMessageContaining("phantom_00003.tif")
                .withMessageContaining("72 x 64");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatIOException()
                .isThrownBy(() -> FolderImages.read(empty))
                .withMessageContaining("no image");
    }

    @Test
    void captionsAreReadFromTheTextBesideTheImage() throws IOException {
        RealImages images = FolderImages.read(real);
        assertThat(images.caption(0))
                .isEqualTo(Files.readString(real.resolve("phantom_00001.txt")).strip());
        assertThat(images.size()).isEqualTo(6);
        assertThat(images.image(0, 32, 16).shape()).containsExactly(1, 1, 16, 32);
    }
}
