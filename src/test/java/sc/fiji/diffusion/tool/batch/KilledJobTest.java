// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.tool.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.diffusion.files.FileProblem;
import sc.fiji.diffusion.files.FolderLock;
import sc.fiji.diffusion.image.TestImages;
import sc.fiji.diffusion.model.ModelSpec;
import sc.fiji.diffusion.pipeline.Guidance;
import sc.fiji.diffusion.pipeline.Method;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.testing.CountedProgress;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.Sampling;
import sc.fiji.diffusion.tool.inpaint.ChannelChoice;
import sc.fiji.diffusion.tool.inpaint.InpaintOptions;
import sc.fiji.diffusion.tool.inpaint.SeedPolicy;
import sc.fiji.diffusion.tool.inpaint.SliceChoice;
import sc.fiji.diffusion.tool.inpaint.Targets;
import sc.fiji.diffusion.tool.record.PlaneHash;
import sc.fiji.diffusion.tool.record.Records;

/** A job of five images, one of them a stack, that is killed or finds its journal cut. */
class KilledJobTest {

    private static final int SEED = 3;
    private static final int PLANES = 7;

    /** Of these there may be a part when the process ends. */
    private static final Set<String> DIVISIBLE = Set.of("write", "append");

    private static final Sampling SAMPLING =
            new Sampling(
                    ModelSpec.of(Reference.path("models/tiny-sd1").toString()),
                    "a cell",
                    "",
                    1,
                    Guidance.of(1),
                    Method.OF_MODEL,
                    SEED,
                    1);

    @TempDir Path folder;
    private Path input;
    private Map<String, String> uninterrupted;

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    @BeforeEach
    void runWithoutInterruption() throws IOException {
        input = Files.createDirectory(folder.resolve("in"));
        for (int i = 0; i < 4; i++) {
            ImagePlus image = TestImages.gray8(20 + i, 16);
            new FileSaver(image).saveAsTiff(input.resolve("image" + i + ".tif").toString());
        }
        ImagePlus stack = IJ.createImage("stack", "8-bit ramp", 20, 16, 3);
        new FileSaver(stack).saveAsTiffStack(input.resolve("stack.tif").toString());
        run(folder.resolve("whole"), Progress.NONE, new UnforcedDisk());
        uninterrupted = results(folder.resolve("whole"));
        assertThat(uninterrupted).hasSize(6);
    }

    private List<InpaintFolder.Outcome> run(Path output, Progress progress, Disk disk)
            throws IOException {
        Targets targets =
                Targets.DEFAULT
                        .withPlanes(ChannelChoice.ACTIVE, SliceChoice.ALL)
                        .withSeeds(SeedPolicy.PER_SLICE);
        return new InpaintFolder(
                        SAMPLING,
                        InpaintOptions.DEFAULT.withResample(1),
                        targets,
                        new Regions(null, new Roi(5, 4, 8, 7)))
                .run(input, output, progress, disk);
    }

