package io.github.reprorun.internal.agent.hook;

import java.util.function.Consumer;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A method that begins with a call, which takes all of its arguments and decides whether the method returns at once.
 */
final class EntryCall extends MethodVisitor {
    private final boolean isStatic;
    private final String descriptor;
    private final Consumer<MethodVisitor> call;

    EntryCall(MethodVisitor next, boolean isStatic, String descriptor, Consumer<MethodVisitor> call) {
        super(Opcodes.ASM9, next);
        this.isStatic = isStatic;
        this.descriptor = descriptor;
        this.call = call;
    }

    @Override
    public void visitCode() {
        super.visitCode();
        int local = 0;
        if (!isStatic) {
            super.visitVarInsn(Opcodes.ALOAD, local++);
        }
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            super.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
            local += argument.getSize();
        }
        call.accept(mv);
        Label onward = new Label();
        super.visitJumpInsn(Opcodes.IFEQ, onward);
        super.visitInsn(Opcodes.RETURN);
        super.visitLabel(onward);
        super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        super.visitInsn(Opcodes.NOP); // The method may have a frame of its own here.
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(Math.max(maxStack, (Type.getArgumentsAndReturnSizes(descriptor) >> 2) + 1), maxLocals);
    }
}
