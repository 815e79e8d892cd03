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
import java.util.List;
import java.util.Optional;

/**
 * How the running program was started, so that another JVM can start it again. Immutable, hence safe to share between
 * threads.
 *
 * @param mainClass binary name of the class whose {@code main} is running, or why it is not known
 * @param classPath the entries it was loaded from, as absolute paths
 * @param isOfASession whether it is an interactive session, which a run must not end
 */
public record EntryPoint(Evidence<String> mainClass, List<String> classPath, boolean isOfASession) {
    /** Copies what it is given. */
    public EntryPoint {
        classPath = List.copyOf(classPath);
    }

    /** A program that is not an interactive session. */
    public EntryPoint(Evidence<String> mainClass, List<String> classPath) {
        this(mainClass, classPath, false);
    }

    /** The numerical libraries whose extensions are on the class path. */
    public Libraries libraries() {
        return new ClassPath(classPath).libraries();
    }

    /** The entry point of the calling thread: the innermost {@code main} below the caller. */
    public static EntryPoint ofCallingThread() {
        CallingCode calling = CallingCode.ofThisThread();
        Class<?> main = calling.main();
        boolean isOfASession = calling.isOfASession();
        if (isOfASession || main == null) {
            return new EntryPoint(Evidence.unavailable(calling.whyThereIsNoMain()), systemClassPath(), isOfASession);
        }
        ClassLoader loader = main.getClassLoader();
        if (loader == ClassLoader.getSystemClassLoader()) {
            return new EntryPoint(startable(main), systemClassPath());
        }
        Optional<String> apart = CallingCode.whyNoOtherJvmFinds(main);
        if (apart.isPresent()) {
            return new EntryPoint(Evidence.unavailable(apart.get()), systemClassPath());
        }
        if (loader instanceof URLClassLoader urls) {
            return new EntryPoint(startable(main), files(urls.getURLs()));
        }
        return new EntryPoint(
                Evidence.unavailable(
                        main.getName() + " was loaded by " + loader + ", whose class path cannot be asked for"),
                systemClassPath());
    }

    private static Evidence<String> startable(Class<?> main) {
        return main.getModule().isNamed()
                ? Evidence.unavailable(main.getName() + " is in the named module "
                        + main.getModule().getName()
                        + ", which a class path cannot start; start the program by java -cp"
                        + " with the jars of its module path, then " + main.getName())
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
