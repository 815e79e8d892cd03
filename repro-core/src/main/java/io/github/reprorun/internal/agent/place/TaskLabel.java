package io.github.reprorun.internal.agent.place;

import io.github.reprorun.internal.agent.policy.FrameKind;

/** The part of a task's class name that is the same in every run. Immutable, hence safe to share between threads. */
public record TaskLabel(String name, long hash) {
    private static final ClassValue<TaskLabel> LABELS = new ClassValue<>() {
        @Override
        protected TaskLabel computeValue(Class<?> type) {
            // versions of the JDK wrap tasks in different ways
            String name = FrameKind.of(type).isJdk() ? "jdk" : stable(type.getName());
            return new TaskLabel(name, SeedMixing.name(name));
        }
    };

    static TaskLabel of(Object task) {
        return LABELS.get(task.getClass());
    }

    /** A class name without the numbers that the JVM assigns: the tails of lambdas, hidden classes and proxies. */
    public static String stable(String className) {
        int lambda = className.indexOf("$$Lambda");
        if (lambda >= 0) {
            return className.substring(0, lambda);
        }
        int hidden = className.indexOf('/');
        return hidden >= 0 ? className.substring(0, hidden) : className;
    }
}
