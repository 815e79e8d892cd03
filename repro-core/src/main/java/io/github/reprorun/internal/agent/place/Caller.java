package io.github.reprorun.internal.agent.place;

import io.github.reprorun.internal.agent.policy.FrameKind;
import io.github.reprorun.internal.agent.policy.ProgramScope;
import io.github.reprorun.internal.agent.policy.QuietClasses;
import io.github.reprorun.internal.agent.relay.JdkBridge;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The code that requests randomness, read from the running thread's stack: the nearest frame outside the JDK and the
 * agent, and the frames between. Immutable, hence safe to share between threads.
 *
 * @param type the class that asks, or null where only the JDK is on the stack
 * @param line its line, or -1
 * @param method its method
 * @param api the JDK's method it called, as class and name
 * @param internal whether a part of the JDK that needs randomness for itself lies between
 */
public record Caller(@Nullable Class<?> type, int line, String method, String api, boolean internal) {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** The caller of the JDK method that called the agent. */
    public static Caller nearest() {
        return WALKER.walk(new Nearest());
    }

    /** The caller of the JDK method that told an observer, which may be on the stack itself. */
    public static Caller behindBridge() {
        return WALKER.walk(new BehindBridge());
    }

    /** Whether the security classes of the JDK stand between an observer and the nearest class outside the JDK. */
    public static boolean isBehindSecurity() {
        return WALKER.walk(new BehindSecurity());
    }

    /**
     * The nearest code that belongs neither to the JDK nor to a numerical library, and is not quiet; null if there is
     * none.
     */
    public static @Nullable Caller ofProgram() {
        return WALKER.walk(new Program());
    }

    /** Reads the stack as {@code reader} does. */
    public static <T> T read(Function<Stream<StackWalker.StackFrame>, T> reader) {
        return WALKER.walk(reader);
    }

    /** The code that {@code frame} runs, as the caller. */
    public static Caller of(StackWalker.StackFrame frame) {
        return new Caller(frame.getDeclaringClass(), frame.getLineNumber(), frame.getMethodName(), "", false);
    }

    /** As {@link #nearest()}, from the remaining frames. */
    public static Caller nearest(Iterator<StackWalker.StackFrame> frames) {
        String api = "";
        boolean internal = false;
        while (frames.hasNext()) {
            StackWalker.StackFrame frame = frames.next();
            Class<?> type = frame.getDeclaringClass();
            FrameKind kind = FrameKind.of(type);
            if (kind == FrameKind.PROGRAM) {
                return new Caller(type, frame.getLineNumber(), frame.getMethodName(), api, internal);
            }
            if (kind.isJdk()) {
                internal |= kind != FrameKind.PASSING;
                api = type.getName().concat(".").concat(frame.getMethodName());
            }
        }
        return new Caller(null, -1, "", api, true);
    }

    /**
     * The label under which a parent counts a thread that is being constructed: the class that constructs it. Null for
     * a pool's worker: which task makes a pool start a worker depends on timing, so a worker takes no number from the
     * thread that happens to start it.
     */
    static @Nullable String threadCreator() {
        return WALKER.walk(new ThreadCreator());
    }

    /** The class's name, the same in every run. */
    public String className() {
        return type == null ? "" : TaskLabel.stable(type.getName());
    }

    // no lambdas and no stream operations, because they would slow the start of every run

    private static final class Nearest implements Function<Stream<StackWalker.StackFrame>, Caller> {
        @Override
        public Caller apply(Stream<StackWalker.StackFrame> frames) {
            return nearest(frames.iterator());
        }
    }

    private static final class BehindBridge implements Function<Stream<StackWalker.StackFrame>, Caller> {
        @Override
        public Caller apply(Stream<StackWalker.StackFrame> frames) {
            return nearest(passed(frames.iterator()));
        }

        /** The frames, without those up to the bridge. */
        static Iterator<StackWalker.StackFrame> passed(Iterator<StackWalker.StackFrame> frames) {
            boolean passed = false;
            while (!passed && frames.hasNext()) {
                passed = frames.next().getDeclaringClass().getName().equals(JdkBridge.BINARY_NAME);
            }
            return frames;
        }
    }

    private static final class BehindSecurity implements Function<Stream<StackWalker.StackFrame>, Boolean> {
        @Override
        public Boolean apply(Stream<StackWalker.StackFrame> frames) {
            Iterator<StackWalker.StackFrame> iterator = BehindBridge.passed(frames.iterator());
            while (iterator.hasNext()) {
                FrameKind kind = FrameKind.of(iterator.next().getDeclaringClass());
                if (kind == FrameKind.SECURITY) {
                    return true;
                }
                if (kind == FrameKind.PROGRAM) {
                    return false;
                }
            }
            return false;
        }
    }

    private static final class Program implements Function<Stream<StackWalker.StackFrame>, @Nullable Caller> {
        @Override
        public @Nullable Caller apply(Stream<StackWalker.StackFrame> frames) {
            Iterator<StackWalker.StackFrame> iterator = frames.iterator();
            while (iterator.hasNext()) {
                StackWalker.StackFrame frame = iterator.next();
                Class<?> type = frame.getDeclaringClass();
                if (FrameKind.of(type) == FrameKind.PROGRAM
                        && !ProgramScope.isLibrary(type.getName())
                        && !QuietClasses.isQuiet(type)) {
                    return of(frame);
                }
            }
            return null;
        }
    }

    private static final class ThreadCreator implements Function<Stream<StackWalker.StackFrame>, @Nullable String> {
        private static final int DEEPEST = 24;

        @Override
        public @Nullable String apply(Stream<StackWalker.StackFrame> frames) {
            String label = null;
            Iterator<StackWalker.StackFrame> iterator = frames.iterator();
            for (int depth = 0; depth < DEEPEST && iterator.hasNext(); depth++) {
                StackWalker.StackFrame frame = iterator.next();
                Class<?> type = frame.getDeclaringClass();
                FrameKind kind = FrameKind.of(type);
                if (kind == FrameKind.PROGRAM) {
                    if (label == null) {
                        label = TaskLabel.stable(type.getName());
                    }
                } else if (startsWorker(type.getName(), frame.getMethodName())) {
                    return null;
                }
            }
            return label == null ? "jdk" : label;
        }

        private static boolean startsWorker(String className, String method) {
            return switch (className) {
                case "java.util.concurrent.ThreadPoolExecutor" -> method.equals("addWorker");
                case "java.util.concurrent.ForkJoinPool" -> method.equals("createWorker");
                default -> false;
            };
        }
    }
}
