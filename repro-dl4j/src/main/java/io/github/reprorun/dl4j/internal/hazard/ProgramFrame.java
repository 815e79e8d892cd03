package io.github.reprorun.dl4j.internal.hazard;

import io.github.reprorun.internal.agent.place.CurrentPlace;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.security.CodeSource;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The place in the code that caused an event.
 *
 * @param className binary name of the class
 * @param line line in its source file, or -1 if the class has no line numbers
 */
public record ProgramFrame(String className, int line) {
    private static final StackWalker STACK = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

    static final ProgramFrame UNKNOWN = new ProgramFrame("unknown", -1);

    /** The innermost frame of the program itself, or {@code other} if there is none. */
    static ProgramFrame ofProgramOr(ProgramFrame other) {
        return STACK.walk(frames -> first(frames, true)).orElse(other);
    }

    /**
     * The innermost frame of the program itself, or if there is none, as in a thread of DL4J, the innermost of DL4J.
     */
    public static ProgramFrame ofProgram() {
        return STACK.walk(frames -> first(frames, true))
                .orElseGet(() -> STACK.walk(frames -> first(frames, false)).orElse(UNKNOWN));
    }

    private static Optional<ProgramFrame> first(Stream<StackFrame> frames, boolean outsideLibraries) {
        return frames.filter(frame -> isForeign(frame.getDeclaringClass()))
                .filter(frame -> !outsideLibraries
                        || FrameworkNames.LIBRARIES.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst()
                .map(frame -> new ProgramFrame(frame.getClassName(), frame.getLineNumber()));
    }

    private static boolean isForeign(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null && loader != ClassLoader.getPlatformClassLoader() && !isOfThisLibrary(type);
    }

    /** Also checks the origin, since a program may use this library's name for its packages, as the tests do. */
    private static boolean isOfThisLibrary(Class<?> type) {
        return type.getName().startsWith("io.github.reprorun.")
                && (Objects.equals(codeSource(type), codeSource(ProgramFrame.class))
                        || Objects.equals(codeSource(type), codeSource(CurrentPlace.class)));
    }

    private static Object codeSource(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? "none"
                : source.getLocation().toString();
    }
}
