package io.github.reprorun.internal.launch;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.code.ClassPath;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How the running program was started, so that another JVM can start it again. Immutable, hence safe to share between
 * threads.
 *
 * @param mainClass binary name of the class whose {@code main} is running, or why it is not known
 * @param classPath the entries it was loaded from, as absolute paths
 */
public record EntryPoint(Evidence<String> mainClass, List<String> classPath) {
    /** Copies what it is given. */
    public EntryPoint {
        classPath = List.copyOf(classPath);
    }

    /** The numerical libraries whose extensions are on the class path. */
    public Libraries libraries() {
        return new ClassPath(classPath).libraries();
    }

    /** The entry point of the calling thread: the innermost {@code main} below the caller. */
    public static EntryPoint ofCallingThread() {
        Optional<Class<?>> main = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(new InnermostMain());
        if (main.isEmpty()) {
            return new EntryPoint(
                    Evidence.unavailable("no main method is on the stack of the thread that called"),
                    systemClassPath());
        }
        ClassLoader loader = main.get().getClassLoader();
        if (loader == ClassLoader.getSystemClassLoader()) {
            return new EntryPoint(startable(main.get()), systemClassPath());
        }
        if (loader instanceof URLClassLoader urls) {
            return new EntryPoint(startable(main.get()), files(urls.getURLs()));
        }
        return new EntryPoint(
                Evidence.unavailable(
                        main.get().getName() + " was loaded by " + loader + ", whose class path cannot be asked for"),
                systemClassPath());
    }

    /** Not a lambda, because at start-up the JVM would first make a class for it. */
    private static final class InnermostMain implements Function<Stream<StackWalker.StackFrame>, Optional<Class<?>>> {
        @Override
        public Optional<Class<?>> apply(Stream<StackWalker.StackFrame> frames) {
            for (Iterator<StackWalker.StackFrame> each = frames.iterator(); each.hasNext(); ) {
                StackWalker.StackFrame frame = each.next();
                if (frame.getMethodName().equals("main")) {
                    return Optional.of(frame.getDeclaringClass());
                }
            }
            return Optional.empty();
        }
    }

    private static Evidence<String> startable(Class<?> main) {
        return main.getModule().isNamed()
                ? Evidence.unavailable(main.getName() + " is in the named module "
                        + main.getModule().getName() + ", which a class path cannot start")
                : Evidence.observed(main.getName());
    }

    private static List<String> systemClassPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                entries.add(
                        entry.endsWith("*")
                                ? absolute(entry)
                                : absolute(Path.of(entry).normalize().toString()));
            }
        }
        return entries;
    }

    private static String absolute(String entry) {
        return new File(entry).getAbsolutePath();
    }

    private static List<String> files(URL[] urls) {
        List<String> entries = new ArrayList<>();
        for (URL url : urls) {
            if (url.getProtocol().equals("file")) {
                entries.add(Path.of(URI.create(url.toString())).toString());
            }
        }
        return entries;
    }
}
