package io.github.reprorun.internal.run;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shutdown of this JVM, as OpenJDK implements it: {@code java.lang.Shutdown} runs ten hooks of the JDK's own in the
 * order of their numbers, of which number 1 runs those of the program, all at once, and waits for them. The fields and
 * methods are open to this class only under the agent. Stateless.
 */
final class ShutdownHooks {
    private static final int FIRST_FREE = 3;
    private static final int LAST = 9;
    private static final String OWN_THREADS = "reprorun-";

    private ShutdownHooks() {}

    /**
     * Runs {@code action} when the JVM shuts down, after all hooks that were added to {@link Runtime}, on the thread that
     * ends the JVM. That thread swallows what {@code action} throws.
     *
     * @return whether this JVM allows that
     */
    static boolean runLast(Runnable action) {
        try {
            Method add = Class.forName("java.lang.Shutdown")
                    .getDeclaredMethod("add", int.class, boolean.class, Runnable.class);
            add.setAccessible(true);
            for (int number = FIRST_FREE; number <= LAST; number++) {
                if (isAdded(add, number, action)) {
                    return true;
                }
            }
            return false;
        } catch (ReflectiveOperationException | InaccessibleObjectException differentJdkOrNoAgent) {
            return false;
        }
    }

    private static boolean isAdded(Method add, int number, Runnable action) throws IllegalAccessException {
        try {
            add.invoke(null, number, false, action);
            return true;
        } catch (InvocationTargetException taken) {
            return false;
        }
    }

    /** Whether the program has added hooks to {@link Runtime}; false if the JVM is being shut down already. */
    static boolean areThereAny() {
        try {
            Class<?> type = Class.forName("java.lang.ApplicationShutdownHooks");
            Field field = type.getDeclaredField("hooks");
            field.setAccessible(true);
            synchronized (type) {
                @Nullable Map<?, ?> hooks = (Map<?, ?>) field.get(null);
                if (hooks != null) {
                    for (Object hook : hooks.keySet()) {
                        if (!((Thread) hook).getName().startsWith(OWN_THREADS)) {
                            return true;
                        }
                    }
                }
            }
            return false;
        } catch (ReflectiveOperationException | InaccessibleObjectException differentJdk) {
            return true; // The shutdown runs them if there are any.
        }
    }
}
