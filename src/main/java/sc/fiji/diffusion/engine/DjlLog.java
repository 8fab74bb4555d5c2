// SPDX-License-Identifier: BSD-2-Clause
package sc.fiji.diffusion.engine;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/**
 * Keeps what DJL tells of its start from the user's console: warnings and errors remain. SLF4J
 * leaves levels to whatever writes the messages: Logback in Fiji, which writes all of them unless
 * told otherwise, or {@code slf4j-simple}. A level that somebody has set stays.
 */
public final class DjlLog {

    private static final String LOGGER = "ai.djl";
    private static final String SIMPLE = "org.slf4j.simpleLogger.log." + LOGGER;
    private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

    private DjlLog() {}

    /** To be called before DJL is used; calling it again does no harm. */
    public static void warningsOnly() {
        if (System.getProperty(SIMPLE) == null) System.setProperty(SIMPLE, "warn");
        String factory = LoggerFactory.getILoggerFactory().getClass().getName();
        if (factory.equals(LOGBACK)) Logback.warningsOnly();
    }

    /** Loaded only where there is Logback. */
    private static final class Logback {

        static void warningsOnly() {
            LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
            var logger = context.getLogger(LOGGER);
            if (logger.getLevel() == null) logger.setLevel(Level.WARN);
        }
    }
}
