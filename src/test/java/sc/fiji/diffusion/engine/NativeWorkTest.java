// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import sc.fiji.diffusion.testing.JavaProcess;

class NativeWorkTest {

    @Test
    void givesWhatTheCallGives() {
        assertThat(NativeWork.<Integer, RuntimeException>call(() -> NativeWork.call(() -> 3)))
                .isEqualTo(3);
    }

    @Test
    void endOfTheProcessWaitsForACallAndLetsNoOtherBegin() throws Exception {
        List<String> command = JavaProcess.java();
        command.add(QuittingProcess.class.getName());
        Process process = JavaProcess.of(command).redirectErrorStream(true).start();
        assertThat(process.inputReader().lines()).containsExactly("begun", "quitting", "whole");
        assertThat(process.waitFor()).isZero();
    }

    /** Quits while a thread is in a call; the thread tries to make another one. */
    static final class QuittingProcess {

        private QuittingProcess() {}

        public static void main(String[] args) throws InterruptedException {
            CountDownLatch begun = new CountDownLatch(1);
            Thread computing = new Thread(() -> compute(begun));
            computing.start();
            begun.await();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> say("quitting")));
            System.exit(0);
        }

        private static void compute(CountDownLatch begun) {
            NativeWork.call(
                    () -> {
                        say("begun");
                        begun.countDown();
                        LockSupport.parkNanos(500_000_000);
                        say("whole");
                        return null;
                    });
            NativeWork.call(() -> say("must not begin"));
        }

        private static Void say(String what) {
            System.out.println(what);
            return null;
        }
    }
}
