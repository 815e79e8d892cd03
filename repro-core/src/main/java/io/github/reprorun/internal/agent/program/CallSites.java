package io.github.reprorun.internal.agent.program;

import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.L2I;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.POP2;
import static org.objectweb.asm.Opcodes.PUTFIELD;
import static org.objectweb.asm.Opcodes.PUTSTATIC;

import io.github.reprorun.internal.agent.policy.ChanceSource;
import io.github.reprorun.internal.agent.relay.JdkBridge;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Rewrites, in one method of a class outside the JDK, each request for randomness into a call of {@link JdkBridge} that
 * carries its location. No branch and no local variable is added, so the frames of the class stay valid.
 */
final class CallSites extends PendingNew {
    private static final int EXTRA_STACK = 2;
    private static final String RANDOM = "java/util/Random";
    private static final String SPLITTABLE = "java/util/SplittableRandom";

    private final ProgramClassRewriter type;
    private final boolean whenInitialised;
    private int line = -1;
    private ClockFlow.Clock clock = ClockFlow.Clock.NO;

    CallSites(ProgramClassRewriter type, String method, int line, MethodVisitor next) {
        super(next);
        this.type = type;
        this.whenInitialised = method.equals("<clinit>");
        this.line = line;
    }

    /** Records what {@link ClockFlow} found about the next seed. */
    void seedFrom(ClockFlow.Clock value) {
        clock = value;
    }

    @Override
    boolean isWanted(String className) {
        return className.equals(RANDOM) || className.equals(SPLITTABLE);
    }

