package io.github.reprorun.agent;

import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LSTORE;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites the few classes of the JDK that make generators or hand tasks over, for requests that come by reflection, by a
 * method reference in the JDK, or from a class that was not rewritten.
 */
final class JdkClasses {
    private static final Set<String> NAMES = Set.of(
            "java/util/Random",
            "java/util/SplittableRandom",
            "java/lang/Math$RandomNumberGeneratorHolder",
            "java/lang/StrictMath$RandomNumberGeneratorHolder",
            "java/util/concurrent/ThreadLocalRandom");

    private static final String IMMUTABLE = "java/util/ImmutableCollections$";

    private static final Set<String> SEEN = Collections.synchronizedSet(new HashSet<>());

    private JdkClasses() {}

    static boolean isWanted(String name) {
        return NAMES.contains(name)
                || (name.startsWith(IMMUTABLE) && (name.contains("Iterator") || name.contains("Set12")));
    }

    /** Whether a class that is loaded still waits to be rewritten. */
    static boolean isMissed(String name) {
        return isWanted(name) && !SEEN.contains(name);
    }

    /**
     * The class file as it is to be loaded; null if it stays as it is.
     *
     * @throws IllegalStateException if the class is not built as it was in JDK 17 to 25
     */
    static byte @Nullable [] rewrite(String name, byte[] file) {
        SEEN.add(name);
        if (name.startsWith(IMMUTABLE)) {
            return ImmutableOrder.rewrite(file);
        }
        ClassReader reader = new ClassReader(file);
        ClassWriter writer = new ClassWriter(reader, 0);
        Rewriting rewriting = new Rewriting(name, writer);
        reader.accept(rewriting, 0);
        if (rewriting.changes == 0) {
            throw new IllegalStateException("this JDK's " + name + " is built in a way that is not known");
        }
        return writer.toByteArray();
    }

    private static final class Rewriting extends ClassVisitor {
        private final String type;
        private int changes;

        Rewriting(String type, ClassVisitor next) {
            super(Opcodes.ASM9, next);
            this.type = type;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            MethodVisitor changed = method(name, descriptor, next);
            if (changed == null) {
                return next;
            }
            changes++;
            return changed;
        }

        private @Nullable MethodVisitor method(String name, String descriptor, MethodVisitor next) {
            return switch (type.concat(".").concat(name).concat(descriptor)) {
                // Random() computes a seed and gives it to Random(long)
                case "java/util/Random.<init>()V" -> new Before(next, type, "<init>", "(J)V", "unseeded");
                case "java/util/Random.<init>(J)V",
                        "java/util/Random.setSeed(J)V",
                        "java/util/SplittableRandom.<init>(J)V" -> new SeedArgument(next);
                // SplittableRandom() takes a number from a shared sequence
                case "java/util/SplittableRandom.<init>()V" ->
                    new After(next, "java/util/concurrent/atomic/AtomicLong", "getAndAdd", "unseeded");
                case "java/util/concurrent/ThreadLocalRandom.localInit()V" ->
                    new After(next, "jdk/internal/util/random/RandomSupport", "mixMurmur64", "threadSeed");
                case "java/util/concurrent/ThreadLocalRandom.nextSeed()J" -> new WithoutThreadId(next);
                case "java/lang/Math$RandomNumberGeneratorHolder.<clinit>()V",
                        "java/lang/StrictMath$RandomNumberGeneratorHolder.<clinit>()V" -> new HolderInitialiser(next);
                default -> null;
            };
        }
    }

    private static void relay(MethodVisitor next, String method, String descriptor) {
        next.visitMethodInsn(INVOKESTATIC, Relay.NAME, method, descriptor, false);
    }

    /** Before a call whose last argument is a long, that is exchanged. */
    private static final class Before extends MethodVisitor {
        private final String owner;
        private final String name;
        private final String descriptor;
        private final String method;

        Before(MethodVisitor next, String owner, String name, String descriptor, String method) {
            super(Opcodes.ASM9, next);
            this.owner = owner;
            this.name = name;
            this.descriptor = descriptor;
            this.method = method;
        }

        @Override
        public void visitMethodInsn(int opcode, String o, String n, String d, boolean isInterface) {
            if (o.equals(owner) && n.equals(name) && d.equals(descriptor)) {
                relay(mv, method, "(J)J");
            }
            super.visitMethodInsn(opcode, o, n, d, isInterface);
        }
    }

    /** After a call that gives a long, that is exchanged. */
    private static final class After extends MethodVisitor {
        private final String owner;
        private final String name;
        private final String method;

        After(MethodVisitor next, String owner, String name, String method) {
            super(Opcodes.ASM9, next);
            this.owner = owner;
            this.name = name;
            this.method = method;
        }

        @Override
        public void visitMethodInsn(int opcode, String o, String n, String d, boolean isInterface) {
            super.visitMethodInsn(opcode, o, n, d, isInterface);
            if (o.equals(owner) && n.equals(name)) {
                relay(mv, method, "(J)J");
            }
        }
    }

    /** {@code ThreadLocalRandom} advances by the thread's number, which depends on what else the JVM started before. */
    private static final class WithoutThreadId extends MethodVisitor {
        WithoutThreadId(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (owner.equals("java/lang/Thread") && descriptor.equals("()J")) {
                visitInsn(Opcodes.POP);
                visitInsn(Opcodes.LCONST_0);
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }
    }

    /** The seed that a method is given is exchanged if it is the clock. */
    private static final class SeedArgument extends MethodVisitor {
        SeedArgument(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            visitVarInsn(LLOAD, 1);
            relay(mv, "clock", "(J)J");
            visitVarInsn(LSTORE, 1);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(Math.max(maxStack, 2), maxLocals);
        }
    }

    /** The generator behind {@code Math.random()} gets a state for each place that draws from it. */
    private static final class HolderInitialiser extends PendingNew {
        HolderInitialiser(MethodVisitor next) {
            super(next);
        }

        @Override
        boolean isWanted(String className) {
            return className.equals("java/util/Random");
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (opcode == INVOKESPECIAL && name.equals("<init>") && takeNew(owner)) {
                mv.visitLdcInsn(Sites.entry(Source.MATH_RANDOM, "", -1).id);
                relay(mv, "random", "(I)Ljava/util/Random;");
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }
    }
}
