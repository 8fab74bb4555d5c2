// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.evaluate;

import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.util.Optional;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import sc.fiji.diffusion.command.DiffusionCommand;
import sc.fiji.diffusion.model.ModelLibrary;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Guidance;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.Seeds;
import sc.fiji.diffusion.tool.evaluate.EvaluateModelTool;
import sc.fiji.diffusion.tool.evaluate.Evaluation;
import sc.fiji.diffusion.tool.evaluate.RealImages;

/** Measures how good a model is, see {@link EvaluateModelTool}. */
@Plugin(
        type = Command.class,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = DiffusionCommand.MENU),
            @Menu(label = "Evaluate Model...", weight = 53)
        },
        headless = true,
        attrs = @Attr(name = DiffusionCommand.NO_LEGACY))
public final class EvaluateModelCommand extends DiffusionCommand {

    private static final String RESULTS = "Results";

    @Parameter(
            label = "Model",
            description = "A model in the models folder; in macros also the path of a model.",
            persist = false)
    private String model = ModelLibrary.DEFAULT;

    @Parameter(
            label = "Real images (empty: phantoms)",
            description =
                    "A folder of images to compare with, each with a caption in a text file beside"
                            + " it if there is one; phantoms that were not used for training if"
                            + " empty.",
            style = FileWidget.DIRECTORY_STYLE,
            required = false,
            persist = false,
            autoFill = false)
    private File real;

    @Parameter(
            label = "Training images (optional)",
            description = "The images that the model was trained on, to see if it repeats them.",
            style = FileWidget.DIRECTORY_STYLE,
            required = false,
            persist = false,
            autoFill = false)
    private File training;

    @Parameter(
            label = "Keep generated images in (optional)",
            description = "An evaluation that is stopped goes on with the images in this folder.",
            style = FileWidget.DIRECTORY_STYLE,
            required = false,
            persist = false,
            autoFill = false)
    private File keep;

    @Parameter(
            label = "Steps",
            description = "Steps of each image.",
            min = "1",
            max = "1000",
            persist = false)
    private int steps = 20;

    @Parameter(
            label = "Guidance scale",
            description = "How closely the image follows the prompt; 1 switches guidance off.",
            min = "1",
            max = "100",
            stepSize = "0.5",
            persist = false)
    private double guidance = 4;

    @Parameter(
            label = "Seed (empty: random)",
            description = "The same seed gives the same images. Image k has seed + k.",
            required = false,
            persist = false)
    private String seed = "";

    @Parameter(
            label = "Count of images",
            description = "How many images are made; distances need hundreds.",
            min = "2",
            max = "1000",
            persist = false)
    private int count = 100;

    @Parameter(
            label = "Prompt",
            description = "For real images without captions.",
            required = false,
            persist = false)
    private String prompt = "";

    @Override
    protected void execute(Progress progress) throws IOException {
        long number = Seeds.parse(seed);
        seed = Long.toString(number);
        Sampling sampling =
                new Sampling(
                        ModelSpec.of(model),
                        orEmpty(prompt),
                        "",
                        steps,
                        Guidance.of(guidance),
                        Method.OF_MODEL,
                        number,
                        count);
        Evaluation evaluation =
                new EvaluateModelTool(
                                sampling,
                                RealImages.of(real),
                                RealImages.ofTraining(training, real),
                                Optional.ofNullable(keep).map(File::toPath))
                        .run(progress);
        evaluation.histograms().ifPresent(this::show);
        show(evaluation.table());
    }

    /** In the table that macros read with {@code getResult}. */
    private static void show(ResultsTable table) {
        if (GraphicsEnvironment.isHeadless()) Analyzer.setResultsTable(table);
        else table.show(RESULTS);
    }
}
