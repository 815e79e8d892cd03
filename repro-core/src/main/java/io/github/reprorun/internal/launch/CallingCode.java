package io.github.reprorun.internal.launch;

import java.net.URL;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The program's code that called this library. Immutable, hence safe to share between threads.
 *
 * @param caller the class that called, or null if there is none but this library's
 * @param main the class whose {@code main} is the innermost below the caller, or null if the thread began elsewhere
 */
record CallingCode(@Nullable Class<?> caller, @Nullable Class<?> main) {
    private static final String OWN = "io.github.reprorun.";

    /** Where {@code java File.java} has the class loader of the classes that it compiles. */
    private static final String SOURCE_LAUNCHER = "com.sun.tools.javac.launcher.";

    /** That of the calling thread. */
    static CallingCode ofThisThread() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(new Frames());
    }

    /** Not a lambda, because at start-up the JVM would first make a class for it. */
    private static final class Frames implements Function<Stream<StackWalker.StackFrame>, CallingCode> {
        @Override
        public CallingCode apply(Stream<StackWalker.StackFrame> frames) {
            Class<?> caller = null;
            for (Iterator<StackWalker.StackFrame> each = frames.iterator(); each.hasNext(); ) {
                StackWalker.StackFrame frame = each.next();
                Class<?> type = frame.getDeclaringClass();
                if (caller == null && !isOurs(type)) {
                    caller = type;
                }
                if (frame.getMethodName().equals("main")) {
                    return new CallingCode(caller, type);
                }
            }
            return new CallingCode(caller, null);
        }
    }

    /** Programs may be in packages below ours, as the examples are. */
    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith(OWN) && type.getProtectionDomain() == CallingCode.class.getProtectionDomain();
    }

    /**
     * Whether it is a piece of code in an interactive session, such as jshell or a notebook: its class is in no file, and was
     * not compiled from one by {@code java File.java} either.
     */
    boolean isOfASession() {
        if (caller == null || isOfSourceLauncher(caller)) {
            return false;
        }
        ClassLoader loader = caller.getClassLoader();
        return loader != null && loader != ClassLoader.getSystemClassLoader() && isInMemory(classFile(caller));
    }

    /** {@code jshell} names the class all the same. */
    private static boolean isInMemory(String file) {
        return file.isEmpty() || file.startsWith("jshell:");
    }

    /** Why no other JVM can start this code by a {@code main}. */
    String whyThereIsNoMain() {
        return caller != null && isOfASession()
                ? caller.getName()
                        + " is code of an interactive session, which no other JVM finds; put the training into a"
                        + " class on the class path whose main calls launch, and start that"
                : "no main method is on the stack of the thread that called";
    }

    /** Why another JVM would not find {@code type} on a class path, or empty if it would. */
    static Optional<String> whyNoOtherJvmFinds(Class<?> type) {
        if (isOfSourceLauncher(type)) {
            return Optional.of(type.getName() + " was compiled in memory from a source file, which no other JVM finds;"
                    + " compile it by javac -d classes, then start it by java -cp with classes and the same jars");
        }
        String file = classFile(type);
        if (!file.startsWith("file:") && !file.startsWith("jar:")) {
            return Optional.of(type.getName() + " was loaded by " + type.getClassLoader() + " from "
                    + (file.isEmpty() ? "memory" : file) + ", where java alone loads no class");
        }
        return isInAJarWithinAJar(file)
                ? Optional.of(type.getName() + " is in a jar of jars (" + file
                        + "), from which java alone loads no class; unpack it by jar xf and start it by java -cp with"
                        + " BOOT-INF/classes and BOOT-INF/lib/*, or where else in it the classes and jars are")
                : Optional.empty();
    }

    private static boolean isOfSourceLauncher(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null && loader.getClass().getName().startsWith(SOURCE_LAUNCHER);
    }

    /** The URL of the class's file, or empty if its loader knows none. */
    private static String classFile(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        URL url = loader == null
                ? null
                : loader.getResource(type.getName().replace('.', '/').concat(".class"));
        return url == null ? "" : url.toExternalForm();
    }

    /** {@code jar:file:app.jar!/BOOT-INF/classes!/…}, or as newer versions of Spring Boot write it, {@code jar:nested:…}. */
    private static boolean isInAJarWithinAJar(String file) {
        return file.startsWith("jar:")
                && (!file.startsWith("jar:file:") || file.indexOf("!/") != file.lastIndexOf("!/"));
    }
}
