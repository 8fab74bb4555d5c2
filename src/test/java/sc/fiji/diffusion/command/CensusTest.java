// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.MenuEntry;
import org.scijava.MenuPath;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModuleItem;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleItem;
import org.scijava.util.ClassUtils;
import sc.fiji.diffusion.command.edit.RemoveSelectionCommand;
import sc.fiji.diffusion.command.explain.CompareSettingsCommand;
import sc.fiji.diffusion.command.train.FineTuneModelCommand;
import sc.fiji.diffusion.command.train.TrainModelCommand;
import sc.fiji.diffusion.image.OutputType;
import sc.fiji.diffusion.image.region.Area;
import sc.fiji.diffusion.image.region.ClassicalFill;
import sc.fiji.diffusion.image.region.Fill;
import sc.fiji.diffusion.image.region.RangeChoice;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.sampler.Samplers;
import sc.fiji.diffusion.schedule.SigmaSpacing;
import sc.fiji.diffusion.schedule.Spacing;
import sc.fiji.diffusion.tool.AddNoiseTool;
import sc.fiji.diffusion.tool.ModelAction;
import sc.fiji.diffusion.tool.VaeTool;
import sc.fiji.diffusion.tool.explain.ClipTool;
import sc.fiji.diffusion.tool.explain.CodeTool;
import sc.fiji.diffusion.tool.explain.CompareSettingsTool;
import sc.fiji.diffusion.tool.explain.Equation;
import sc.fiji.diffusion.tool.explain.ForwardProcessTool;
import sc.fiji.diffusion.tool.explain.LikelihoodTool;
import sc.fiji.diffusion.tool.explain.ReverseProcessTool;
import sc.fiji.diffusion.tool.inpaint.ChannelChoice;
import sc.fiji.diffusion.tool.inpaint.SeedPolicy;
import sc.fiji.diffusion.tool.inpaint.SelectionSource;
import sc.fiji.diffusion.tool.inpaint.SliceChoice;
import sc.fiji.diffusion.tool.inpaint.Target;
import sc.fiji.diffusion.tool.phantom.CameraDepth;
import sc.fiji.diffusion.tool.phantom.PhantomChoice;
import sc.fiji.diffusion.tool.record.GeneratedPixels;
import sc.fiji.diffusion.tool.record.RecordTable;
import sc.fiji.diffusion.tool.train.AdaptedParts;
import sc.fiji.diffusion.tool.train.CropMode;
import sc.fiji.diffusion.tool.train.Kind;
import sc.fiji.diffusion.tool.train.Orientation;
import sc.fiji.diffusion.tool.train.ValueScale;
import sc.fiji.diffusion.train.recipe.NetworkSize;
import sc.fiji.diffusion.train.recipe.TrainingSchedule;
import sc.fiji.diffusion.train.recipe.Weighting;

/** What users touch must not change unnoticed: menu paths, macro keys, and their defaults. */
class CensusTest {

    private static final List<Class<?>> TYPES =
            List.of(String.class, File.class, int.class, double.class, Integer.class, Double.class);

    @Test
    void commandsKeysAndDefaultsAreThoseOfTheCensus() throws Exception {
        List<String> found = new ArrayList<>();
        for (CommandInfo command : commands()) found.add(describe(command));
        found.sort(String::compareTo);
        assertThat(String.join("", found)).isEqualTo(resource("census.txt"));
    }

    /**
     * In the order of SciJava's weights, with its separators where weights differ by more than 1.
     */
    @Test
    void plainImageJHasTheSameMenuWithTheSameClasses() throws IOException {
        List<CommandInfo> commands = new ArrayList<>(commands());
        commands.sort(Comparator.comparing(CensusTest::weights, Arrays::compare));
        List<String> expected = new ArrayList<>();
        for (CommandInfo command : commands) {
            if (beginsGroup(command, commands)) expected.add(menu(command) + ", \"-\"");
            expected.add(pluginsConfigLine(command));
        }
        assertThat(resource("/plugins.config").lines().filter(line -> !line.startsWith("#")))
                .containsExactlyElementsOf(expected);
    }

