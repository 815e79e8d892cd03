package io.github.reprorun.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.log.RunLog.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

/** With a Logback whose events have no more than those of 1.2 have. */
class OlderLogbackTests {
    @TempDir
    Path folder;

    @Test
    void isWrittenAsText() throws Exception {
        assertThat(written(false)).endsWith(", text");
    }

    @Test
    void isWrittenAsTextWhereThereIsNoEncoderForJson() throws Exception {
        assertThat(written(true)).endsWith(", text, because it cannot write JSON");
    }

    /** Checks what is written, and returns the evidence. */
    private String written(boolean asJson) throws Exception {
        Path file = folder.resolve("run.log");
        Class<?> logging = new OlderLogback().loadClass(Logging.class.getName());

        Object evidence =
                ((Callable<?>) logging.getConstructor(Path.class, boolean.class).newInstance(file, asJson)).call();

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO \\[.*] app - epoch 1");
        assertThat(lines.get(1)).endsWith(" app - marked");
        assertThat(lines.get(2)).contains("ERROR").endsWith(" app - lost");
        assertThat(lines.get(3)).isEqualTo("    java.lang.IllegalStateException: outer");
        assertThat(lines).contains("    Caused by: java.lang.IllegalStateException: inner");
        return evidence.toString();
    }

    /** Logs three events, two of them below the level, one of these with a marker; gives the evidence of the log. */
    public static final class Logging implements Callable<String> {
        private final Path file;
        private final boolean asJson;

        public Logging(Path file, boolean asJson) {
            this.file = file;
            this.asJson = asJson;
        }

        @Override
        public String call() {
            LoggerContext context = new LoggerContext();
            context.setMDCAdapter((LogbackMDCAdapter) MDC.getMDCAdapter());
            context.getLogger("ROOT").setLevel(Level.WARN);
            RunLog log = RunLog.open(context, file, "one", asJson ? Format.JSON : Format.TEXT);
            context.getLogger("app").info("epoch {}", 1);
            context.getLogger("app").info(MarkerFactory.getMarker("EPOCH"), "marked");
            context.getLogger("app")
                    .error("lost", new IllegalStateException("outer", new IllegalStateException("inner")));
            log.close();
            return ((Evidence.Observed<String>) log.evidence()).value();
        }
    }

    /** Calls what Logback has had since 1.3 by other names, so that nobody finds it but Logback itself. */
    private static final class OlderLogback extends ClassLoader {
        private static final Set<String> NEWER = Set.of(
                "getInstant",
                "setInstant",
                "getKeyValuePairs",
                "setKeyValuePairs",
                "getMarkerList",
                "addMarker",
                "isCyclic",
                "getOverridingMessage");

        private static final List<String> OWN =
                List.of("ch.qos.logback.", "io.github.reprorun.internal.log.", "org.slf4j.");

        private static final List<String> ABSENT =
                List.of("org.slf4j.event.KeyValuePair", "ch.qos.logback.classic.encoder.JsonEncoder");

        OlderLogback() {
            super(OlderLogbackTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (ABSENT.contains(name)) {
                    throw new ClassNotFoundException(name);
                }
                if (OWN.stream().noneMatch(name::startsWith)) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in =
                    getParent().getResourceAsStream(name.replace('.', '/').concat(".class"))) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = name.startsWith("ch.qos.logback.") ? older(in) : in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static byte[] older(InputStream code) throws IOException {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(code).accept(new Renamed(writer), 0);
            return writer.toByteArray();
        }

        private static String renamed(String owner, String method) {
            return owner.startsWith("ch/qos/logback/classic/spi/") && NEWER.contains(method)
                    ? "newer".concat(method)
                    : method;
        }

        private static final class Renamed extends ClassVisitor {
            private String type = "";

            Renamed(ClassVisitor next) {
                super(Opcodes.ASM9, next);
            }

            @Override
            public void visit(
                    int version,
                    int access,
                    String name,
                    @Nullable String signature,
                    @Nullable String superName,
                    String @Nullable [] interfaces) {
                type = name;
                super.visit(version, access, name, signature, superName, interfaces);
            }

            @Override
            public MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                return new MethodVisitor(
                        Opcodes.ASM9,
                        super.visitMethod(access, renamed(type, name), descriptor, signature, exceptions)) {
                    @Override
                    public void visitMethodInsn(
                            int opcode, String owner, String called, String of, boolean isInterface) {
                        super.visitMethodInsn(opcode, owner, renamed(owner, called), of, isInterface);
                    }
                };
            }
        }
    }
}
