package io.github.reprorun.agent;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Decides which draws from a {@code SecureRandom} are held. A draw is held only if all of this is true, read from the stack
 * at the moment of the draw:
 *
 * <ol>
 *   <li>between the generator and the nearest class outside the JDK there is nothing but what passes a request on: no
 *       {@code KeyPairGenerator}, no TLS, no {@code BigInteger}, no temporary file;
 *   <li>that class is {@linkplain Training training code}, and so is the one that calls it where it is a library that draws
 *       for others, as those of Apache Commons do;
 *   <li>neither handles keys: the class file names no type of {@code javax.crypto}, of {@code javax.net.ssl}, and
 *       none of {@code java.security} for keys, signatures or certificates;
 *   <li>no frame further out belongs to the security classes of the JDK, as it would for a provider of one's own;
 *   <li>it is not a generator of the algorithm {@code SHA1PRNG} that was given a seed, which its user chose.
 * </ol>
 *
 * Everything else draws real entropy. What fails at the second point alone is reported. Safe for use by several threads.
 */
final class SecureDraws {
    private static final Set<SecureRandom> SEEDED =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private static final ClassValue<Boolean> HANDLES_KEYS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return readsAsHandlingKeys(type);
        }
    };

    private SecureDraws() {}

    /** Remembers that a generator was given a seed. */
    static void seeded(SecureRandom generator) {
        SEEDED.add(generator);
    }

    /** Fills {@code bytes} if this draw is one to hold; false if the generator is to do it. */
    static boolean fill(SecureRandom generator, byte[] bytes) {
        Caller caller = Caller.nearest();
        Class<?> type = caller.type();
        if (type == null || caller.internal() || Policy.isQuiet(type) || HANDLES_KEYS.get(type)) {
            return false;
        }
        Stack stack = new Stack();
        Class<?> asking = Caller.WALKER.walk(stack);
        if (stack.security || Policy.isQuiet(asking) || HANDLES_KEYS.get(asking) || isSeededByUser(generator)) {
            return false;
        }
        if (!isTraining(type) || !isTraining(asking)) {
            caller.entry(Source.SECRET).count++;
            return false;
        }
        Sites.Entry entry = caller.entry(Source.SECURE_RANDOM);
        entry.count++;
        entry.shared().nextBytes(bytes);
        return true;
    }

    private static boolean isSeededByUser(SecureRandom generator) {
        return generator.getAlgorithm().equals("SHA1PRNG") && SEEDED.contains(generator);
    }

    private static boolean readsAsHandlingKeys(Class<?> type) {
        String name = type.getName();
        ClassLoader loader = type.getClassLoader();
        if (loader == null) {
            return true;
        }
        try (InputStream in = loader.getResourceAsStream(name.replace('.', '/').concat(".class"))) {
            return in == null || ConstantPoolScan.handlesKeys(in.readAllBytes());
        } catch (IOException e) {
            // whoever cannot be looked at is not taken for training code
            return true;
        }
    }

    private static boolean isTraining(Class<?> type) {
        return Training.includes(type.getName(), type.getProtectionDomain());
    }

    /** Reads the whole stack: for whom the draw is, and whether it is the JDK's security that wants it. */
    private static final class Stack implements Function<Stream<StackWalker.StackFrame>, Class<?>> {
        private boolean security;

        @Override
        public Class<?> apply(Stream<StackWalker.StackFrame> frames) {
            Class<?> asking = SecureDraws.class;
            for (Iterator<StackWalker.StackFrame> i = frames.iterator(); i.hasNext(); ) {
                Class<?> type = i.next().getDeclaringClass();
                if (Caller.isJdk(type)) {
                    security |= isSecurity(type.getName());
                } else if (asking == SecureDraws.class && !Caller.isAgent(type) && !drawsForOthers(type.getName())) {
                    asking = type;
                }
            }
            return asking;
        }

        private static boolean drawsForOthers(String name) {
            return name.startsWith("org.apache.commons.");
        }

        private static boolean isSecurity(String name) {
            return (name.startsWith("java.security.")
                            && !name.equals("java.security.SecureRandom")
                            && !name.equals("java.security.AccessController"))
                    || name.startsWith("javax.crypto.")
                    || name.startsWith("javax.net.ssl.")
                    || name.startsWith("javax.security.")
                    || name.startsWith("sun.security.")
                    || name.startsWith("com.sun.crypto.");
        }
    }
}
