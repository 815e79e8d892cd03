package io.github.reprorun.internal.agent.policy;

import io.github.reprorun.internal.agent.relay.JdkBridge;

/**
 * The role of a frame on the stack in a request for randomness; determined once for each class. Safe to share between
 * threads.
 */
public enum FrameKind {
    /** A class of the agent. */
    AGENT,
    /** A part of the JDK that only passes a request on, such as {@code Collections.shuffle}, a stream or reflection. */
    PASSING,
    /** A part of the JDK that needs randomness for its own purposes, such as for the name of a temporary file. */
    INTERNAL,
    /** The JDK's security: keys, ciphers, TLS. */
    SECURITY,
    /** A class outside the JDK. */
    PROGRAM;

    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
    private static final String AGENT_PACKAGES = "io.github.reprorun.internal.agent.";

    private static final ClassValue<FrameKind> KINDS = new ClassValue<>() {
        @Override
        protected FrameKind computeValue(Class<?> type) {
            return find(type);
        }
    };

    public static FrameKind of(Class<?> type) {
        return KINDS.get(type);
    }

    public boolean isJdk() {
        return this == PASSING || this == INTERNAL || this == SECURITY;
    }

    private static FrameKind find(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        String name = type.getName();
        if (name.equals(JdkBridge.BINARY_NAME)
                || (loader == FrameKind.class.getClassLoader() && name.startsWith(AGENT_PACKAGES))) {
            return AGENT;
        }
        if (loader != null && loader != PLATFORM && !isProxy(name)) {
            return PROGRAM;
        }
        if (passesThrough(name)) {
            return PASSING;
        }
        return isSecurity(name) ? SECURITY : INTERNAL;
    }

    private static boolean isProxy(String name) {
        return name.startsWith("com.sun.proxy.") || name.startsWith("jdk.proxy");
    }

    private static boolean passesThrough(String name) {
        if (name.startsWith("java.util.")) {
            return !name.startsWith("java.util.prefs.")
                    && !name.startsWith("java.util.zip.")
                    && !name.startsWith("java.util.jar.")
                    && !name.startsWith("java.util.logging.")
                    && !name.equals("java.util.concurrent.ThreadLocalRandom");
        }
        return name.startsWith("java.lang.")
                || isProxy(name)
                || name.startsWith("jdk.internal.reflect.")
                || name.startsWith("jdk.internal.util.random.")
                || name.startsWith("jdk.internal.random.")
                || name.startsWith("jdk.random.")
                || name.equals("java.security.SecureRandom")
                || name.equals("java.security.AccessController");
    }

    private static boolean isSecurity(String name) {
        return name.startsWith("java.security.")
                || name.startsWith("javax.crypto.")
                || name.startsWith("javax.net.ssl.")
                || name.startsWith("javax.security.")
                || name.startsWith("sun.security.")
                || name.startsWith("com.sun.crypto.");
    }
}