    private static double[] weights(CommandInfo command) {
        return command.getMenuPath().stream().mapToDouble(MenuEntry::getWeight).toArray();
    }

    private static boolean beginsGroup(CommandInfo command, List<CommandInfo> sorted) {
        int at = sorted.indexOf(command);
        if (at == 0) return false;
        double[] before = weights(sorted.get(at - 1));
        double[] here = weights(command);
        int level = here.length - 1;
        boolean sameMenu = menu(command).equals(menu(sorted.get(at - 1)));
        boolean afterSubmenu = before.length > here.length;
        return (sameMenu || afterSubmenu) && here[level] - before[level] > 1;
    }

    /** So that a macro means the same there: SciJava would ask for what a macro leaves out. */
    @Test
    void fijiLeavesEveryCommandToPluginsConfig() {
        assertThat(commands()).hasSameSizeAs(Commands.all());
        for (CommandInfo command : commands()) {
            assertThat(command.is("no-legacy")).as(command.getClassName()).isTrue();
        }
    }

    /** SciJava opens a file chooser for the only file that a command takes. */
    @Test
    void noFileIsAskedForByItself() {
        for (CommandInfo command : commands()) {
            for (ModuleItem<?> item : keys(command)) {
                if (item.getType() == File.class) assertThat(item.isAutoFill()).isFalse();
            }
        }
    }

    @Test
    void onlyMacrosUseALabelThatImageJTakesForItsOwnRepetition() {
        assertThat(commands())
                .extracting(command -> command.getMenuPath().getMenuString())
                .filteredOn(path -> path.contains("> Repeat"))
                .containsExactly("Plugins > Diffusion > For Macros > Repeat...");
    }

    @Test
    void noMacroKeyIsTheTailOfAnotherAndPromptStandsLast() {
        for (CommandInfo command : commands()) {
            List<String> keys = keys(command).stream().map(ModuleItem::getName).toList();
            assertThat(keys).allMatch(key -> key.matches("[a-z]+"));
            for (String key : keys) {
                assertThat(keys).noneMatch(other -> other.endsWith("_" + key));
            }
            if (keys.contains("prompt")) assertThat(keys).endsWith("prompt");
        }
    }

    @Test
    void labelsBeginWithTheirKeyAndNothingIsRemembered() {
        for (CommandInfo command : commands()) {
            for (ModuleItem<?> item : keys(command)) {
                String word = item.getLabel().split("[ :]")[0].toLowerCase(Locale.ROOT);
                assertThat(word).isEqualTo(item.getName());
                assertThat(item.isPersisted()).as(item.getName()).isFalse();
            }
            assertThat(command.canRunHeadless()).as(command.getClassName()).isTrue();
        }
    }

