// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.text.Collator;
import java.text.Format;
import java.util.Formatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may know which other, and which may know ImageJ, SciJava and DJL. */
class ArchitectureTest {

    private static final String ROOT = "sc.fiji.diffusion";

    private static final String[] IMAGEJ = {
        "ij..", "org.scijava..", "net.imagej..", "net.imglib2..", "java.awt..", "javax.swing.."
    };

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    /** Each package with those that it may use, from the ground up. */
    private static final Map<String, Set<String>> MAY_USE = new LinkedHashMap<>();

    static {
        allow("json");
        allow("files");
        allow("tensor");
        allow("noise", "tensor");
        allow("schedule", "json", "tensor");
        allow("sampler", "tensor", "noise", "schedule");
        allow("weights", "json", "files", "tensor");
        allow("engine", "files");
        allow("nn", "json", "tensor", "weights", "engine");
        allow("text", "json", "engine");
        allow("model", "json", "tensor", "noise", "schedule", "weights", "engine", "nn", "text");
        allow("install", "files", "weights", "engine", "model");
        allow("score", "tensor", "noise", "schedule", "sampler");
        allow("pipeline", "tensor", "noise", "schedule", "sampler", "nn", "text", "model");
        allow("phantom");
        allow("evaluate", "tensor", "weights", "engine", "nn", "model", "phantom");
        allow(
                "train",
                "files",
                "tensor",
                "schedule",
                "weights",
                "engine",
                "nn",
                "text",
                "phantom",
                "evaluate");
        allow("provenance");
        allow("image", "files", "tensor");
        allow(
                "tool",
                "json",
                "files",
                "tensor",
                "engine",
                "install",
                "noise",
                "schedule",
                "sampler",
                "model",
                "pipeline",
                "score",
                "provenance",
                "phantom",
                "evaluate",
                "nn",
                "text",
                "train",
                "image");
        allow(
                "command",
                "files",
                "tensor",
                "engine",
                "install",
                "schedule",
                "sampler",
                "model",
                "pipeline",
                "provenance",
                "train",
                "image",
                "tool");
        allow("ij1", "sampler", "model", "pipeline", "provenance", "image", "tool", "command");
        allow("service", "tensor", "model", "pipeline", "image", "tool");
        allow("launch");
    }

    private static void allow(String name, String... used) {
        MAY_USE.put(name, Set.of(used));
    }

    static Set<String> packages() {
        return CLASSES.stream()
                .map(ArchitectureTest::packageOf)
                .collect(toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packageUsesOnlyWhatLiesBelowIt(String name) {
        assertThat(MAY_USE).as("packages of the table in this test").containsKey(name);
        Set<String> used =
                CLASSES.stream()
                        .filter(c -> packageOf(c).equals(name))
                        .flatMap(ArchitectureTest::usedPackages)
                        .filter(other -> !other.equals(name))
                        .collect(toCollection(TreeSet::new));
        assertThat(MAY_USE.get(name)).as("packages that " + name + " may use").containsAll(used);
    }

    private static Stream<String> usedPackages(JavaClass user) {
        return user.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(used -> used.getPackageName().startsWith(ROOT))
                .map(ArchitectureTest::packageOf);
    }

    /** The first name below the root; empty for a class in the root. */
    private static String packageOf(JavaClass c) {
        String below = c.getPackageName().substring(ROOT.length());
        return below.isEmpty() ? "" : below.substring(1).split("\\.")[0];
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void rootPackageIsEmpty() {
        noClasses().should().resideInAPackage(ROOT).check(CLASSES);
    }

    @Test
    void onlyTheEngineSideKnowsDjl() {
        noClasses()
                .that()
                .resideOutsideOfPackages(within("engine", "nn", "train", "text"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(within("text"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ai.djl", "ai.djl.engine..", "ai.djl.ndarray..", "ai.djl.pytorch..")
                .check(CLASSES);
    }

    @Test
    void onlyTheImageJSideKnowsImageJ() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        within("image", "tool", "command", "ij1", "launch", "service"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(IMAGEJ)
                .check(CLASSES);
    }

    @Test
    void onlyTheLauncherEndsTheProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackages(within("launch"))
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(CLASSES);
    }

    /** Letters, numbers and bytes are the same for every user, whatever the locale says. */
    @Test
    void nothingFollowsTheLocaleOrTheCharset() {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .orShould()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .orShould()
                .callMethod(PrintStream.class, "printf", String.class, Object[].class)
                .orShould()
                .callMethod(PrintStream.class, "format", String.class, Object[].class)
                .orShould()
                .callConstructor(Formatter.class)
                .orShould()
                .callConstructor(Scanner.class, InputStream.class)
                .orShould()
                .callMethod(String.class, "getBytes")
                .orShould()
                .callConstructor(String.class, byte[].class)
                .orShould()
                .callConstructor(InputStreamReader.class, InputStream.class)
                .orShould()
                .callConstructor(OutputStreamWriter.class, OutputStream.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Format.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Collator.class)
                .check(CLASSES);
    }

    private static String[] within(String... names) {
        return Stream.of(names).map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }
}
