package io.github.reprorun.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.internal.log.RunLog.Format;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.helpers.NOPLoggerFactory;

class RunLogTests {
    @TempDir
    Path folder;

    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> console = new ListAppender<>();
    private final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Logger logger = context.getLogger("app.Training");

    @BeforeEach
    void configureAConsole() {
        context.setMDCAdapter((LogbackMDCAdapter) MDC.getMDCAdapter());
        console.start();
        root.addAppender(console);
        root.setLevel(Level.INFO);
    }

    @AfterEach
    void theThreadKeepsNoEntry() {
        assertThat(MDC.get(LogAttachment.MDC_KEY)).isNull();
    }

    @Nested
    class WhatIsWritten {
        @Test
        void isEachEventFromInfoUpWhileTheLogIsOpen() throws IOException {
            logger.info("before");
            during("one", Format.TEXT, () -> {
                logger.info("epoch {} of {}", 1, 20);
                logger.debug("detail");
                logger.error("lost");
            });
            logger.info("after");

            assertThat(messages("one"))
                    .containsExactly("INFO [main] app.Training - epoch 1 of 20", "ERROR [main] app.Training - lost");
        }

        @Test
        void doesNotDependOnTheLevelsOfTheConsoleNorChangeThem() throws IOException {
            root.setLevel(Level.ERROR);
            context.getLogger("noisy").setLevel(Level.OFF);
            during("one", Format.TEXT, () -> {
                assertThat(logger.isInfoEnabled()).isFalse();
                logger.info("quiet {}", 1, new IllegalStateException("cause"));
                logger.warn("quiet {} {}", 2, 3);
                logger.error("loud");
                context.getLogger("noisy").error("off");
            });

            assertThat(messages("one"))
                    .startsWith("INFO [main] app.Training - quiet 1", "    java.lang.IllegalStateException: cause")
                    .endsWith("WARN [main] app.Training - quiet 2 3", "ERROR [main] app.Training - loud");
            assertThat(console.list).extracting(ILoggingEvent::getMessage).containsExactly("loud");
        }

        @Test
        void includesLoggersThatDoNotPassOnToTheRoot() throws IOException {
            logger.setAdditive(false);
            during("one", Format.TEXT, () -> {
                logger.info("alone");
            });

            assertThat(messages("one")).containsExactly("INFO [main] app.Training - alone");
        }

        @Test
        void isNotWhatAFilterOfTheUserDenies() throws IOException {
            context.addTurboFilter(new TurboFilter() {
                @Override
                public FilterReply decide(Marker m, Logger l, Level v, String format, Object[] a, Throwable t) {
                    return "private".equals(format) ? FilterReply.DENY : FilterReply.NEUTRAL;
                }
            });
            during("one", Format.TEXT, () -> {
                logger.info("private");
                logger.info("public");
            });

            assertThat(messages("one")).containsExactly("INFO [main] app.Training - public");
        }

        @Test
        void goesOnAfterLogbackWasReset() throws IOException {
            during("one", Format.TEXT, () -> {
                logger.info("first");
                context.reset();
                root.setLevel(Level.WARN);
                logger.info("second");
                logger.warn("third");
            });
            logger.warn("after");

            assertThat(messages("one"))
                    .containsExactly(
                            "INFO [main] app.Training - first",
                            "INFO [main] app.Training - second",
                            "WARN [main] app.Training - third");
        }

        @Test
        void showsNoSecretAnywhere() throws IOException {
            for (Format format : Format.values()) {
                during(format.name(), format, () -> {
                    Exception cause = new IOException("password=hunter2");
                    MDC.put("token", "hunter2");
                    logger.atInfo().addKeyValue("apiKey", "hunter2").log("sent {}", "Bearer hunter2");
                    logger.error("https://me:hunter2@host", new IllegalStateException("secret: 'hunter2'", cause));
                    MDC.remove("token");
                });

                assertThat(text(format.name())).contains("<redacted>").doesNotContain("hunter2");
            }
        }

