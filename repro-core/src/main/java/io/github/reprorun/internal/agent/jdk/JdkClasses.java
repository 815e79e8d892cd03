package io.github.reprorun.internal.agent.jdk;

import static java.util.Map.entry;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites the few classes of the JDK that make generators, hand tasks over, list directories or write zip files: for
 * requests that come by reflection or from a class that was not rewritten, and because tasks pass through the JDK
 * alone.
 */
public final class JdkClasses {
    private static final String IMMUTABLE = "java/util/ImmutableCollections$";
    private static final String TASK_ADAPTER = "java/util/concurrent/ForkJoinTask$";

    /** The classes by internal name, and how many changes each takes at least. */
    private static final Map<String, Integer> CHANGES = Map.ofEntries(
            entry("java/util/Random", 3),
            entry("java/util/SplittableRandom", 2),
            entry("java/lang/Math$RandomNumberGeneratorHolder", 1),
            entry("java/lang/StrictMath$RandomNumberGeneratorHolder", 1),
            entry("java/util/concurrent/ThreadLocalRandom", 2),
            entry("java/security/SecureRandom", 3),
            entry("sun/nio/fs/UnixDirectoryStream", 1),
            entry("java/util/zip/ZipOutputStream", 1),
            entry("java/util/concurrent/ThreadPoolExecutor", 2),
            entry("java/util/concurrent/ScheduledThreadPoolExecutor", 2),
            entry("java/util/concurrent/ForkJoinPool", 3),
            entry("java/util/concurrent/ForkJoinTask", 3),
            entry("java/util/concurrent/CompletableFuture$AsyncSupply", 1),
            entry("java/util/concurrent/CompletableFuture$AsyncRun", 1),
            entry("java/util/concurrent/CompletableFuture$UniCompletion", 1));

    private static final String BINARY_IMMUTABLE = IMMUTABLE.replace('/', '.');
    private static final String BINARY_TASK_ADAPTER = TASK_ADAPTER.replace('/', '.');
    private static final Set<String> BINARY_NAMES = binaryNames();

    private static final Set<String> SEEN = Collections.synchronizedSet(new HashSet<>());

    private JdkClasses() {}

    private static Set<String> binaryNames() {
        Set<String> names = new HashSet<>();
        for (String name : CHANGES.keySet()) {
            names.add(name.replace('/', '.'));
        }
        for (String name : JdkFiles.CLASSES) {
            names.add(name.replace('/', '.'));
        }
        return names;
    }

    public static boolean isWanted(String name) {
        return CHANGES.containsKey(name)
                || JdkFiles.isWanted(name)
                || name.startsWith(TASK_ADAPTER)
                || (name.startsWith(IMMUTABLE) && (name.contains("Iterator") || name.contains("Set12")));
    }

    /** Whether a loaded class still waits to be rewritten. The agent asks this about every loaded class. */
    public static boolean isMissed(String binaryName) {
        if (!BINARY_NAMES.contains(binaryName)
                && !binaryName.startsWith(BINARY_IMMUTABLE)
                && !binaryName.startsWith(BINARY_TASK_ADAPTER)) {
            return false;
        }
        String name = binaryName.replace('.', '/');
        return isWanted(name) && !SEEN.contains(name);
    }

    /**
     * The class file to load instead; null if the class stays as it is.
     *
     * @throws IllegalStateException if the class is not built as it was in JDK 17 to 25
     */
    public static byte @Nullable [] rewrite(String name, byte[] file) {
        SEEN.add(name);
        if (name.startsWith(IMMUTABLE)) {
            return ImmutableOrder.rewrite(file);
        }
        ClassReader reader = new ClassReader(file);
        ClassWriter writer = new ClassWriter(reader, 0);
        Rewriting rewriting = new Rewriting(name, writer);
        reader.accept(rewriting, 0);
        int expected = JdkFiles.isWanted(name) ? JdkFiles.changes(name) : CHANGES.getOrDefault(name, 0);
        if (rewriting.changes.count() < expected) {
            throw new IllegalStateException("this JDK's ".concat(name).concat(" is built in a way that is not known"));
        }
        return rewriting.changes.count() == 0 ? null : writer.toByteArray();
    }

    /** Rewrites one class, and counts what was changed. */
    static final class Rewriting extends ClassVisitor {
        private final String type;
        private final JdkMethod.Changes changes = new JdkMethod.Changes();

        Rewriting(String type, ClassVisitor next) {
            super(Opcodes.ASM9, next);
            this.type = type;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            JdkMethod changed = JdkGenerators.method(type, name, descriptor, next);
            if (changed == null) {
                changed = JdkTasks.method(type, name, descriptor, next);
            }
            if (changed == null) {
                changed = JdkFiles.method(type, name, descriptor, next);
            }
            if (changed == null) {
                return next;
            }
            changed.countIn(changes);
            return changed;
        }
    }
}
