package io.github.reprorun.agent;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A method of the JDK that is changed by a call of {@link Relay}. */
abstract class JdkMethod extends MethodVisitor {
    private static final int EXTRA_STACK = 2;

    private JdkClasses.@Nullable Rewriting type;

    JdkMethod(MethodVisitor next) {
        super(Opcodes.ASM9, next);
    }

    final void countIn(JdkClasses.Rewriting rewriting) {
        type = rewriting;
    }

    final void changed() {
        if (type != null) {
            type.changed();
        }
    }

    final void relay(String method, String descriptor) {
        changed();
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, Relay.NAME, method, descriptor, false);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(maxStack + EXTRA_STACK, maxLocals);
    }
}