        @Test
        void isOneLineForEachEventHoweverHostileItIs() throws IOException {
            during("one", Format.TEXT, () -> {
                logger.info("one\r\n2026-01-01T00:00:00.000Z INFO [main] forged\u001B[2J\u2028");
                Thread.currentThread().setName("a\nb");
                logger.info("two");
                Thread.currentThread().setName("main");
                logger.info("three", new IOException("x\ny"));
            });

            assertThat(messages("one"))
                    .startsWith(
                            "INFO [main] app.Training - one\\r\\n2026-01-01T00:00:00.000Z INFO [main] forged\\u001b[2J\\u2028",
                            "INFO [a\\nb] app.Training - two",
                            "INFO [main] app.Training - three",
                            "    java.io.IOException: x\\ny");
        }

        @Test
        void hasAsciiDigitsInAnyLocale() throws IOException {
            Locale before = Locale.getDefault();
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            try {
                during("one", Format.TEXT, () -> {
                    logger.info("x");
                });
            } finally {
                Locale.setDefault(before);
            }

            assertThat(text("one"))
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO \\[main] app.Training - x\n");
        }

        @Test
        void isOneJsonObjectALineWhereAsked() throws IOException {
            during("one", Format.JSON, () -> {
                logger.info("epoch {}\n", 1);
                logger.warn("thrown", new IllegalStateException("cause"));
            });

            List<String> lines = text("one").lines().toList();
            assertThat(lines).hasSize(2);
            JsonNode first = new ObjectMapper().readTree(lines.get(0));
            assertThat(first.get("level").asText()).isEqualTo("INFO");
            assertThat(first.get("loggerName").asText()).isEqualTo("app.Training");
            assertThat(first.get("formattedMessage").asText()).isEqualTo("epoch 1\n");
            assertThat(first.get("mdc").get(LogAttachment.MDC_KEY).asText()).isEqualTo("one");
            JsonNode second = new ObjectMapper().readTree(lines.get(1));
            assertThat(second.get("throwable").get("message").asText()).isEqualTo("cause");
        }
    }

    @Nested
    class RunsInOneJvm {
        @Test
        void oneAfterTheOtherHaveTheirOwnLinesEach() throws IOException {
            during("one", Format.TEXT, () -> {
                logger.info("first");
            });
            during("two", Format.TEXT, () -> {
                logger.info("second");
            });

            assertThat(messages("one")).containsExactly("INFO [main] app.Training - first");
            assertThat(messages("two")).containsExactly("INFO [main] app.Training - second");
        }

        @Test
        void atTheSameTimeHaveTheLinesOfTheirOwnThreadsAndOfThoseThatAreNobodys() throws Exception {
            during("one", Format.TEXT, () -> {
                Thread other = new Thread(
                        () -> {
                            during("two", Format.TEXT, () -> {
                                logger.info("second");
                                Thread nobodys = new Thread(() -> logger.info("shared"), "pool");
                                nobodys.start();
                                nobodys.join();
                            });
                        },
                        "other");
                other.start();
                other.join();
                logger.info("first");
            });

            assertThat(messages("one"))
                    .containsExactly("INFO [pool] app.Training - shared", "INFO [main] app.Training - first");
            assertThat(messages("two"))
                    .containsExactly("INFO [other] app.Training - second", "INFO [pool] app.Training - shared");
        }
    }

    @Nested
    class Closing {
        @Test
        void leavesLogbackAsItWas() {
            open("one", Format.TEXT).close();

            assertThat(context.getTurboFilterList()).isEmpty();
            assertThat(context.getCopyOfListenerList()).isEmpty();
            assertThat(root.iteratorForAppenders()).toIterable().containsExactly(console);
        }

        @Test
        void twiceDoesNothingFurther() {
            RunLog log = open("one", Format.TEXT);
            log.close();
            log.close();

            assertThat(told(log)).isEqualTo("Logback 1.5.38, text");
        }

        @Test
        void byAnInterruptedThreadForcesTheFileAndKeepsTheInterrupt() {
            RunLog log = open("one", Format.TEXT);
            Thread.currentThread().interrupt();
            log.close();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(log.evidence()).isEqualTo(Evidence.observed("Logback 1.5.38, text"));
        }

