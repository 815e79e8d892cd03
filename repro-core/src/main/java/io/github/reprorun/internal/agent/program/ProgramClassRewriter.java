package io.github.reprorun.internal.agent.program;

import io.github.reprorun.internal.agent.place.Sites;
import io.github.reprorun.internal.agent.place.TaskLabel;
import io.github.reprorun.internal.agent.policy.ChanceSource;
import io.github.reprorun.internal.agent.policy.ProgramScope;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Rewrites one class outside the JDK: {@link CallSites} in each of its methods, and a bridge for each method reference. */
public final class ProgramClassRewriter extends ClassVisitor {
    private final List<Bridge> bridges = new ArrayList<>();
    private final BitSet wanted;
    private final boolean training;
    private final boolean withoutSecrets;
    private int visited;
    private String name = "";
    private boolean isInterface;
    private boolean framed;

    private ProgramClassRewriter(BitSet wanted, boolean training, boolean withoutSecrets, ClassVisitor next) {
        super(Opcodes.ASM9, next);
        this.wanted = wanted;
        this.training = training;
        this.withoutSecrets = withoutSecrets;
    }

    /**
     * The class file to load instead; null if the class stays as it is.
     *
     * @param training whether it is {@linkplain ProgramScope training code}
     */
    public static byte @Nullable [] rewrite(byte[] file, boolean training) {
        BitSet wanted = MethodScan.of(file);
        return wanted.isEmpty() ? null : rewrite(file, training, wanted);
    }

    /** @param wanted the methods to examine, by their position in the file; the others are copied */
    static byte[] rewrite(byte[] file, boolean training, BitSet wanted) {
        ClassReader reader = new ClassReader(file);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ProgramClassRewriter(wanted, training, training && !ConstantPoolScan.handlesKeys(file), writer), 0);
        return writer.toByteArray();
    }

    boolean isTraining() {
        return training;
    }

    /** Whether the class is training code that is not a library. */
    boolean isUsers() {
        return training && !ProgramScope.isLibrary(name.replace('/', '.'));
    }

    /** Whether its identifiers cannot be secrets. */
    boolean isWithoutSecrets() {
        return withoutSecrets;
    }

    int site(ChanceSource source, int line, boolean whenInitialised) {
        String className = TaskLabel.stable(name.replace('/', '.'));
        return (whenInitialised ? Sites.staticEntry(source, className, line) : Sites.entry(source, className, line)).id;
    }

    @Override
    public void visit(
            int version, int access, String className, String signature, String superName, String[] interfaces) {
        name = className;
        isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
        framed = (version & 0xFFFF) >= Opcodes.V1_7;
        super.visit(version, access, className, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String method, String descriptor, String signature, String[] exceptions) {
        MethodVisitor next = super.visitMethod(access, method, descriptor, signature, exceptions);
        // the writer itself, and no visitor before it, makes the reader copy the method
        return wanted.get(visited++) ? new ClockFlow(framed, new CallSites(this, method, -1, next)) : next;
    }

    /** A reference to a method of this class that does the same as {@code handle}, if that requests randomness. */
    Handle bridge(Handle handle, int line) {
        if (!Bridge.isWanted(handle) && !isNamed(handle)) {
            return handle;
        }
        Bridge bridge = new Bridge(handle, "reprorun$" + bridges.size(), line);
        bridges.add(bridge);
        return new Handle(Opcodes.H_INVOKESTATIC, name, bridge.method, bridge.descriptor(), isInterface);
    }

    /** Whether the agent only names {@code handle}, and leaves its result as it is. */
    private boolean isNamed(Handle handle) {
        String owner = handle.getOwner();
        String method = handle.getName();
        return (isTraining() && CallSites.makesSalted(owner, method, handle.getDesc()))
                || (isUsers()
                        && ((owner.equals("java/util/IdentityHashMap") && method.equals("<init>"))
                                || (owner.equals("java/lang/System") && method.equals("identityHashCode"))));
    }

    @Override
    public void visitEnd() {
        for (Bridge bridge : bridges) {
            bridge.write(this);
        }
        super.visitEnd();
    }

    private record Bridge(Handle target, String method, int line) {
        static boolean isWanted(Handle handle) {
            if (CallSites.listsFiles(handle.getOwner(), handle.getName())) {
                return true;
            }
            return switch (handle.getOwner()
                    .concat(".")
                    .concat(handle.getName())
                    .concat(handle.getDesc())) {
                case "java/lang/Math.random()D",
                        "java/lang/StrictMath.random()D",
                        "java/util/Random.<init>()V",
                        "java/util/SplittableRandom.<init>()V",
                        "java/util/Collections.shuffle(Ljava/util/List;)V",
                        "java/util/UUID.randomUUID()Ljava/util/UUID;",
                        "java/util/random/RandomGenerator.getDefault()Ljava/util/random/RandomGenerator;",
                        "java/util/random/RandomGenerator.of(Ljava/lang/String;)Ljava/util/random/RandomGenerator;",
                        "java/util/random/RandomGeneratorFactory.create()Ljava/util/random/RandomGenerator;",
                        "java/util/concurrent/ThreadLocalRandom.current()Ljava/util/concurrent/ThreadLocalRandom;",
                        "java/lang/System.nanoTime()J" -> true;
                default -> false;
            };
        }

        String descriptor() {
            String of = target.getDesc();
            String owner = "L" + target.getOwner() + ';';
            return switch (target.getTag()) {
                case Opcodes.H_NEWINVOKESPECIAL -> of.substring(0, of.indexOf(')') + 1) + owner;
                case Opcodes.H_INVOKEVIRTUAL -> '(' + owner + of.substring(1);
                default -> of;
            };
        }

        void write(ProgramClassRewriter type) {
            MethodVisitor next = type.cv.visitMethod(
                    Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, method, descriptor(), null, null);
            MethodVisitor body = new CallSites(type, method, line, next);
            body.visitCode();
            boolean creates = target.getTag() == Opcodes.H_NEWINVOKESPECIAL;
            if (creates) {
                body.visitTypeInsn(Opcodes.NEW, target.getOwner());
                body.visitInsn(Opcodes.DUP);
            }
            Type[] arguments = Type.getArgumentTypes(descriptor());
            for (int i = 0; i < arguments.length; i++) {
                body.visitVarInsn(arguments[i].getOpcode(Opcodes.ILOAD), i); // none of them is a long or a double
            }
            body.visitMethodInsn(opcode(), target.getOwner(), target.getName(), target.getDesc(), target.isInterface());
            body.visitInsn(Type.getReturnType(descriptor()).getOpcode(Opcodes.IRETURN));
            body.visitMaxs(2 + arguments.length, arguments.length);
            body.visitEnd();
        }

        private int opcode() {
            return switch (target.getTag()) {
                case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
                case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
                default -> Opcodes.INVOKESTATIC;
            };
        }
    }
}