    /** Every file with what it holds, but for how long a step took. */
    private static Map<String, String> results(Path output) throws IOException {
        Map<String, String> results = new HashMap<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                results.put(name, name.endsWith(".tif") ? content(file) : Files.readString(file));
            }
        }
        return results;
    }

    private static String content(Path file) {
        ImagePlus image = IJ.openImage(file.toString());
        List<Integer> all = Stream.iterate(1, i -> i + 1).limit(image.getStackSize()).toList();
        Map<String, String> record = new HashMap<>(Records.last(image).settings());
        record.remove("seconds per step");
        return PlaneHash.of(image, all) + " " + record + " " + image.getProp("folder job");
    }

    @Test
    void aKillAtAnyWriteLosesNothing() throws IOException {
        List<String> changes = changes(Progress.NONE);
        assertThat(changes).hasSizeGreaterThan(20).contains("write", "append", "move", "delete");
        for (int change = 0; change < changes.size(); change++) {
            killAndGoOn(Progress.NONE, change, Moment.AFTER);
            if (DIVISIBLE.contains(changes.get(change))) {
                killAndGoOn(Progress.NONE, change, Moment.HALFWAY);
            }
        }
    }

    /** What a run changes on the disk, in order. */
    private List<String> changes(Progress progress) throws IOException {
        Recorder recorder = new Recorder();
        try {
            run(folder.resolve("recorded"), progress, recorder);
        } catch (CancellationException e) {
            assertThat(progress).isNotSameAs(Progress.NONE);
        }
        return recorder.changes;
    }

    private void killAndGoOn(Progress progress, int change, Moment moment) throws IOException {
        String what = "killed " + moment + " change " + change;
        Path output = folder.resolve(what);
        Disk dying = new DyingDisk(change, moment);
        assertThatThrownBy(() -> run(output, progress, dying)).isInstanceOf(Killed.class);
        List<InpaintFolder.Outcome> outcomes = run(output, Progress.NONE, new UnforcedDisk());
        assertThat(outcomes).as(what).noneMatch(outcome -> outcome.result() == null);
        assertThat(results(output)).as(what).isEqualTo(uninterrupted);
    }

    @Test
    void aKillWhileAStoppedStackIsSavedLosesNothing() throws IOException {
        List<String> changes = changes(new CountedProgress(PLANES - 1));
        assertThat(changes).endsWith("write", "move", "delete");
        for (int change = changes.size() - 3; change < changes.size(); change++) {
            killAndGoOn(new CountedProgress(PLANES - 1), change, Moment.AFTER);
        }
        killAndGoOn(new CountedProgress(PLANES - 1), changes.size() - 3, Moment.HALFWAY);
    }

    @Test
    void aJournalCutAtAnyByteLosesNothingAndNothingIsMadeAgain() throws IOException {
        Path output = folder.resolve("whole");
        Path journal = output.resolve(Journal.NAME);
        byte[] all = Files.readAllBytes(journal);
        for (int length = 0; length < all.length; length++) {
            Files.write(journal, Arrays.copyOf(all, length));
            assertThat(InpaintFolder.seedOf(output)).as("cut at " + length).hasValue(SEED);
            CountedProgress steps = new CountedProgress();
            run(output, steps, new UnforcedDisk());
            assertThat(steps.steps()).as("cut at " + length).isZero();
            assertThat(journal).as("cut at " + length).hasBinaryContent(all);
        }
        assertThat(results(output)).isEqualTo(uninterrupted);
    }

    @Test
    void aJournalWithoutItsSeedIsNamedIfNoResultTellsIt() throws IOException {
        Path output = Files.createDirectory(folder.resolve("old"));
        Files.writeString(output.resolve(Journal.NAME), "settings\tof a job\nsee");
        assertThat(InpaintFolder.seedOf(output)).isEmpty();
        new FileSaver(TestImages.gray8(20, 16)).saveAsTiff(output.resolve("a.tif").toString());
        assertThatThrownBy(() -> InpaintFolder.seedOf(output))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        output.resolve(Journal.NAME) + " has lost the line of its seed")
                .hasMessageContaining("give the seed");
    }

    @Test
    void aDiskThatIsFullStopsTheJobAtOnceAndItGoesOnLater() throws IOException {
        for (int change = 1; change < 7; change += 2) {
            Path output = folder.resolve("full" + change);
            CountedProgress steps = new CountedProgress();
            FullDisk full = new FullDisk(change);
            assertThatThrownBy(() -> run(output, steps, full))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is full")
                    .hasMessageContaining("of 5 files are finished")
                    .satisfies(
                            e ->
                                    assertThat(FileProblem.describe((IOException) e))
                                            .isEqualTo(e.getMessage()));
            assertThat(steps.steps()).isLessThanOrEqualTo(change / 3 + 2);
            assertThat(results(output).keySet()).allMatch(uninterrupted::containsKey);
            run(output, Progress.NONE, new UnforcedDisk());
            assertThat(results(output)).isEqualTo(uninterrupted);
        }
    }

    @Test
    void twoRunsInOneFolderAreNotAllowed() throws IOException {
        Path output = Files.createDirectory(folder.resolve("shared"));
        FolderLock lock = FolderLock.take(output);
        try {
            assertThatThrownBy(() -> run(output, Progress.NONE, new UnforcedDisk()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(output.toString());
        } finally {
            lock.close();
        }
        run(output, Progress.NONE, new UnforcedDisk());
        assertThat(results(output)).isEqualTo(uninterrupted);
    }

    private enum Moment {
        HALFWAY,
        AFTER
    }

    /** The process is gone. */
    private static final class Killed extends Error {

        private static final long serialVersionUID = 1;
    }

    /** Remembers the changes on the disk. */
    private static class Recorder extends UnforcedDisk {

        final List<String> changes = new ArrayList<>();

        /** One of the changes. */
        @FunctionalInterface
        interface Change {
            void run() throws IOException;
        }

        void change(String name, Change half, Change whole) throws IOException {
            changes.add(name);
            whole.run();
        }

        @Override
        void write(Path file, Content content) throws IOException {
            change(
                    "write",
                    () -> super.write(file, part -> half(part, content)),
                    () -> super.write(file, content));
        }

        private static void half(Path part, Content content) throws IOException {
            content.writeTo(part);
            byte[] bytes = Files.readAllBytes(part);
            Files.write(part, Arrays.copyOf(bytes, bytes.length / 2));
        }

        @Override
        void append(Path file, long after, byte[] bytes) throws IOException {
            change(
                    "append",
                    () -> super.append(file, after, Arrays.copyOf(bytes, bytes.length / 2)),
                    () -> super.append(file, after, bytes));
        }

        @Override
        void move(Path from, Path to) throws IOException {
            change("move", () -> {}, () -> super.move(from, to));
        }

        @Override
        void delete(Path file) throws IOException {
            change("delete", () -> {}, () -> super.delete(file));
        }
    }

    /** The process ends with one of the changes; what it would do then is not done. */
    private static final class DyingDisk extends Recorder {

        private final int last;
        private final Moment moment;

        DyingDisk(int last, Moment moment) {
            this.last = last;
            this.moment = moment;
        }

        @Override
        void change(String name, Change half, Change whole) throws IOException {
            changes.add(name);
            int change = changes.size() - 1;
            if (change < last || change == last && moment == Moment.AFTER) whole.run();
            if (change == last && moment == Moment.HALFWAY) half.run();
            if (change >= last) throw new Killed();
        }
    }

    /** Has no room any more from one of the changes on; to take a file away needs none. */
    private static final class FullDisk extends Recorder {

        private final int last;

        FullDisk(int last) {
            this.last = last;
        }

        @Override
        void change(String name, Change half, Change whole) throws IOException {
            changes.add(name);
            if (changes.size() <= last) {
                whole.run();
                return;
            }
            half.run();
            throw new IOException("No space left on device");
        }

        @Override
        void delete(Path file) throws IOException {
            Files.deleteIfExists(file);
        }
    }
}
