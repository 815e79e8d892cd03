package io.github.reprorun.internal.agent.hook;

import io.github.reprorun.internal.agent.policy.ProgramScope;
import io.github.reprorun.internal.agent.policy.QuietClasses;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The classes of the program, whose static fields hold what nothing else may lead to. Under the agent only; without it there
 * are none. Safe for use by several threads.
 */
public final class ProgramClasses {
    private ProgramClasses() {}

    /**
     * Those that are initialised, so that to look at a static field runs no code, in the order of their names.
     *
     * @throws IllegalStateException if this JVM does not tell which are
     */
    public static List<Class<?>> initialised() {
        List<Class<?>> initialised = new ArrayList<>();
        for (Class<?> type : MethodHooks.loadedClasses()) {
            if (type.getClassLoader() != null
                    && !type.isArray()
                    && !type.isHidden()
                    && !ProgramScope.isLibrary(type.getName())
                    && ProgramScope.includes(type)
                    && !QuietClasses.isQuiet(type)
                    && Initialisation.isDone(type)) {
                initialised.add(type);
            }
        }
        initialised.sort(Comparator.comparing(Class::getName));
        return initialised;
    }

    /** Asked of the JDK's own {@code Unsafe}, which the agent opens; looked up when it is needed first. */
    private static final class Initialisation {
        private static final Object UNSAFE;
        private static final Method SHOULD_BE_INITIALIZED;

        static {
            try {
                Class<?> unsafe = Class.forName("jdk.internal.misc.Unsafe");
                UNSAFE = unsafe.getMethod("getUnsafe").invoke(null);
                SHOULD_BE_INITIALIZED = unsafe.getMethod("shouldBeInitialized", Class.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        static boolean isDone(Class<?> type) {
            try {
                return !(boolean) SHOULD_BE_INITIALIZED.invoke(UNSAFE, type);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("this JVM does not tell whether " + type + " is initialised", e);
            }
        }
    }
}
