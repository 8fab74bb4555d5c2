// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DjlLogTest {

    private final Logger djl = (Logger) LoggerFactory.getLogger("ai.djl");

    @AfterEach
    void quietAgain() {
        djl.setLevel(Level.WARN);
    }

    @Test
    void onlyWarningsRemainOfWhatDjlTells() {
        djl.setLevel(null);
        DjlLog.warningsOnly();
        assertThat(LoggerFactory.getLogger("ai.djl.engine.Engine").isWarnEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("ai.djl.engine.Engine").isInfoEnabled()).isFalse();
        assertThat(System.getProperty("org.slf4j.simpleLogger.log.ai.djl")).isEqualTo("warn");
    }

    @Test
    void levelThatSomebodyHasSetStays() {
        djl.setLevel(Level.DEBUG);
        DjlLog.warningsOnly();
        assertThat(djl.getLevel()).isEqualTo(Level.DEBUG);
    }
}
