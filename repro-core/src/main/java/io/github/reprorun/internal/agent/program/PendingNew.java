package io.github.reprorun.internal.agent.program;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.TypePath;

/**
 * Holds back {@code NEW} and {@code DUP} until it is known whether the constructor without arguments follows at once,
 * as compilers write it, so that one call can replace the three instructions.
 */
abstract class PendingNew extends MethodVisitor {
    private @Nullable String pending;
    private boolean duplicated;

    PendingNew(MethodVisitor next) {
        super(Opcodes.ASM9, next);
    }

    /** Whether to hold back objects of this class. */
    abstract boolean isWanted(String type);

    /** Drops the held instructions if they make and duplicate an object of {@code type}; otherwise writes them. */
    final boolean takeNew(String type) {
        if (duplicated && type.equals(pending)) {
            pending = null;
            duplicated = false;
            return true;
        }
        flush();
        return false;
    }

    final void flush() {
        String type = pending;
        if (type != null) {
            boolean twice = duplicated;
            pending = null;
            duplicated = false;
            mv.visitTypeInsn(Opcodes.NEW, type);
            if (twice) {
                mv.visitInsn(Opcodes.DUP);
            }
        }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        flush();
        if (opcode == Opcodes.NEW && isWanted(type)) {
            pending = type;
        } else {
            mv.visitTypeInsn(opcode, type);
        }
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode == Opcodes.DUP && pending != null && !duplicated) {
            duplicated = true;
        } else {
            flush();
            mv.visitInsn(opcode);
        }
    }

    @Override
    public void visitFrame(int type, int numLocal, Object[] local, int numStack, Object[] stack) {
        flush();
        mv.visitFrame(type, numLocal, local, numStack, stack);
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        flush();
        mv.visitIntInsn(opcode, operand);
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
        flush();
        mv.visitVarInsn(opcode, index);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        flush();
        mv.visitFieldInsn(opcode, owner, name, descriptor);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        flush();
        mv.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        flush();
        mv.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        flush();
        mv.visitJumpInsn(opcode, label);
    }

    @Override
    public void visitLabel(Label label) {
        flush();
        mv.visitLabel(label);
    }

    @Override
    public void visitLdcInsn(Object value) {
        flush();
        mv.visitLdcInsn(value);
    }

    @Override
    public void visitIincInsn(int index, int increment) {
        flush();
        mv.visitIincInsn(index, increment);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label other, Label... labels) {
        flush();
        mv.visitTableSwitchInsn(min, max, other, labels);
    }

    @Override
    public void visitLookupSwitchInsn(Label other, int[] keys, Label[] labels) {
        flush();
        mv.visitLookupSwitchInsn(other, keys, labels);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        flush();
        mv.visitMultiANewArrayInsn(descriptor, dimensions);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        flush();
        mv.visitMaxs(maxStack, maxLocals);
    }

    @Override
    public @Nullable AnnotationVisitor visitInsnAnnotation(
            int typeRef, @Nullable TypePath path, String descriptor, boolean visible) {
        flush();
        return mv.visitInsnAnnotation(typeRef, path, descriptor, visible);
    }
}