        @Test
        void byAnotherThreadLeavesItsEntryAlone() throws Exception {
            RunLog log = open("one", Format.TEXT);
            Thread other = new Thread(() -> {
                MDC.put(LogAttachment.MDC_KEY, "other");
                log.close();
                assertThat(MDC.get(LogAttachment.MDC_KEY)).isEqualTo("other");
            });
            other.start();
            other.join();
            MDC.remove(LogAttachment.MDC_KEY);

            assertThat(root.iteratorForAppenders()).toIterable().containsExactly(console);
        }
    }

    @Nested
    class WhereItCannotBeKept {
        @Test
        void aFileThatCannotBeOpenedIsRefusedAndNothingIsLeftBehind() {
            Path file = folder.resolve("absent/run.log");

            assertThatThrownBy(() -> RunLog.open(context, file, "one", Format.TEXT))
                    .isInstanceOf(UnwritableException.class)
                    .hasMessageStartingWith(file + ": the run's log cannot be written (");
            assertThat(context.getTurboFilterList()).isEmpty();
        }

        @Test
        void aDiskThatFillsUpIsToldAndTheProgramGoesOn() {
            Path full = Path.of("/dev/full");
            org.assertj.core.api.Assumptions.assumeThat(full).exists();
            try (RunLog log = RunLog.open(context, full, "one", Format.TEXT)) {
                logger.info("lost");

                assertThat(told(log)).startsWith("unavailable: full is not whole (java.io.IOException: ");
            }
            assertThat(console.list).extracting(ILoggingEvent::getMessage).containsExactly("lost");
        }

        @Test
        void anotherBackendIsNamed() {
            RunLog log = RunLog.open(new NOPLoggerFactory(), folder.resolve("run.log"), "one", Format.TEXT);
            log.close();

            assertThat(log.evidence())
                    .isEqualTo(
                            Evidence.unavailable("SLF4J's backend is org.slf4j.helpers.NOPLoggerFactory, not Logback"));
            assertThat(folder.resolve("run.log")).doesNotExist();
        }

        @Test
        void aClassPathWithoutLogbackIsNoFailure() throws Exception {
            String classPath = Arrays.stream(
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                    .split(File.pathSeparator))
                    .filter(entry -> !entry.contains("logback"))
                    .collect(Collectors.joining(File.pathSeparator));
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classPath,
                            PrintedLogEvidence.class.getName(),
                            folder.resolve("run.log").toString())
                    .redirectErrorStream(true)
                    .start();

            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo("Unavailable[reason=SLF4J has no backend on the class path]");
        }
    }

    @Nested
    class Warnings {
        @Test
        void goToTheOneLogAloneWithoutSecretsAndUntilItIsClosed() throws IOException {
            RunLog other = open("two", Format.TEXT);
            RunLog log = open("one", Format.TEXT);
            log.warn(RunLogTests.class, "ftp://me:secret@host is down");
            log.close();
            log.warn(RunLogTests.class, "too late");
            other.close();

            assertThat(text("one"))
                    .contains("WARN", RunLogTests.class.getName(), "ftp://<redacted>@host is down")
                    .doesNotContain("too late");
            assertThat(text("two")).isEmpty();
            assertThat(console.list).isEmpty();
        }

        @Test
        void goNowhereWithoutALog() {
            RunLog.open(new NOPLoggerFactory(), folder.resolve("run.log"), "one", Format.TEXT)
                    .warn(RunLogTests.class, "a warning");

            assertThat(folder.resolve("run.log")).doesNotExist();
        }
    }

    private RunLog open(String id, Format format) {
        return RunLog.open(context, folder.resolve(id), id, format);
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /** Does {@code work} while a run's log is open. */
    private void during(String id, Format format, Work work) {
        RunLog log = open(id, format);
        try {
            work.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            log.close();
        }
    }

    private static String told(RunLog log) {
        return log.evidence().fold(value -> value, reason -> "unavailable: " + reason);
    }

    private String text(String id) throws IOException {
        return Files.readString(folder.resolve(id));
    }

    /** The lines without their times and without the frames of stack traces. */
    private List<String> messages(String id) throws IOException {
        return text(id).lines()
                .filter(line -> !line.startsWith("        "))
                .map(line -> line.replaceFirst("^\\d{4}-\\S+Z ", ""))
                .toList();
    }
}
