package io.github.reprorun.internal.agent.hook;

import io.github.reprorun.internal.agent.jdk.JdkClasses;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;

/** The classes of the JDK that were loaded before the agent could change them. Safe for use by several threads. */
public final class LoadedClasses {
    private LoadedClasses() {}

    /**
     * Rewrites the classes that still wait for it, until none is left: the JVM does not offer a class for rewriting
     * that it loads while it rewrites another.
     *
     * @throws UnmodifiableClassException if this JVM does not allow classes to be changed
     */
    public static void rewrite(Instrumentation instrumentation) throws UnmodifiableClassException {
        for (List<Class<?>> missed = missed(instrumentation); !missed.isEmpty(); missed = missed(instrumentation)) {
            instrumentation.retransformClasses(missed.toArray(new Class<?>[0]));
        }
    }

    private static List<Class<?>> missed(Instrumentation instrumentation) {
        List<Class<?>> missed = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getClassLoader() == null && JdkClasses.isMissed(type.getName())) {
                missed.add(type);
            }
        }
        return missed;
    }
}
