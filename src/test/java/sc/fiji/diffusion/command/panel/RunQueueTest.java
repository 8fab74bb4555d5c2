// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.command.panel;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.command.CommandFields;
import sc.fiji.diffusion.command.InpaintSelectionCommand;
import sc.fiji.diffusion.pipeline.Progress;
import sc.fiji.diffusion.testing.Reference;
import sc.fiji.diffusion.tool.Models;
import sc.fiji.diffusion.tool.edit.Repair;

class RunQueueTest {

    @AfterAll
    static void free() {
        Models.shared().close();
    }

    @Test
    void aRepairWritesThePixelsThatItsCommandMakes() throws IOException {
        ImagePlus image = image();
        Version version = new Run(PanelTask.REPAINT, image, keys(5)).make(Progress.NONE);
        InpaintSelectionCommand command = new InpaintSelectionCommand();
        CommandFields fields = new CommandFields(command);
        keys(5).forEach(fields::set);
        fields.setImage(image);
        command.showBy(result -> {});
        ImagePlus result = command.perform(Progress.NONE).get(0);
        Object before = image.getProcessor().getPixelsCopy();
        Repair.Applied applied = version.repair().applyTo(image);
        assertThat(image.getProcessor().getPixels())
                .isEqualTo(result.getProcessor().getPixels())
                .isNotEqualTo(before);
        applied.takeBack();
        assertThat(image.getProcessor().getPixels()).isEqualTo(before);
    }

    @Test
    void aRunKeepsTheSelectionThatTheImageHad() throws IOException {
        ImagePlus image = image();
        Run run = new Run(PanelTask.REPAINT, image, keys(5));
        image.setRoi(new OvalRoi(0, 0, 3, 3));
        assertThat(run.make(Progress.NONE).repair().bounds())
                .isEqualTo(new OvalRoi(12, 10, 20, 16).getBounds());
    }

    @Test
    void runsAreMadeInTheOrderOfTheListAndStoppedOnesAreTold() throws InterruptedException {
        Log log = new Log(3);
        RunQueue queue = new RunQueue(log);
        log.hold();
        Run first = run(1);
        List.of(first, run(2), run(3), run(4), run(5)).forEach(queue::add);
        log.awaitFirst();
        List<Run> waiting = queue.waiting();
        assertThat(waiting).hasSize(4);
        queue.move(waiting.get(3), -1); // 2 3 5 4
        queue.move(waiting.get(0), -1); // it is the first already
        queue.remove(waiting.get(1)); // 2 5 4
        queue.move(waiting.get(0), 1); // 5 2 4
        queue.remove(waiting.get(2)); // 5 2
        queue.stop();
        log.release();
        log.awaitAll();
        assertThat(log.said).containsExactly("stopped 1", "made 5", "made 2");
    }

    @Test
    void stoppingDropsTheOthersOfTheSamePress() throws InterruptedException {
        Log log = new Log(2);
        RunQueue queue = new RunQueue(log);
        log.hold();
        Object press = new Object();
        queue.addAll(List.of(run(1, press), run(2, press)));
        queue.add(run(3));
        queue.add(run(4, press));
        log.awaitFirst();
        queue.stop();
        log.release();
        log.awaitAll();
        assertThat(log.said).containsExactly("stopped 1", "made 3");
        assertThat(queue.waiting()).isEmpty();
    }

    @Test
    void aStackThatIsClosedWhileItsRunWaitsIsRepaintedNevertheless() throws IOException {
        ImagePlus image = image();
        ImageStack stack = new ImageStack(64, 48);
        stack.addSlice(image.getProcessor());
        stack.addSlice(image.getProcessor().duplicate());
        ImagePlus two = new ImagePlus("two", stack);
        two.setRoi(new OvalRoi(12, 10, 20, 16));
        Run run = new Run(PanelTask.REPAINT, two, keys(5));
        two.flush(); // as ImageJ does when the window is closed
        assertThat(run.make(Progress.NONE).repair().bounds())
                .isEqualTo(new OvalRoi(12, 10, 20, 16).getBounds());
    }

    @Test
    void aThumbnailIsNoLargerThanNeeded() throws IOException {
        ImagePlus image = new ImagePlus("large", new ShortProcessor(900, 700));
        image.setRoi(new OvalRoi(100, 100, 600, 500));
        Map<String, String> keys =
                new LinkedHashMap<>(new CommandFields(PanelTask.REMOVE.command()).texts());
        keys.put("strength", "0");
        Version version = new Run(PanelTask.REMOVE, image, keys).make(Progress.NONE);
        assertThat(version.thumbnail().getWidth()).isEqualTo(384);
        assertThat(version.thumbnail().getHeight()).isEqualTo(299);
    }

    @Test
    void aRunThatFailsIsToldAndTheNextOneIsMade() throws InterruptedException {
        Log log = new Log(2);
        RunQueue queue = new RunQueue(log);
        Map<String, String> wrong = new LinkedHashMap<>(keys(1));
        wrong.put("model", "there-is-none");
        queue.add(new Run(PanelTask.REPAINT, image(), wrong));
        queue.add(run(2));
        log.awaitAll();
        assertThat(log.said.get(0)).startsWith("failed 1: unknown model \"there-is-none\"");
        assertThat(log.said.get(1)).isEqualTo("made 2");
    }

    private static Run run(int seed) {
        return run(seed, new Object());
    }

    private static Run run(int seed, Object press) {
        return new Run(PanelTask.REPAINT, image(), keys(seed), press);
    }

    private static Map<String, String> keys(int seed) {
        Map<String, String> keys =
                new LinkedHashMap<>(new CommandFields(new InpaintSelectionCommand()).texts());
        keys.put("model", Reference.path("models/tiny-sd1").toString());
        keys.put("steps", "2");
        keys.put("guidance", "1");
        keys.put("resample", "1");
        keys.put("seed", Integer.toString(seed));
        return keys;
    }

    private static ImagePlus image() {
        ShortProcessor ramp = new ShortProcessor(64, 48);
        for (int i = 0; i < ramp.getPixelCount(); i++) ramp.set(i, 1000 + i % 64 * 30);
        ImagePlus image = new ImagePlus("ramp", ramp);
        image.resetDisplayRange();
        image.setRoi(new OvalRoi(12, 10, 20, 16));
        return image;
    }

    /** What became of the runs; holds the first one at its first step while it is asked to. */
    private static final class Log implements RunQueue.Listener {

        private final List<String> said = new ArrayList<>();
        private final CountDownLatch atFirstStep = new CountDownLatch(1);
        private final CountDownLatch ends;
        private CountDownLatch gate = new CountDownLatch(0);

        Log(int runs) {
            ends = new CountDownLatch(runs);
        }

        void hold() {
            gate = new CountDownLatch(1);
        }

        void release() {
            gate.countDown();
        }

        void awaitFirst() throws InterruptedException {
            atFirstStep.await();
        }

        void awaitAll() throws InterruptedException {
            ends.await();
        }

        private void say(String what, Run run, String more) {
            said.add(what + " " + run.keys().get("seed") + more);
            ends.countDown();
        }

        @Override
        public void listChanged() {}

        @Override
        public void started(Run run) {}

        @Override
        public void stepDone(Run run, int step, int steps) {
            atFirstStep.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void warned(Run run, String message) {}

        @Override
        public void made(Version version) {
            say("made", version.run(), "");
        }

        @Override
        public void stopped(Run run) {
            say("stopped", run, "");
        }

        @Override
        public void failed(Run run, Throwable reason) {
            say("failed", run, ": " + reason.getMessage());
        }
    }
}
