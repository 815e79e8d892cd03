package io.github.reprorun.internal.agent.hook;

import io.github.reprorun.internal.agent.policy.ProgramScope;
import io.github.reprorun.internal.agent.policy.QuietClasses;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The classes of the program, because their static fields may hold objects that nothing else refers to. Without the
 * agent there are none. Safe for use by several threads.
 */
public final class ProgramClasses {
    private ProgramClasses() {}

    /**
     * The initialised classes, in the order of their names; reading a static field of one runs no code.
     *
     * @throws IllegalStateException if this JVM does not tell which classes are initialised
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

    /** A method of the JDK's own {@code Unsafe}, which the agent opens; looked up at its first use. */
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
