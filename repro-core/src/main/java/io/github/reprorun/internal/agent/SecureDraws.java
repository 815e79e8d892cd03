package io.github.reprorun.internal.agent;

import io.github.reprorun.internal.agent.place.Caller;
import io.github.reprorun.internal.agent.place.SiteSeeds;
import io.github.reprorun.internal.agent.place.Sites;
import io.github.reprorun.internal.agent.policy.ChanceSource;
import io.github.reprorun.internal.agent.policy.FrameKind;
import io.github.reprorun.internal.agent.policy.ProgramScope;
import io.github.reprorun.internal.agent.policy.QuietClasses;
import io.github.reprorun.internal.agent.program.ConstantPoolScan;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which draws from a {@code SecureRandom} the agent holds. It holds a draw only if all of this is true of the
 * stack at the moment of the draw:
 *
 * <ol>
 *   <li>between the generator and the nearest class outside the JDK there are only frames that pass a request on: no
 *       {@code KeyPairGenerator}, no TLS, no {@code BigInteger}, no temporary file;
 *   <li>that class is {@linkplain ProgramScope training code}, and if it is a library that draws for others, such as
 *       one of Apache Commons, so is the class that calls it;
 *   <li>neither handles keys: the class file names no type of {@code javax.crypto}, of {@code javax.net.ssl}, and
 *       none of {@code java.security} for keys, signatures or certificates;
 *   <li>no frame further out belongs to the security classes of the JDK, as it would with a user's own security
 *       provider;
 *   <li>the generator is not a {@code SHA1PRNG} that its user gave a seed.
 * </ol>
 *
 * All other draws get real entropy. The agent reports the draws that fail the second condition alone. Safe for use by
 * several threads.
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

    /** Fills {@code bytes} if the agent holds this draw; returns false if the generator is to fill them. */
    static boolean fill(SecureRandom generator, byte[] bytes) {
        Draw draw = Caller.read(new DrawReader());
        if (draw.isSecret() || isSeededByUser(generator)) {
            return false;
        }
        if (!draw.isForTraining()) {
            SiteSeeds.met(Sites.entry(ChanceSource.SECRET, draw.asking));
            return false;
        }
        Sites.Entry entry = Sites.entry(ChanceSource.SECURE_RANDOM, draw.asking);
        if (SiteSeeds.isApart(entry)) {
            return false;
        }
        SiteSeeds.met(entry);
        SiteSeeds.shared(entry).nextBytes(bytes);
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
            // a class that cannot be examined does not count as training code
            return true;
        }
    }

    /**
     * The facts that the stack shows about a draw.
     *
     * @param caller the nearest class outside the JDK
     * @param asking the same class, or the class that a library draws for
     * @param security whether the JDK's security is on the stack
     */
    private record Draw(Caller caller, Caller asking, boolean security) {
        boolean isSecret() {
            return security || caller.internal() || isSecret(caller.type()) || isSecret(asking.type());
        }

        boolean isForTraining() {
            return isTraining(caller.type()) && isTraining(asking.type());
        }

        private static boolean isSecret(@Nullable Class<?> type) {
            return type == null || QuietClasses.isQuiet(type) || HANDLES_KEYS.get(type);
        }

        private static boolean isTraining(@Nullable Class<?> type) {
            return type != null && ProgramScope.includes(type);
        }
    }

    /** Reads the whole stack. */
    private static final class DrawReader implements Function<Stream<StackWalker.StackFrame>, Draw> {
        @Override
        public Draw apply(Stream<StackWalker.StackFrame> frames) {
            Iterator<StackWalker.StackFrame> iterator = frames.iterator();
            Caller caller = Caller.nearest(iterator);
            Caller asking = caller;
            boolean security = false;
            while (iterator.hasNext()) {
                StackWalker.StackFrame frame = iterator.next();
                FrameKind kind = FrameKind.of(frame.getDeclaringClass());
                security |= kind == FrameKind.SECURITY;
                if (kind == FrameKind.PROGRAM && drawsForOthers(asking.type())) {
                    asking = Caller.of(frame);
                }
            }
            return new Draw(caller, asking, security);
        }

        private static boolean drawsForOthers(@Nullable Class<?> type) {
            return type != null && type.getName().startsWith("org.apache.commons.");
        }
    }
}
