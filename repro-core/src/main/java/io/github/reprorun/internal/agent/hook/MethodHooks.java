package io.github.reprorun.internal.agent.hook;

import io.github.reprorun.internal.agent.jdk.JdkFiles;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets an extension observe methods of its library, without the knowledge of that library or the program. Safe for use
 * by several threads.
 */
public final class MethodHooks {
    private static @Nullable Instrumentation instrumentation;
    private static boolean registered;

    private MethodHooks() {}

    public static synchronized void through(Instrumentation agent) {
        instrumentation = agent;
    }

    /**
     * Makes the changes from now on, also to classes that are already loaded; installing the same object again does
     * nothing. A class that is not built as {@code hooks} expect stays as it is, and the run reports it as a hazard.
     *
     * @return whether the agent is at work; without it nothing is changed
     */
    public static synchronized boolean install(List<MethodHook> hooks) {
        Instrumentation agent = instrumentation;
        if (agent == null) {
            return false;
        }
        List<String> added = HookedClasses.INSTANCE.add(hooks);
        if (added.isEmpty()) {
            return true;
        }
        if (!registered) {
            agent.addTransformer(HookedClasses.INSTANCE, true);
            registered = true;
        }
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : agent.getAllLoadedClasses()) {
            if (added.contains(type.getName())) {
                loaded.add(type);
            }
        }
        try {
            if (!loaded.isEmpty()) {
                agent.retransformClasses(loaded.toArray(new Class<?>[0]));
            }
        } catch (UnmodifiableClassException e) {
            throw new IllegalStateException("this JVM allows no class to be changed", e);
        }
        return true;
    }

    /** All classes of this JVM, or none without the agent. */
    static synchronized Class<?>[] loadedClasses() {
        Instrumentation agent = instrumentation;
        return agent == null ? new Class<?>[0] : agent.getAllLoadedClasses();
    }

    /** Makes the JDK report to {@link FileEvents}; returns the same as {@link #install}. */
    static synchronized boolean installForFiles() {
        Instrumentation agent = instrumentation;
        if (agent == null) {
            return false;
        }
        JdkFiles.want();
        try {
            LoadedClasses.rewrite(agent);
        } catch (UnmodifiableClassException e) {
            throw new IllegalStateException("this JVM allows no class to be changed", e);
        }
        return true;
    }
}
