package io.github.reprorun.agent;

import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, read from the running thread's stack: the nearest frame outside the JDK and the agent, and what lay between.
 * Immutable, hence safe to share between threads.
 *
 * @param type the class that asks, or null where only the JDK is on the stack
 * @param line its line, or -1
 * @param method its method
 * @param api the JDK's method it called, as class and name
 * @param internal whether a part of the JDK that uses chance for purposes of its own lies between
 */
record Caller(@Nullable Class<?> type, int line, String method, String api, boolean internal) {
    static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
    private static final String AGENT = Caller.class.getPackageName();

    /** The caller of the JDK method that called the agent. */
    static Caller nearest() {
        return WALKER.walk(new Nearest());
    }

    private static final class Nearest implements Function<Stream<StackWalker.StackFrame>, Caller> {
        @Override
        public Caller apply(Stream<StackWalker.StackFrame> frames) {
            String api = "";
            boolean internal = false;
            for (Iterator<StackWalker.StackFrame> i = frames.iterator(); i.hasNext(); ) {
                StackWalker.StackFrame frame = i.next();
                Class<?> type = frame.getDeclaringClass();
                if (isAgent(type)) {
                    continue;
                }
                if (!isJdk(type)) {
                    return new Caller(type, frame.getLineNumber(), frame.getMethodName(), api, internal);
                }
                internal |= !passesThrough(type.getName());
                if (!isRelay(type)) {
                    api = type.getName() + '.' + frame.getMethodName();
                }
            }
            return new Caller(null, -1, "", api, true);
        }
    }

    /**
     * The label under which a thread that is being constructed is counted among its parent's children: the class that
     * constructs it. Null for a pool's worker: which task makes a pool start a worker depends on timing, so a worker
     * takes no number from the thread that happens to start it.
     */
    static @Nullable String threadCreator() {
        return WALKER.walk(new ThreadCreator());
    }

    // no lambda, and no operation of the stream: they would cost the start of every run
    private static final class ThreadCreator implements Function<Stream<StackWalker.StackFrame>, @Nullable String> {
        private static final int DEEPEST = 24;

        @Override
        public @Nullable String apply(Stream<StackWalker.StackFrame> frames) {
            String label = null;
            Iterator<StackWalker.StackFrame> iterator = frames.iterator();
            for (int depth = 0; depth < DEEPEST && iterator.hasNext(); depth++) {
                StackWalker.StackFrame frame = iterator.next();
                Class<?> type = frame.getDeclaringClass();
                if (isAgent(type)) {
                    continue;
                }
                if (isJdk(type)) {
                    if (startsWorker(type.getName(), frame.getMethodName())) {
                        return null;
                    }
                } else if (label == null) {
                    label = TaskLabel.stable(type.getName());
                }
            }
            return label == null ? "jdk" : label;
        }
    }

    private static boolean startsWorker(String className, String method) {
        return switch (className) {
            case "java.util.concurrent.ThreadPoolExecutor" -> method.equals("addWorker");
            case "java.util.concurrent.ForkJoinPool" -> method.equals("createWorker");
            default -> false;
        };
    }

    /** The class's name, the same in every run. */
    String className() {
        return type == null ? "" : TaskLabel.stable(type.getName());
    }

    /** The place of this caller. */
    Sites.Entry entry(Source source) {
        return method.equals("<clinit>")
                ? Sites.staticEntry(source, className(), line)
                : Sites.entry(source, className(), line);
    }

    static boolean isJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null
                || loader == PLATFORM
                || type.getName().startsWith("com.sun.proxy.")
                || type.getName().startsWith("jdk.proxy");
    }

    static boolean isAgent(Class<?> type) {
        return type.getPackageName().equals(AGENT) && type.getClassLoader() == Caller.class.getClassLoader();
    }

    private static boolean isRelay(Class<?> type) {
        return type.getName().equals(Relay.BINARY_NAME);
    }

    /**
     * Whether a frame of the JDK only passes a request on for its caller, as {@code Collections.shuffle}, a stream or
     * reflection do, and is not itself the one that wants chance, as a temporary file's name or a TLS handshake is.
     */
    private static boolean passesThrough(String className) {
        if (className.startsWith("java.util.")) {
            return !className.startsWith("java.util.prefs.")
                    && !className.startsWith("java.util.zip.")
                    && !className.startsWith("java.util.jar.")
                    && !className.startsWith("java.util.logging.")
                    && !className.equals("java.util.concurrent.ThreadLocalRandom");
        }
        return className.startsWith("java.lang.")
                || className.startsWith("jdk.internal.reflect.")
                || className.startsWith("jdk.internal.util.random.")
                || className.startsWith("jdk.internal.random.")
                || className.startsWith("jdk.random.")
                || className.equals("java.security.SecureRandom")
                || className.equals("java.security.SecureRandomSpi")
                || className.equals("java.security.AccessController");
    }
}