    @Test
    void choicesAreAllThatTheToolsKnow() throws Exception {
        Map<String, List<String>> known = new HashMap<>();
        known.put("output", OutputType.names());
        known.put(
                TextToImageCommand.class.getName() + " output",
                Stream.concat(
                                Stream.of(Method.MODEL_DEFAULT),
                                OutputType.names().stream().skip(1)) // there is no input
                        .toList());
        known.put("fill", Fill.names());
        known.put(RemoveSelectionCommand.class.getName() + " fill", ClassicalFill.names());
        known.put("area", Area.names());
        known.put("range", RangeChoice.names());
        known.put("selections", SelectionSource.names());
        known.put("channels", ChannelChoice.names());
        known.put("slices", SliceChoice.names());
        known.put("seeds", SeedPolicy.names());
        known.put("target", Target.names());
        known.put("mode", VaeTool.Mode.names());
        known.put("space", AddNoiseTool.Space.names());
        known.put("action", ModelAction.names());
        known.put("agree", List.of("no", "yes"));
        known.put("sampler", Method.choices(Samplers.names()));
        known.put("sigmas", Method.choices(SigmaSpacing.names()));
        known.put("spacing", Method.choices(Spacing.names()));
        known.put("prediction", ModelSpec.predictions());
        known.put("bits", CameraDepth.names());
        known.put("masks", List.of("yes", "no"));
        known.put("captions", List.of("full", "varied"));
        for (String attribute : PhantomChoice.keys()) {
            known.put(attribute, PhantomChoice.names(attribute));
        }
        known.put("rows", RecordTable.Rows.names());
        known.put("show", GeneratedPixels.View.names());
        for (Class<?> type : List.of(TrainModelCommand.class, FineTuneModelCommand.class)) {
            String train = type.getName();
            known.put(train + " output", List.of());
            known.put(train + " size", NetworkSize.names());
            known.put(train + " values", ValueScale.names());
            known.put(train + " discriminator", List.of("no", "yes"));
            known.put(train + " kind", Kind.names());
            known.put(train + " crop", CropMode.names());
            known.put(train + " orientation", Orientation.names());
            known.put(train + " parts", AdaptedParts.names());
            known.put(train + " schedule", TrainingSchedule.names());
            known.put(train + " weighting", Weighting.names());
            known.put(train + " prediction", List.of("v_prediction", "sample", "epsilon"));
        }
        known.put("process", ForwardProcessTool.processes());
        known.put("equation", Equation.names());
        known.put("solver", ReverseProcessTool.SOLVERS);
        known.put("method", CodeTool.METHODS);
        known.put("check", List.of("yes", "no"));
        known.put("estimate", LikelihoodTool.ESTIMATES);
        known.put("parts", ClipTool.Parts.names());
        String compare = CompareSettingsCommand.class.getName();
        known.put(compare + " rows", CompareSettingsTool.SETTINGS);
        known.put(compare + " columns", CompareSettingsTool.SETTINGS);
        known.put(compare + " method", List.of());
        for (CommandInfo command : commands()) {
            for (ModuleItem<?> item : keys(command)) {
                String key = item.getName();
                List<String> expected =
                        known.getOrDefault(
                                command.getClassName() + " " + key,
                                known.getOrDefault(key, List.of()));
                assertThat(item.getChoices() == null ? List.of() : List.copyOf(item.getChoices()))
                        .as(item.getName())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void sciJavaFindsNothingWrongWithTheParameters() {
        for (CommandInfo command : commands()) {
            assertThat(command.getProblems()).as(command.getClassName()).isEmpty();
        }
    }

    private static String pluginsConfigLine(CommandInfo command) {
        String commandPackage = DiffusionCommand.class.getPackageName() + ".";
        return String.format(
                "%s, \"%s\", sc.fiji.diffusion.ij1.DiffusionPlugIn(\"%s\")",
                menu(command),
                command.getMenuPath().getLeaf().getName(),
                command.getClassName().substring(commandPackage.length()));
    }

    private static String menu(CommandInfo command) {
        MenuPath path = command.getMenuPath();
        return path.stream()
                .limit(path.size() - 1)
                .map(MenuEntry::getName)
                .collect(Collectors.joining(">"));
    }

    private static List<CommandInfo> commands() {
        try (Context context = new Context(CommandService.class)) {
            return context.service(CommandService.class).getCommands().stream()
                    .filter(command -> command.getClassName().startsWith("sc.fiji.diffusion"))
                    .toList();
        }
    }

    private static List<ModuleItem<?>> keys(CommandInfo command) {
        List<ModuleItem<?>> keys = new ArrayList<>();
        for (ModuleItem<?> item : command.inputs()) {
            if (TYPES.contains(item.getType())) keys.add(item);
        }
        return keys;
    }

    private static String describe(CommandInfo command) throws Exception {
        StringBuilder text = new StringBuilder();
        text.append(command.getMenuPath().getMenuString()).append('\n');
        Object instance = command.loadClass().getConstructor().newInstance();
        for (ModuleItem<?> item : keys(command)) {
            Object start = ClassUtils.getValue(((CommandModuleItem<?>) item).getField(), instance);
            text.append("  ").append(item.getName()).append(" = ").append(start).append('\n');
        }
        return text.toString();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = CensusTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