    @Override
    public void visitLineNumber(int number, Label start) {
        line = number;
        super.visitLineNumber(number, start);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(maxStack + EXTRA_STACK, maxLocals);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        if ((opcode == PUTFIELD || opcode == PUTSTATIC) && SeedNames.isSeed(name)) {
            flush();
            seed(descriptor);
        }
        super.visitFieldInsn(opcode, owner, name, descriptor);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        if (opcode == INVOKESTATIC) {
            if (!rewriteStatic(owner, name, descriptor)) {
                seedArgument(name, owner, descriptor);
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                after(owner, name, descriptor);
            }
        } else if (opcode == INVOKESPECIAL && name.equals("<init>")) {
            construct(owner, descriptor, isInterface);
        } else if (owner.equals("java/util/random/RandomGeneratorFactory")
                && name.equals("create")
                && descriptor.equals("()Ljava/util/random/RandomGenerator;")) {
            relay(
                    ChanceSource.RANDOM_GENERATOR,
                    "create",
                    "(Ljava/util/random/RandomGeneratorFactory;I)Ljava/util/random/RandomGenerator;");
        } else {
            seedArgument(name, owner, descriptor);
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            after(owner, name, descriptor);
        }
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        Object[] bridged = arguments.clone();
        for (int i = 0; i < bridged.length; i++) {
            if (bridged[i] instanceof Handle handle) {
                bridged[i] = type.bridge(handle, line);
            }
        }
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, bridged);
    }

    private boolean rewriteStatic(String owner, String name, String descriptor) {
        switch (owner.concat(".").concat(name).concat(descriptor)) {
            case "java/lang/Math.random()D", "java/lang/StrictMath.random()D" ->
                relay(ChanceSource.MATH_RANDOM, "mathRandom", "(I)D");
            case "java/util/Collections.shuffle(Ljava/util/List;)V" ->
                relay(ChanceSource.SHUFFLE, "shuffle", "(Ljava/util/List;I)V");
            case "java/util/UUID.randomUUID()Ljava/util/UUID;" -> {
                if (!type.isWithoutSecrets()) {
                    return false;
                }
                relay(ChanceSource.UUID, "uuid", "(I)Ljava/util/UUID;");
            }
            case "java/util/random/RandomGenerator.of(Ljava/lang/String;)Ljava/util/random/RandomGenerator;" ->
                relay(
                        ChanceSource.RANDOM_GENERATOR,
                        "generator",
                        "(Ljava/lang/String;I)Ljava/util/random/RandomGenerator;");
            case "java/util/random/RandomGenerator.getDefault()Ljava/util/random/RandomGenerator;" ->
                relay(ChanceSource.RANDOM_GENERATOR, "defaultGenerator", "(I)Ljava/util/random/RandomGenerator;");
            default -> {
                return false;
            }
        }
        return true;
    }

    private void construct(String owner, String descriptor, boolean isInterface) {
        if (descriptor.equals("()V") && owner.equals(RANDOM)) {
            if (takeNew(owner)) {
                relay(ChanceSource.RANDOM, "random", "(I)Ljava/util/Random;");
            } else {
                relay(ChanceSource.RANDOM, "seed", "(I)J");
                super.visitMethodInsn(INVOKESPECIAL, owner, "<init>", "(J)V", isInterface);
            }
        } else if (descriptor.equals("()V") && owner.equals(SPLITTABLE)) {
            if (takeNew(owner)) {
                relay(ChanceSource.SPLITTABLE_RANDOM, "splittable", "(I)Ljava/util/SplittableRandom;");
            } else {
                relay(ChanceSource.SPLITTABLE_RANDOM, "seed", "(I)J");
                super.visitMethodInsn(INVOKESPECIAL, owner, "<init>", "(J)V", isInterface);
            }
        } else {
            flush();
            if (SeedNames.isSink(owner, "<init>", descriptor)) {
                seed(descriptor.substring(1, 2));
            }
            if (type.isUsers() && owner.equals("java/util/IdentityHashMap")) {
                touch(ChanceSource.IDENTITY_HASH);
            }
            super.visitMethodInsn(INVOKESPECIAL, owner, "<init>", descriptor, isInterface);
        }
    }

    private void seedArgument(String name, String owner, String descriptor) {
        flush();
        if (SeedNames.isSink(owner, name, descriptor)) {
            seed(descriptor.substring(1, 2));
        } else if (owner.equals("java/util/concurrent/ThreadLocalRandom") && name.equals("current")) {
            touch(ChanceSource.THREAD_LOCAL_RANDOM);
        } else if (type.isTraining() && makesSalted(owner, name, descriptor)) {
            touch(ChanceSource.SET_OF);
        } else if (type.isUsers() && owner.equals("java/lang/System") && name.equals("identityHashCode")) {
            touch(ChanceSource.IDENTITY_HASH);
        }
    }

    static boolean listsFiles(String owner, String name) {
        return owner.equals("java/io/File") && (name.equals("listFiles") || name.equals("list"));
    }

    static boolean makesSalted(String owner, String name, String descriptor) {
        return switch (owner) {
            case "java/util/Set", "java/util/Map" ->
                name.equals("copyOf")
                        || name.equals("ofEntries")
                        || (name.equals("of") && hasSeveral(owner, descriptor));
            case "java/util/stream/Collectors" -> name.equals("toUnmodifiableSet") || name.equals("toUnmodifiableMap");
            default -> false;
        };
    }

    /** One element has only one order. */
    private static boolean hasSeveral(String owner, String descriptor) {
        int objects = owner.equals("java/util/Set") ? 1 : 2;
        return Type.getArgumentTypes(descriptor).length > objects || descriptor.startsWith("([");
    }

    /** The number on the stack is about to become a seed. */
    private void seed(String descriptor) {
        ClockFlow.Clock found = clock;
        clock = ClockFlow.Clock.NO;
        boolean wide = descriptor.equals("J");
        if (found == ClockFlow.Clock.NO) {
            // it may still be a time that came from a field or an argument
            if (wide) {
                push(ChanceSource.CLOCK);
                call("clock", "(JI)J");
            }
            return;
        }
        if (found == ClockFlow.Clock.READ) {
            visitInsn(wide ? POP2 : POP);
            push(ChanceSource.CLOCK);
            call("seed", "(I)J");
        } else {
            if (!wide) {
                visitInsn(I2L);
            }
            push(ChanceSource.CLOCK);
            call("keptClock", "(JI)J");
        }
        if (!wide) {
            visitInsn(L2I);
        }
    }

    private void after(String owner, String name, String descriptor) {
        if (owner.equals("java/lang/System") && name.equals("nanoTime")) {
            call("nanos", "(J)J");
        } else if (listsFiles(owner, name)) {
            if (type.isTraining()) {
                touch(ChanceSource.DIRECTORY_ORDER);
            }
            call("sorted", "([Ljava/lang/Object;)[Ljava/lang/Object;");
            visitTypeInsn(CHECKCAST, descriptor.substring(descriptor.indexOf(')') + 1));
        }
    }

    private void relay(ChanceSource source, String method, String descriptor) {
        flush();
        push(source);
        call(method, descriptor);
    }

    private void touch(ChanceSource source) {
        push(source);
        call("touch", "(I)V");
    }

    private void push(ChanceSource source) {
        int site = type.site(source, line, whenInitialised);
        mv.visitLdcInsn(site);
    }

    private void call(String method, String descriptor) {
        mv.visitMethodInsn(INVOKESTATIC, JdkBridge.NAME, method, descriptor, false);
    }
}
