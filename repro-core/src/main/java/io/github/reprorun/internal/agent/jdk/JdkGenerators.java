package io.github.reprorun.internal.agent.jdk;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.F_SAME;
import static org.objectweb.asm.Opcodes.F_SAME1;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFNULL;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.LCONST_0;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LSTORE;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.RETURN;

import io.github.reprorun.internal.agent.relay.JdkBridge;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** The changes to the JDK's generators, to its listing of directories, and to its dating of zip entries. */
final class JdkGenerators {
    private JdkGenerators() {}

    /** The change of a method, or null if it stays as it is. */
    static @Nullable JdkMethod method(String type, String name, String descriptor, MethodVisitor next) {
        return switch (type.concat(".").concat(name).concat(descriptor)) {
            // Random() computes a seed and gives it to Random(long)
            case "java/util/Random.<init>()V" -> new BeforeSeeding(next);
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
                    "java/lang/StrictMath$RandomNumberGeneratorHolder.<clinit>()V" -> new Shared(next);
            case "java/security/SecureRandom.nextBytes([B)V" -> new SecureBytes(next);
            case "java/security/SecureRandom.generateSeed(I)[B" -> new SecureSeed(next);
            case "java/security/SecureRandom.setSeed([B)V" -> new SecureSeeding(next);
            case "sun/nio/fs/UnixDirectoryStream.iterator(Ljava/nio/file/DirectoryStream;)Ljava/util/Iterator;" ->
                new Sorted(next);
            case "java/util/zip/ZipOutputStream.putNextEntry(Ljava/util/zip/ZipEntry;)V" -> new ZipTime(next);
            default -> null;
        };
    }

    private static final class BeforeSeeding extends JdkMethod {
        BeforeSeeding(MethodVisitor next) {
            super(next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (name.equals("<init>") && descriptor.equals("(J)V")) {
                relay("unseeded", "(J)J");
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        }
    }

    /** Replaces the long that a call returns. */
    private static final class After extends JdkMethod {
        private final String owner;
        private final String name;
        private final String method;

        After(MethodVisitor next, String owner, String name, String method) {
            super(next);
            this.owner = owner;
            this.name = name;
            this.method = method;
        }

        @Override
        public void visitMethodInsn(
                int opcode, String calledOwner, String calledName, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, calledOwner, calledName, descriptor, isInterface);
            if (calledOwner.equals(owner) && calledName.equals(name)) {
                relay(method, "(J)J");
            }
        }
    }

    /**
     * {@code ThreadLocalRandom} advances by the thread's number, which depends on the threads that the JVM started
     * before.
     */
    private static final class WithoutThreadId extends JdkMethod {
        WithoutThreadId(MethodVisitor next) {
            super(next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (owner.equals("java/lang/Thread") && descriptor.equals("()J")) {
                visitInsn(POP);
                visitInsn(LCONST_0);
                changed();
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }
    }

    /** Replaces the seed in a method's argument if it is the clock. */
    private static final class SeedArgument extends JdkMethod {
        SeedArgument(MethodVisitor next) {
            super(next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            visitVarInsn(LLOAD, 1);
            relay("clock", "(J)J");
            visitVarInsn(LSTORE, 1);
        }
    }

    /** Gives the generator behind {@code Math.random()} a state for each place that draws from it. */
    private static final class Shared extends JdkMethod {
        Shared(MethodVisitor next) {
            super(next);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (descriptor.equals("Ljava/util/Random;")) {
                visitInsn(POP);
                mv.visitLdcInsn(JdkBridge.MATH_RANDOM);
                relay("random", "(I)Ljava/util/Random;");
            }
            super.visitFieldInsn(opcode, owner, name, descriptor);
        }
    }

    /** Asks the agent for bytes first. */
    private static final class SecureBytes extends JdkMethod {
        SecureBytes(MethodVisitor next) {
            super(next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            Label untouched = new Label();
            visitVarInsn(ALOAD, 0);
            visitVarInsn(ALOAD, 1);
            relay("secureBytes", "(Ljava/lang/Object;[B)Z");
            visitJumpInsn(IFEQ, untouched);
            visitInsn(RETURN);
            visitLabel(untouched);
            visitFrame(F_SAME, 0, null, 0, null);
        }
    }

    /** As {@link SecureBytes}, for bytes that are meant to seed another generator. */
    private static final class SecureSeed extends JdkMethod {
        SecureSeed(MethodVisitor next) {
            super(next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            Label untouched = new Label();
            visitVarInsn(ALOAD, 0);
            visitVarInsn(ILOAD, 1);
            relay("secureSeed", "(Ljava/lang/Object;I)[B");
            visitInsn(DUP);
            visitJumpInsn(IFNULL, untouched);
            visitInsn(ARETURN);
            visitLabel(untouched);
            visitFrame(F_SAME1, 0, null, 1, new Object[] {"[B"});
            visitInsn(POP);
        }
    }

    /** Tells the agent that a generator gets a seed. */
    private static final class SecureSeeding extends JdkMethod {
        SecureSeeding(MethodVisitor next) {
            super(next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            visitVarInsn(ALOAD, 0);
            relay("seeded", "(Ljava/lang/Object;)V");
        }
    }

    /** Makes the iterator over a directory return its entries in the order of their names. */
    private static final class Sorted extends JdkMethod {
        Sorted(MethodVisitor next) {
            super(next);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == ARETURN) {
                relay("sorted", "(Ljava/util/Iterator;)Ljava/util/Iterator;");
            }
            super.visitInsn(opcode);
        }
    }

    /** Gives an entry without a time a fixed one; the JDK would take the clock. */
    private static final class ZipTime extends JdkMethod {
        ZipTime(MethodVisitor next) {
            super(next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            visitVarInsn(ALOAD, 1);
            relay("zipTime", "(Ljava/util/zip/ZipEntry;)V");
        }
    }
}
